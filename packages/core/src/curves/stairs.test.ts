import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponentialDecay, staircase, stepDecay } from '../index.ts';
import { tickOf } from './stairs.ts';

describe('tickOf', () => {
  it.each([
    [3, 0, 0],
    [3, 2, 0],
    [3, 2.999, 0],
    [3, 3, 3],
    [3, 5, 3],
    [3, 6, 6],
    [2.5, 2, 0],
    [2.5, 3, 2.5],
    [2.5, 5, 5],
    [0.5, 7, 7],
    [1, 1e15 + 1, 1e15 + 1],
    [90, 89_999_999_999, 89_999_999_910],
  ])('with a move every %d steps, at step %d the clock says %d', (every, step, tick) => {
    expect(tickOf(every)(step)).toBe(tick);
  });

  it('is the last multiple that is not above the step, for whole lengths', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 0, max: 2 ** 52 }), (every, step) => {
        expect(tickOf(every)(step)).toBe(step - (step % every));
      }),
    );
  });

  describe('makes a step decay of an exponential one', () => {
    const initial = fc.double({ min: -10, max: 10, noNaN: true });
    const factor = fc.double({ min: 0.01, max: 1, noNaN: true });
    const step = fc.oneof(fc.integer({ min: 0, max: 1e6 }), fc.double({ min: 0, max: 1e6, noNaN: true }));
    const both = (decay: { initial: number; factor: number; every: number }, t: number) => [
      stepDecay(decay).at(t),
      staircase(exponentialDecay(decay), { every: decay.every }).at(t),
    ];

    it('bit for bit for whole lengths', () => {
      fc.assert(
        fc.property(initial, factor, fc.integer({ min: 1, max: 1000 }), step, (first, by, every, t) => {
          const [one, other] = both({ initial: first, factor: by, every }, t);
          expect(one).toBe(other);
        }),
      );
    });

    it('and to rounding for fractions, whose multiples are rounded: by as much as the rate has fallen', () => {
      const length = fc.double({ min: 0.1, max: 1000, noNaN: true });
      fc.assert(
        fc.property(factor, length, step, (by, every, t) => {
          const [one = 0, other = 0] = both({ initial: 1, factor: by, every }, t);
          // Below that doubles have fewer digits.
          if (one < 1e-290) return;
          const room = (8 - 4 * Math.log(one)) * Number.EPSILON;
          expect(Math.abs(other / one - 1)).toBeLessThanOrEqual(room);
        }),
        { numRuns: 500 },
      );
    });
  });

  it('counts as papers do from n = 1: ⌈n / every⌉ − 1 drops at the n-th step', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 60_000 }), (every, n) => {
        const drops = Math.ceil(n / every) - 1;
        // A power of two is exact, so nothing but the count can be wrong.
        if (drops < 1000) expect(stepDecay({ initial: 1, factor: 0.5, every }).at(n - 1)).toBe(2 ** -drops);
      }),
    );
  });
});
