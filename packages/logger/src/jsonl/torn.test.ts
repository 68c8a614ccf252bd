import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastValueFrom, of, toArray } from 'rxjs';
import { afterAll, describe, expect, it } from 'vitest';
import { log } from '../log.ts';
import { readRun } from '../read-run.ts';
import type { Row } from '../row.ts';
import { jsonl } from './jsonl.ts';

const folder = mkdtempSync(join(tmpdir(), 'torn-'));
afterAll(() => rmSync(folder, { recursive: true }));

const header = (attempt: number): string =>
  `{"anneal":1,"run":"r","attempt":${attempt},"startedAt":"now","config":{"é":"\\n"}}`;

/** Two attempts; the second takes steps 1 and 2 again. */
const LINES = [
  header(1),
  '{"step":0,"note":"é한😀"}',
  '{"step":1,"loss":"NaN"}',
  '{"step":2}',
  header(2),
  '{"step":1,"loss":"Infinity","note":"한"}',
  '{"step":2,"again":true}',
  '{"note":"{\\"anneal\\":1,\\"run\\":"}',
  '{"step":3}',
];
const WHOLE = Buffer.from(`${LINES.join('\n')}\n`);

/** What `readRun` gives when so many lines are whole. */
const FOLDED: readonly Row[][] = (() => {
  const [zero, one, two] = [{ step: 0, note: 'é한😀' }, { step: 1, loss: NaN }, { step: 2 }];
  const late = [
    { step: 1, loss: Infinity, note: '한' },
    { step: 2, again: true },
    { note: '{"anneal":1,"run":' },
    { step: 3 },
  ];
  const first = [[], [zero], [zero, one], [zero, one, two], [zero, one, two]];
  return [[], ...first, ...late.map((_, index) => [zero, ...late.slice(0, index + 1)])];
})();

const read = (file: string): Promise<Row[]> => lastValueFrom(readRun(file).pipe(toArray()));
const cuts = Array.from({ length: WHOLE.length + 1 }, (_, end) => end);

/** How many lines are whole among the first bytes, and where the last of them ends. */
function wholeLines(end: number): { count: number; end: number } {
  const text = WHOLE.subarray(0, end);
  return { count: text.filter((byte) => byte === 0x0a).length, end: text.lastIndexOf(0x0a) + 1 };
}

describe('a file that ends at any byte', () => {
  it('is read up to its last whole line', async () => {
    const file = join(folder, 'read.jsonl');
    for (const end of cuts) {
      writeFileSync(file, WHOLE.subarray(0, end));
      const { count } = wholeLines(end);
      if (count === 0) await expect(read(file)).rejects.toThrow('it holds no complete line');
      else expect(await read(file), `cut at ${end}`).toEqual(FOLDED[count]);
    }
  });

  it('is cut after its last whole line, and gone on with from there', async () => {
    const file = join(folder, 'reopened.jsonl');
    for (const cut of cuts) {
      writeFileSync(file, WHOLE.subarray(0, cut));
      of({ step: 2, last: true })
        .pipe(log(jsonl(file)))
        .subscribe();
      const { count, end } = wholeLines(cut);
      const bytes = readFileSync(file);
      expect(bytes.subarray(0, end).equals(WHOLE.subarray(0, end)), `cut at ${cut}`).toBe(true);
      const [begun, ...rest] = bytes.subarray(end).toString().split('\n');
      const attempt = count === 0 ? 1 : count > 4 ? 3 : 2;
      expect(JSON.parse(begun ?? '')).toMatchObject(count === 0 ? { attempt } : { run: 'r', attempt });
      const marker = attempt > 1 ? [`{"anneal":1,"restart":2,"attempt":${attempt}}`] : [];
      expect(rest).toEqual([...marker, '{"step":2,"last":true}', '']);
      const kept = (FOLDED[count] ?? []).filter(({ step }) => step === undefined || step < 2);
      expect(await read(file), `cut at ${cut}`).toEqual([...kept, { step: 2, last: true }]);
    }
  });
});
