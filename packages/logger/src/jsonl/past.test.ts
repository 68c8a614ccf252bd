import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { NoRunOfOurs, past } from './past.ts';

const folder = mkdtempSync(join(tmpdir(), 'past-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, 'run.jsonl');
const HEADER = '{"anneal":1,"run":"r"}\n';
const header = { anneal: 1, run: 'r' };
const ROW = '{"step":0}\n';

function pastOf(text: string): ReturnType<typeof past> {
  writeFileSync(file, text);
  return past(file);
}

describe('past', () => {
  it('is empty where there is no file', () => {
    expect(past(join(folder, 'none'))).toEqual({ attempts: 0, filled: false, end: 0, size: 0 });
  });

  it.each([
    ['nothing', '', 0, 0],
    ['a header', HEADER, 1, HEADER.length],
    ['rows', HEADER + ROW + ROW, 1, HEADER.length + 2 * ROW.length],
    ['two attempts', HEADER + ROW + HEADER, 2, 2 * HEADER.length + ROW.length],
    ['a torn row', `${HEADER}${ROW}{"st`, 1, HEADER.length + ROW.length],
    ['a torn second header', `${HEADER}${ROW}{"anneal":1,"run":"r`, 1, HEADER.length + ROW.length],
    ['a torn first header', '{"anneal":1,"run":"r', 0, 0],
    ['hardly a header', '{"ann', 0, 0],
  ])('of %s', (_, text, attempts, end) => {
    const found = pastOf(text);
    const filled = end > HEADER.length;
    expect(found).toEqual({ ...(attempts > 0 && { header }), attempts, filled, end, size: text.length });
  });

  it('finds headers that lie across the border of two chunks', () => {
    const chunk = 2 ** 20;
    for (const before of [0, 1, 5, 17, 18, 19, 30]) {
      const fill = `{"x":"${'x'.repeat(chunk - HEADER.length - 9 - before)}"}\n`;
      const text = HEADER + fill + HEADER + ROW.repeat(200_000) + HEADER;
      expect(pastOf(text)).toEqual({
        header,
        attempts: 3,
        filled: true,
        end: text.length,
        size: text.length,
      });
    }
  });

  it('reads a header that is longer than a chunk', () => {
    const long = `{"anneal":1,"run":"long","config":"${'é'.repeat(2 ** 20)}"}\n`;
    expect(pastOf(long)).toMatchObject({ header: { run: 'long' }, attempts: 1, filled: false });
    expect(pastOf(long + ROW)).toMatchObject({ header: { run: 'long' }, attempts: 1, filled: true });
  });

  it('counts on from the attempt that the first header tells', () => {
    const part = '{"anneal":1,"run":"r","attempt":4,"part":2}\n';
    expect(pastOf(part + ROW)).toMatchObject({ header: { part: 2 }, attempts: 4 });
    expect(pastOf(part + ROW + HEADER + ROW)).toMatchObject({ attempts: 5 });
  });

  it.each([
    ['a table', 'step,loss\n0,1\n'],
    ['one long line', 'x'.repeat(100_000)],
    ['the state of a schedule', '{"anneal":1,"shape":"cosineAnnealing","step":3}'],
    ['an empty line', '\n'],
    ['a broken header', '{"anneal":1,"run":\n'],
  ])('leaves %s alone', (_, text) => {
    expect(() => pastOf(text)).toThrow(NoRunOfOurs);
    expect(() => pastOf(text)).toThrow(/^the file holds something else: /);
  });
});
