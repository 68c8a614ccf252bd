import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastValueFrom, toArray } from 'rxjs';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { fileParts } from './file-parts.ts';
import { partFile } from './parts.ts';
import { readRun } from './read-run.ts';
import type { Row } from './row.ts';

const root = mkdtempSync(join(tmpdir(), 'file-parts-'));
afterAll(() => rmSync(root, { recursive: true }));

let file = '';
beforeEach(() => {
  file = join(mkdtempSync(join(root, 'a-')), 'run.jsonl');
});

const header = (attempt: number, part?: number, run = 'r'): string =>
  JSON.stringify({ anneal: 1, run, attempt, part, startedAt: 'now' });
/** Writes the parts of a run, each from its lines; `undefined` is a part that is not there. */
function written(...texts: readonly (readonly string[] | string | undefined)[]): void {
  for (const [index, text] of texts.entries()) {
    if (text === undefined) continue;
    writeFileSync(partFile(file, index + 1), typeof text === 'string' ? text : `${text.join('\n')}\n`);
  }
}
const read = (path = file): Promise<Row[]> => lastValueFrom(readRun(path).pipe(toArray()));

describe('readRun over parts', () => {
  it('reads them in order, and takes a header that goes on for no restart', async () => {
    written(
      [header(1), '{"step":0}', '{"step":5}'],
      [header(1, 2), '{"step":1}', header(2, 2), '{"step":6}'],
      [header(2, 3), '{"step":6,"val":1}', '{"step":7}'],
    );
    expect(await read()).toEqual(
      [0, 5, 1, 6].map((step) => ({ step })).concat([{ step: 6, val: 1 }, { step: 7 }] as never),
    );
  });

  it('folds over all of them', async () => {
    written(
      [header(1), '{"step":0}', '{"step":1}'],
      [header(1, 2), '{"step":2}', '{"note":1}'],
      [header(2, 3), '{"step":1,"again":true}'],
    );
    expect(await read()).toEqual([{ step: 0 }, { note: 1 }, { step: 1, again: true }]);
  });

  it('passes over what a kill left of the last one, and over what is no run', async () => {
    written([header(1), '{"step":0}'], [header(1, 2), '{"step":1}'], header(1, 3).slice(0, 20));
    expect(await read()).toEqual([{ step: 0 }, { step: 1 }]);
    written(undefined, undefined, `${header(1, 3)}\n{"step":2}\n{"st`);
    expect(await read()).toEqual([{ step: 0 }, { step: 1 }, { step: 2 }]);
    written(undefined, undefined, undefined, 'step,loss\n'.repeat(100_000));
    expect(await read()).toHaveLength(3);
  });

  it.each([
    [
      'another run',
      [[header(1)], [header(1, 2, 'other')]],
      /'.*run\.2\.jsonl' looks like .* it is another run; move/,
    ],
    [
      'a run of its own',
      [[header(1)], [header(1)]],
      /run\.2\.jsonl' looks like .* does not say that it is part 2; move/,
    ],
    [
      'a missing part',
      [[header(1)], undefined, [header(1, 3)]],
      /part 2 .* is missing: there is no '.*run\.2\.jsonl'/,
    ],
    ['two that are', [[header(1)], undefined, undefined, [header(1, 4)]], /part 2 .* but there is part 4$/],
    [
      'an unbegun middle',
      [[header(1)], '', [header(1, 3)]],
      /run\.3\.jsonl' .* the file before it has no header/,
    ],
    [
      'a torn middle',
      [[header(1)], `${header(1, 2)}\n{"s`, [header(1, 3)]],
      /the last line of '.*run\.2\.jsonl' is torn/,
    ],
    [
      'a broken line',
      [[header(1)], [header(1, 2), '{"a'], [header(1, 3)]],
      /line 2 of '.*run\.2\.jsonl' is broken: ./,
    ],
  ])('names %s', async (_, texts, message) => {
    written(...(texts as string[][]));
    const error = await read().catch((error: Error) => error.message);
    expect(error).toMatch(/^readRun: '.*run\.jsonl' cannot be read: /);
    expect(error).toMatch(message);
  });

  it('says of a part that it is one', async () => {
    written([header(1)], [header(1, 2)]);
    await expect(read(partFile(file, 2))).rejects.toThrow('it is part 2 of a run; read the first one');
  });
});

describe('fileParts', () => {
  it('measures what is there now, and says which are whole', async () => {
    written([header(1)], [header(1, 2), '{"step":0}', '{"st']);
    const parts = await fileParts(file);
    expect(parts.map(({ part, whole, header }) => [part, whole, header?.part])).toEqual([
      [1, true, undefined],
      [2, false, 2],
    ]);
    expect(parts.map(({ length }) => length)).toEqual([header(1).length + 1, header(1, 2).length + 17]);
  });

  it('reads a header longer than a chunk, with characters across its border', async () => {
    const long = JSON.stringify({ ...JSON.parse(header(1, 2)), name: `x${'é'.repeat(100_000)}` });
    written([header(1)], [long, '{"step":1}']);
    expect((await fileParts(file))[1]?.header?.name).toBe(`x${'é'.repeat(100_000)}`);
  });
});
