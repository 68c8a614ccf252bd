import { describe, expect, it } from 'vitest';
import type { Act } from '../race/setup.ts';
import { comingOf, planOf } from './plans.ts';

const falling = { anneal: 1, type: 'linear', from: 1, to: 0, over: 10 };
const rising = { anneal: 1, type: 'linear', from: 2, to: 4, over: 10 };
const racer = { lane: 0, name: 'one', schedule: falling };
const rates = Float64Array.from({ length: 11 }, (_, step) => 1 - step / 10);

const coming = (...acts: Act[]) =>
  comingOf(racer, 11, acts, rates).rates.map((rate) => Math.round(rate * 100) / 100);

describe('comingOf', () => {
  it('is the plan, as long as nobody does anything, and tells it once', () => {
    expect(planOf(falling, 11)).toBe(planOf({ ...falling }, 11));
    expect(coming().slice(0, 3)).toEqual([1, 0.9, 0.8]);
  });

  it.each([
    ['restart', [0.6, 0.5, 2, 2.2]],
    ['progress', [0.6, 0.5, 3.2, 3.4]],
    ['value', [0.6, 0.5, 0.5, 0.55]],
  ] as const)('goes on with another schedule, splice %s', (splice, around) => {
    expect(coming({ kind: 'swap', lane: 0, schedule: rising, splice, at: 6 }).slice(4, 8)).toEqual(around);
  });

  it('stands at a rate in hand, until it is released', () => {
    const taken = { kind: 'rate', lane: 0, rate: 7, at: 4 } as const;
    expect(coming(taken).slice(3, 6)).toEqual([0.7, 7, 7]);
    expect(coming(taken, { kind: 'release', lane: 0, at: 6 })).toEqual(coming());
    expect(coming({ ...taken, lane: 1 })).toEqual(coming());
  });
});
