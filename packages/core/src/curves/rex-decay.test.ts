import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Curve, rexDecay } from '../index.ts';
import { fromJSON } from '../json/index.ts';
import { laws } from '../testing/index.ts';

describe('rexDecay', () => {
  it.each([
    [-1, 1],
    [0, 1],
    [0.5, 14 / 15],
    [1, 6 / 7],
    [2, 2 / 3],
    [3, 2 / 5],
    [3.5, 2 / 9],
    [4, 0],
    [99, 0],
  ])('at step %d is %d', (step, rate) => {
    expect(rexDecay({ from: 1, over: 4 }).at(step)).toBeCloseTo(rate, 15);
  });

  it.each([
    [0, 0.1],
    [2, 0.6],
    [4, 1.6],
    [5, 1.6],
  ])('at step %d, on the way up, is %d', (step, rate) => {
    expect(rexDecay({ from: 0.1, to: 1.6, over: 4 }).at(step)).toBeCloseTo(rate, 15);
  });

  it('is the paper’s formula, and keeps its digits to the last step: 2 / (over + 1) of the first rate', () => {
    const over = 1e9;
    expect(rexDecay({ from: 1, over }).at(over - 1) * ((over + 1) / 2)).toBeCloseTo(1, 15);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, share) => {
          const t = Math.floor(share * n);
          const x = t / n;
          expect(rexDecay({ from: 1, over: n }).at(t)).toBeCloseTo((1 - x) / (1 - x / 2), 14);
        },
      ),
    );
  });

  it('is exact at both ends, monotone, and never below the straight line', () => {
    const rate = fc.double({ min: 0, max: 10, noNaN: true });
    fc.assert(
      fc.property(
        rate,
        rate,
        fc.integer({ min: 1, max: 1e9 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (from, to, over, x) => {
          const { at, span } = rexDecay({ from, to, over });
          expect([at(0), at(over), span]).toEqual([from, to, over]);
          const step = Math.floor(x * over);
          expect(Math.sign(at(step + 1) - at(step)) * Math.sign(to - from)).not.toBe(-1);
          const line = (over - step) / over;
          const left = rexDecay({ from: 1, over }).at(step);
          expect(left).toBeGreaterThanOrEqual(line * (1 - 4 * Number.EPSILON));
        },
      ),
    );
  });

  it('keeps options of its own', () => {
    const options = { from: 1, to: 0, over: 4 };
    const { at } = rexDecay(options);
    Object.assign(options, { from: 3, to: 2, over: 9 });
    expect([0, 4].map(at)).toEqual([1, 0]);
    expect(at(2)).toBeCloseTo(2 / 3, 15);
  });

  it('comes back from JSON', () => {
    const schedule = rexDecay({ from: 1, to: 0.3, over: 4.5 });
    expect(JSON.stringify(schedule)).toBe('{"anneal":1,"type":"rexDecay","from":1,"to":0.3,"over":4.5}');
    const again = fromJSON<Curve>(JSON.stringify(schedule));
    const steps = [0, 1.3, 2, 3, 4, 100];
    expect(steps.map(again.at)).toEqual(steps.map(schedule.at));
    expect(again.span).toBe(4.5);
  });

  it.each([
    [{ over: 4 }, 'from must be a finite number, got undefined'],
    [{ from: 1 }, 'over must be a positive number, got undefined'],
    [{ from: 1, over: 0 }, 'over must be a positive number, got 0'],
    [{ from: 1, to: Number.NaN, over: 3 }, 'to must be a finite number, got NaN'],
  ])('refuses %o', (options, message) => {
    expect(() => rexDecay(options as never)).toThrow(new RangeError(`rexDecay: ${message}`));
  });

  it.each(laws(rexDecay({ from: 1, to: 0.2, over: 4.5 }), [1, 2, 3, 4, 5, 6]))('$name', (law) => law.check());
});
