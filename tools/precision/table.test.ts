import { describe, expect, it } from 'vitest';
import type { Deviation } from './deviation.ts';
import { boundsIn, type Line, replaced, roundedUp, table } from './table.ts';

const at = { t: 999_999_999, over: 1e9, options: {} };
const found: Deviation = {
  samples: 3,
  ours: { worst: 1.234, mean: 0.456, at },
  textbook: { worst: 6.54e15, mean: 9, at, notZero: at },
};
const lines: readonly Line[] = [
  { name: '`linear`', bound: 3, found },
  { name: '`cyclic`, other', bound: 1_300_000, found: { ...found, missedEnd: at, wrongWay: at } },
  { name: '`rexDecay`', found: { absent: 'not there' } },
];
const page = 'before\n\n<!-- written by pnpm precision -->\nold\n<!-- up to here -->\n\nafter\n';

describe('the table', () => {
  it('has a line for each row', () => {
    expect(table(lines).split('\n').slice(2)).toEqual([
      '| `linear` | 1.23 | 999,999,999 of 1,000,000,000 | 0.46 | yes | yes | 6.5e15, misses 0 | 3 |',
      '| `cyclic`, other | 1.23 | 999,999,999 of 1,000,000,000 | 0.46 | no: 999,999,999 of 1,000,000,000 | no: 999,999,999 of 1,000,000,000 | 6.5e15, misses 0 | 1.3e6 |',
      '| `rexDecay` | not there | | | | | | |',
    ]);
  });

  it('takes the place of the old one, and nothing else', () => {
    expect(replaced(page, 'new')).toBe(
      'before\n\n<!-- written by pnpm precision -->\n\nnew\n\n<!-- up to here -->\n\nafter\n',
    );
  });

  it('is read back for its bounds', () => {
    expect([...boundsIn(replaced(page, table(lines)))]).toEqual([
      ['`linear`', 3],
      ['`cyclic`, other', 1_300_000],
    ]);
  });

  it('needs its place', () => {
    expect(() => boundsIn('no markers')).toThrow(
      'precision: the page needs <!-- written by pnpm precision -->',
    );
  });
});

it.each([
  [0, 1],
  [0.3, 1],
  [1.01, 2],
  [2, 2],
  [99.5, 100],
  [773, 780],
  [12_345, 13_000],
])('%d is rounded up to %d', (ulps, bound) => {
  expect(roundedUp(ulps)).toBe(bound);
});
