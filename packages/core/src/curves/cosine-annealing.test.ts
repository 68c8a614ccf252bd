import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cosineAnnealing } from '../index.ts';
import { laws } from '../testing/index.ts';

describe('cosineAnnealing', () => {
  const schedule = cosineAnnealing({ from: 1, to: 0.2, over: 4 });

  it.each([
    [0, 1],
    [1, 0.6 + 0.4 * Math.SQRT1_2],
    [2, 0.6],
    [3, 0.6 - 0.4 * Math.SQRT1_2],
    [4, 0.2],
    [99, 0.2],
  ])('at step %d is %d', (step, rate) => {
    expect(schedule.at(step)).toBeCloseTo(rate, 15);
  });

  it('falls to zero unless told otherwise', () => {
    expect(cosineAnnealing({ from: 1, over: 4 }).at(4)).toBe(0);
  });

  it('keeps its digits to the last step: near the end it is from · (π k / 2 over)²', () => {
    const over = 1e9;
    expect(cosineAnnealing({ from: 1, over }).at(over - 1) / (Math.PI / (2 * over)) ** 2).toBeCloseTo(1, 14);
  });

  it('is exact at both ends and monotone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e9 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        (over, x, to) => {
          const { at } = cosineAnnealing({ from: 0.9, to, over });
          expect([at(0), at(over)]).toEqual([0.9, to]);
          const step = Math.floor(x * over);
          expect(at(step + 1)).toBeLessThanOrEqual(at(step));
        },
      ),
    );
  });

  it.each([
    [{ over: 4 }, 'from must be a finite number, got undefined'],
    [{ from: 1 }, 'over must be a positive number, got undefined'],
    [{ from: 1, over: Number.NaN }, 'over must be a positive number, got NaN'],
    [{ from: 1, to: Infinity, over: 3 }, 'to must be a finite number, got Infinity'],
  ])('refuses %o', (options, message) => {
    expect(() => cosineAnnealing(options as never)).toThrow(new RangeError(`cosineAnnealing: ${message}`));
  });

  it.each(laws(schedule, [1, 2, 3, 4, 5, 6]))('$name', (law) => law.check());
});
