import { describe, expect, it } from 'vitest';
import { polynomialDecay } from '../index.ts';
import { laws } from '../testing/index.ts';

describe('polynomialDecay', () => {
  const schedule = polynomialDecay({ from: 1, to: 0.2, over: 4, power: 2 });

  it.each([
    [0, 1],
    [1, 0.65],
    [2, 0.4],
    [3, 0.25],
    [4, 0.2],
    [99, 0.2],
  ])('at step %d is %d', (step, rate) => {
    expect(schedule.at(step)).toBeCloseTo(rate, 15);
  });

  it('falls to zero unless told otherwise', () => {
    expect(polynomialDecay({ from: 1, over: 4, power: 0.5 }).at(4)).toBe(0);
  });

  it('keeps its digits to the last step', () => {
    const over = 1e9;
    expect(polynomialDecay({ from: 1, over, power: 2 }).at(over - 1) / 1e-18).toBeCloseTo(1, 14);
  });

  it('climbs as well, and keeps its digits from the first step on', () => {
    const over = 1e9;
    const { at } = polynomialDecay({ from: 0, to: 1, over, power: 0.5 });
    // 1 − √(1 − x) is x/2 + x²/8 where x is small.
    expect(at(1) / 5e-10).toBeCloseTo(1, 9);
    expect(at(4) / (2e-9 + 2e-18)).toBeCloseTo(1, 15);
    expect([at(0), at(over)]).toEqual([0, 1]);
    expect(at(over / 4)).toBeCloseTo(1 - Math.sqrt(0.75), 15);
    expect(at((over / 4) * 3)).toBeCloseTo(0.5, 15);
  });

  it.each([
    [{ from: 1, over: 4 }, 'power must be a positive number, got undefined'],
    [{ from: 1, over: 4, power: 0 }, 'power must be a positive number, got 0'],
    [{ from: 1, over: -4, power: 1 }, 'over must be a positive number, got -4'],
    [{ from: Number.NaN, over: 4, power: 1 }, 'from must be a finite number, got NaN'],
    [{ from: 1, to: null, over: 4, power: 1 }, 'to must be a finite number, got null'],
  ])('refuses %o', (options, message) => {
    expect(() => polynomialDecay(options as never)).toThrow(new RangeError(`polynomialDecay: ${message}`));
  });

  it.each(laws(schedule, [1, 2, 3, 4, 5, 6]))('$name', (law) => law.check());
});
