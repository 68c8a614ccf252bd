import { describe, expect, it } from 'vitest';
import { exponentialDecay } from '../index.ts';
import { laws } from '../testing/index.ts';

describe('exponentialDecay', () => {
  const schedule = exponentialDecay({ initial: 0.5, factor: 0.25, every: 2 });

  it.each([
    [0, 0.5],
    [1, 0.25],
    [2, 0.125],
    [2.5, 0.125 / Math.SQRT2],
    [4, 0.03125],
  ])('at step %d is %d', (step, rate) => {
    expect(schedule.at(step)).toBeCloseTo(rate, 15);
  });

  it('falls by its factor at each step unless told otherwise', () => {
    expect(exponentialDecay({ initial: 1, factor: 0.9 }).at(3)).toBe(0.9 ** 3);
  });

  it('has no end, and ends in zero, not in an error', () => {
    expect([schedule.span, schedule.at(1e9), schedule.at(Infinity)]).toEqual([Infinity, 0, 0]);
    expect(exponentialDecay({ initial: 1, factor: 0.9, every: 2.5 }).at(Infinity)).toBe(0);
  });

  it.each([
    [{ initial: 1, factor: 0 }, 'factor must be above 0 and at most 1, got 0'],
    [{ initial: 1, factor: 1.1 }, 'factor must be above 0 and at most 1, got 1.1'],
    [{ initial: 1 }, 'factor must be above 0 and at most 1, got undefined'],
    [{ factor: 0.9 }, 'initial must be a finite number, got undefined'],
    [{ initial: 1, factor: 0.9, every: 0 }, 'every must be a positive number, got 0'],
  ])('refuses %o', (options, message) => {
    expect(() => exponentialDecay(options as never)).toThrow(new RangeError(`exponentialDecay: ${message}`));
  });

  it.each(laws(schedule, [1, 2, 3, 4]))('$name', (law) => law.check());
});
