import { mkdtempSync, type ReadStream, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { readRun } from './read-run.ts';
import type { Row } from './row.ts';

const folder = mkdtempSync(join(tmpdir(), 'read-run-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

let files = 0;
function written(...lines: readonly string[]): string {
  const file = join(folder, `${files++}.jsonl`);
  writeFileSync(file, lines.join('\n'));
  return file;
}

const header = (attempt: number): string => `{"anneal":1,"run":"r","attempt":${attempt},"startedAt":"now"}`;
const read = (file: string): Promise<Row[]> => lastValueFrom(readRun(file).pipe(toArray()));
const failure = (file: string): Promise<Error> =>
  read(file).then(
    () => expect.unreachable('it read the file'),
    (error) => error,
  );

describe('readRun', () => {
  it('reads rows in order, with the numbers that JSON lacks', async () => {
    const file = written(
      header(1),
      '{"step":0,"loss":"NaN"}',
      '{"step":0,"deep":["-Infinity"]}',
      '{"loss":"Infinity"}',
      '',
    );
    expect(await read(file)).toEqual([
      { step: 0, loss: NaN },
      { step: 0, deep: [-Infinity] },
      { loss: Infinity },
    ]);
  });

  it('folds restarts: each step stands in its latest attempt only', async () => {
    const file = written(
      header(1),
      '{"step":0,"a":1}',
      '{"note":"kept"}',
      '{"step":1,"a":1}',
      '{"step":2,"a":1}',
      '{"step":"2"}',
      header(2),
      '{"note":"kept too"}',
      '{"step":1,"a":2}',
      '{"step":2,"a":2}',
      '{"step":2,"val":2}',
      header(3),
      header(4),
      '{"step":2,"a":4}',
      '',
    );
    expect(await read(file)).toEqual([
      { step: 0, a: 1 },
      { note: 'kept' },
      { step: '2' },
      { note: 'kept too' },
      { step: 1, a: 2 },
      { step: 2, a: 4 },
    ]);
  });

  it('folds by the line that says where an attempt begins, and passes over lines of ours that it does not know', async () => {
    const file = written(
      header(1),
      '{"anneal":1,"later":{"step":0}}',
      '{"step":0}',
      '{"step":1}',
      '{"step":2}',
      header(2),
      '{"anneal":1,"restart":1,"attempt":2}',
      '{"step":2,"a":2}',
      ' {"anneal":1,"mine":true}',
      '',
    );
    expect(await read(file)).toEqual([{ step: 0 }, { step: 2, a: 2 }, { anneal: 1, mine: true }]);
  });

  it.each([
    ['in the middle of a row', ['{"step":0}', '{"step":1,"lo']],
    ['just before its newline', ['{"step":0}', '{"step":1}']],
    ['in the middle of a header', ['{"step":0}', '{"anneal":1,"run":"r","att']],
  ])('passes over a last line that is torn %s', async (_, lines) => {
    expect(await read(written(header(1), ...lines))).toEqual([{ step: 0 }]);
  });

  it('reads a run without rows', async () => {
    expect(await read(written(header(1), ''))).toEqual([]);
  });

  it('reads characters that lie across chunks, and separators of Unicode', async () => {
    const rows = Array.from({ length: 5000 }, (_, step) => ({
      step,
      note: `é\u2028😀${'x'.repeat(step % 40)}`,
    }));
    const file = written(header(1), ...rows.map((row) => JSON.stringify(row)), '');
    expect(await read(file)).toEqual(rows);
  });

  it('does nothing before it is subscribed, and reads anew each time', async () => {
    const file = join(folder, 'later.jsonl');
    const rows = readRun(file).pipe(toArray());
    writeFileSync(file, `${header(1)}\n{"step":0}\n`);
    expect(await lastValueFrom(rows)).toEqual([{ step: 0 }]);
    writeFileSync(file, `${header(1)}\n{"step":7}\n`);
    expect(await lastValueFrom(rows)).toEqual([{ step: 7 }]);
  });

  it('closes the file when it is unsubscribed in the middle', async () => {
    const file = written(header(1), ...Array.from({ length: 50_000 }, (_, step) => `{"step":${step}}`), '');
    const streams = vi.spyOn(process.getBuiltinModule('node:fs'), 'createReadStream').mock.results;
    let count = 0;
    const stream = await new Promise<ReadStream>((done) => {
      const subscription = readRun(file).subscribe(() => {
        if (++count < 10) return;
        const open = streams.at(-1)?.value as ReadStream;
        expect(open.destroyed).toBe(false);
        subscription.unsubscribe();
        expect(open.destroyed).toBe(true);
        done(open);
      });
    });
    await vi.waitFor(() => expect(stream.closed).toBe(true));
    expect(count).toBe(10);
    expect(await firstValueFrom(readRun(file))).toEqual({ step: 0 });
  });
});

describe('readRun says', () => {
  it('that there is no such file', async () => {
    const file = join(folder, 'none.jsonl');
    expect((await failure(file)).message).toMatch(/^readRun: there is no file '/);
  });

  it.each([
    ['empty', [''], 'it holds no complete line'],
    ['a header without its newline', [header(1)], 'it holds no complete line'],
    ['rows only', ['{"step":0}', ''], `the first line must begin with {"anneal":1,"run":, got '{"step":0}'`],
    ['of a later version', ['{"anneal":2,"run":"r"}', ''], 'the first line must begin with'],
    ['a header with an odd run', ['{"anneal":1,"run":5}', ''], "the header's run must be an id, got 5"],
  ])('that a file is no run: %s', async (_, lines, reason) => {
    const { message } = await failure(written(...lines));
    expect(message).toMatch(/^readRun: '.*' is no run that jsonl has written: /);
    expect(message).toContain(reason);
  });

  it.each([
    ['no JSON', '{"step":1,"lo'],
    ['no object', '[1]'],
    ['empty', ''],
    ['a broken header', '{"anneal":1,"run":'],
    ['a broken line of ours', '{"anneal":1,"restart":'],
  ])('which line is broken: %s', async (_, line) => {
    const seen: Row[] = [];
    const file = written(header(1), '{"step":0}', line, '{"step":2}', '');
    const error = await new Promise<Error>((error) =>
      readRun(file).subscribe({ next: (row) => seen.push(row), error }),
    );
    expect(error.message).toMatch(/^readRun: '.*' cannot be read: line 3 is broken: ./);
    expect(seen).toEqual([{ step: 0 }]);
  });

  it('that a folder is no file', async () => {
    expect((await failure(folder)).message).toMatch(/^readRun: '.*' cannot be read: .*EISDIR/);
  });

  it('that a browser has no files', async () => {
    const file = written(header(1), '');
    vi.stubGlobal('process', undefined);
    const error = await failure(file);
    vi.unstubAllGlobals();
    expect(error.message).toMatch(/cannot be read: it needs the file system of Node/);
  });

  it.each([[''], [undefined], [new URL('file:///run.jsonl')]])('at once that %j is no path', (file) => {
    expect(() => readRun(file as string)).toThrow(TypeError);
    expect(() => readRun(file as string)).toThrow(/^readRun: file must be the path of a file, got/);
  });
});
