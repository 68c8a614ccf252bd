import { describe, expect, it } from 'vitest';
import { stepDecay } from '../index.ts';
import { laws } from '../testing/index.ts';

describe('stepDecay', () => {
  const schedule = stepDecay({ initial: 0.8, factor: 0.5, every: 3 });

  it.each([
    [0, 0.8],
    [2, 0.8],
    [2.9, 0.8],
    [3, 0.4],
    [5, 0.4],
    [6, 0.2],
  ])('at step %d is %d', (step, rate) => {
    expect(schedule.at(step)).toBeCloseTo(rate, 15);
  });

  it('may drop at fractions of a step', () => {
    const { at } = stepDecay({ initial: 1, factor: 0.5, every: 2.5 });
    expect([2, 3, 4, 5].map(at)).toEqual([1, 0.5, 0.5, 0.25]);
  });

  it.each([
    [{ initial: 1, factor: 2, every: 3 }, 'factor must be above 0 and at most 1, got 2'],
    [{ initial: 1, factor: 0.5 }, 'every must be a positive number, got undefined'],
    [{ initial: '1', factor: 0.5, every: 3 }, "initial must be a finite number, got '1'"],
  ])('refuses %o', (options, message) => {
    expect(() => stepDecay(options as never)).toThrow(new RangeError(`stepDecay: ${message}`));
  });

  it.each(laws(schedule, [1, 2, 3, 4, 5, 6, 7]))('$name', (law) => law.check());
});
