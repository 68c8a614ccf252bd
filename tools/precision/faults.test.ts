import { describe, expect, it } from 'vitest';
import type { Deviation } from './deviation.ts';
import { faults } from './faults.ts';
import type { Row } from './row.ts';

const at = { t: 3, over: 9, options: { over: 9 } };
const good: Deviation = {
  samples: 1,
  ours: { worst: 2.5, mean: 1, at },
  textbook: { worst: 1, mean: 1, at },
};
const rows: readonly Row[] = [
  { curve: 'linear', promised: 3, cases: [] },
  { curve: 'rexDecay', cases: [] },
];
const stated = new Map([
  ['`linear`', 3],
  ['`rexDecay`', 4],
]);
const of = (name: string, found: Deviation | { absent: string }, page = stated) =>
  faults(rows, [{ name, found }], page);

describe('faults', () => {
  it('are none within the bounds, promised or stated', () => {
    expect([...of('`linear`', good), ...of('`rexDecay`', good)]).toEqual([]);
  });

  it.each([
    ['a curve that is not there', { absent: 'not there' }, 'not there'],
    [
      'what is above its bound',
      { ...good, ours: { ...good.ours, worst: 3.25 } },
      '3.25 ulps off at step 3 with {"over":9}, bound 3',
    ],
    [
      'what must be 0',
      { ...good, ours: { ...good.ours, notZero: at } },
      'not 0, where it must be, at step 3 with {"over":9}',
    ],
    ['an end', { ...good, missedEnd: at }, 'the end is not exact at step 3 with {"over":9}'],
    ['a step back', { ...good, wrongWay: at }, 'the next step goes back at step 3 with {"over":9}'],
  ])('name %s', (_, found, sentence) => {
    expect(of('`linear`', found)).toEqual([`\`linear\`: ${sentence}`]);
  });

  it('hold what was measured once against the page', () => {
    expect(of('`rexDecay`', { ...good, ours: { ...good.ours, worst: 4.5 } })).toEqual([
      '`rexDecay`: 4.50 ulps off at step 3 with {"over":9}, bound 4',
    ]);
  });

  it('name a page that states another bound than promised, or none', () => {
    expect(of('`linear`', good, new Map([['`linear`', 5]]))).toEqual([
      '`linear`: docs/precision.md states a bound of 5, promised are 3',
    ]);
    expect(of('`linear`', good, new Map())).toEqual([
      '`linear`: docs/precision.md has no bound for it: run pnpm precision',
    ]);
  });
});
