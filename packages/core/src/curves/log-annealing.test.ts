import { describe, expect, it } from 'vitest';
import { logAnnealing } from '../index.ts';
import { laws } from '../testing/index.ts';

describe('logAnnealing', () => {
  const schedule = logAnnealing({ from: 1, to: 0.2, over: 7 });

  it.each([
    [0, 1],
    [1, 0.2 + (0.8 * 2) / 3],
    [3, 0.2 + 0.8 / 3],
    [7, 0.2],
    [99, 0.2],
  ])('at step %d is %d', (step, rate) => {
    expect(schedule.at(step)).toBeCloseTo(rate, 15);
  });

  it('is exact at both ends, and falls at every step', () => {
    const { at, span } = logAnnealing({ from: 0.3, to: 0.1, over: 1000 });
    expect([at(0), at(1000), span]).toEqual([0.3, 0.1, 1000]);
    for (let step = 0; step < 1000; step++) expect(at(step + 1)).toBeLessThan(at(step));
  });

  it('climbs as well, and keeps its digits from the first step on', () => {
    const { at } = logAnnealing({ from: 0, to: 1, over: 1e9 });
    expect(at(1) / (Math.LN2 / Math.log(1e9 + 1))).toBeCloseTo(1, 15);
    expect([at(0), at(1e9)]).toEqual([0, 1]);
  });

  it.each([
    [{ over: 4 }, 'from must be a finite number, got undefined'],
    [{ from: 1, over: 0 }, 'over must be a positive number, got 0'],
  ])('refuses %o', (options, message) => {
    expect(() => logAnnealing(options as never)).toThrow(new RangeError(`logAnnealing: ${message}`));
  });

  it.each(laws(schedule, [1, 2, 3, 4, 5, 6, 7, 8]))('$name', (law) => law.check());
});
