import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Curve, multiStepDecay } from '../index.ts';
import { fromJSON } from '../json/index.ts';
import { laws } from '../testing/index.ts';

describe('multiStepDecay', () => {
  const schedule = multiStepDecay({ initial: 0.8, factor: 0.5, milestones: [3, 5.5, 9] });

  it.each([
    [-1, 0.8],
    [0, 0.8],
    [2, 0.8],
    [2.999, 0.8],
    [3, 0.4],
    [5, 0.4],
    [5.5, 0.2],
    [6, 0.2],
    [8.9, 0.2],
    [9, 0.1],
    [1e9, 0.1],
  ])('at step %d is %d', (step, rate) => {
    expect(schedule.at(step)).toBe(rate);
  });

  it('is that of the residual networks: a tenth at each of two milestones', () => {
    const { at } = multiStepDecay({ initial: 0.1, factor: 0.1, milestones: [32_000, 48_000] });
    for (const [step, rate] of [
      [31_999, 0.1],
      [32_000, 0.01],
      [47_999, 0.01],
      [48_000, 0.001],
    ] as const)
      expect(at(step)).toBeCloseTo(rate, 16);
  });

  it('has no end', () => {
    expect(schedule.span).toBe(Infinity);
  });

  it('has fallen once for each milestone that is not above the step', () => {
    const milestones = fc
      .uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 60 })
      .map((steps) => steps.sort((a, b) => a - b));
    fc.assert(
      fc.property(milestones, fc.integer({ min: 0, max: 1100 }), (steps, t) => {
        // A power of two is exact, so nothing but the count can be wrong.
        const { at } = multiStepDecay({ initial: 1, factor: 0.5, milestones: steps });
        expect(at(t)).toBe(2 ** -steps.filter((step) => step <= t).length);
      }),
    );
  });

  it('keeps milestones of its own', () => {
    const milestones = [3, 6];
    const options = { initial: 1, factor: 0.5, milestones };
    const { at } = multiStepDecay(options);
    milestones[0] = 1;
    milestones.push(7);
    options.factor = 0.1;
    expect([1, 3, 6, 7].map(at)).toEqual([1, 0.5, 0.25, 0.25]);
  });

  it('comes back from JSON', () => {
    expect(JSON.stringify(schedule)).toBe(
      '{"anneal":1,"type":"multiStepDecay","initial":0.8,"factor":0.5,"milestones":[3,5.5,9]}',
    );
    const again = fromJSON<Curve>(JSON.stringify(schedule));
    const steps = [0, 2.9, 3, 5.5, 8, 9, 100];
    expect(steps.map(again.at)).toEqual(steps.map(schedule.at));
    expect(JSON.stringify(again)).toBe(JSON.stringify(schedule));
  });

  it.each([
    [{ initial: 1, factor: 0.5 }, 'milestones must be a list of positive numbers, ascending, got undefined'],
    [{ milestones: [] }, 'milestones must be a list of positive numbers, ascending, got an empty list'],
    [{ milestones: [3], factor: 2 }, 'factor must be above 0 and at most 1, got 2'],
  ])('refuses %o', (options, message) => {
    expect(() => multiStepDecay({ initial: 1, factor: 0.5, ...options } as never)).toThrow(
      new RangeError(`multiStepDecay: ${message}`),
    );
  });

  it.each([[[3, 3]], [[5, 3]], [[0, 3]], [[-1]], [[1, Number.NaN]]])(
    'refuses milestones that do not ascend: %o',
    (milestones) => {
      expect(() => multiStepDecay({ initial: 1, factor: 0.5, milestones })).toThrow(
        /^multiStepDecay: milestones must be a list of positive numbers, ascending, got /,
      );
    },
  );

  it.each(laws(schedule, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]))('$name', (law) => law.check());
});
