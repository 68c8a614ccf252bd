import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Curve, oneCycle, oneCycleMomentum } from '../index.ts';
import { fromJSON } from '../json/index.ts';
import { laws } from '../testing/index.ts';

describe('oneCycleMomentum', () => {
  const shape = { high: 1, low: 0.2, over: 10, rise: 0.4 };

  it.each([
    [-1, 1],
    [0, 1],
    [1, 0.6 + 0.4 * Math.SQRT1_2],
    [2, 0.6],
    [4, 0.2],
    [5.5, 0.6 - 0.4 * Math.SQRT1_2],
    [7, 0.6],
    [10, 1],
    [99, 1],
  ])('at step %d is %d', (step, momentum) => {
    expect(oneCycleMomentum(shape).at(step)).toBeCloseTo(momentum, 15);
  });

  it.each([
    [0, 1],
    [1, 0.8],
    [4, 0.2],
    [5.5, 0.4],
    [7, 0.6],
    [10, 1],
  ])('in straight lines at step %d is %d', (step, momentum) => {
    expect(oneCycleMomentum({ ...shape, ease: 'linear' }).at(step)).toBeCloseTo(momentum, 15);
  });

  it.each([
    [4, 0.2],
    [6, 0.6],
    [8, 1],
    [9, 1],
    [10, 1],
  ])('in three phases at step %d is %d', (step, momentum) => {
    expect(oneCycleMomentum({ ...shape, phases: 3 }).at(step)).toBeCloseTo(momentum, 15);
  });

  it('goes from 0.95 to 0.85 and back unless told otherwise', () => {
    const { at, span } = oneCycleMomentum({ over: 100 });
    expect([at(0), at(30), at(100), at(1e6), span]).toEqual([0.95, 0.85, 0.95, 0.95, 100]);
  });

  it('is the mirror of oneCycle: what one climbs, the other falls', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        fc.oneof(fc.integer({ min: 2, max: 1e6 }), fc.double({ min: 1, max: 1e6, noNaN: true })),
        fc.double({ min: 0.01, max: 0.49, noNaN: true }),
        fc.constantFrom('cosine' as const, 'linear' as const),
        fc.constantFrom(2 as const, 3 as const),
        fc.double({ min: 0, max: 1.2, noNaN: true }),
        (high, low, over, rise, ease, phases, x) => {
          const cycle = { over, rise, ease, phases };
          const momentum = oneCycleMomentum({ high, low, ...cycle });
          const rate = oneCycle({ peak: high, start: low, end: low, ...cycle });
          expect([momentum.at(0), momentum.at(over)]).toEqual([high, high]);
          const sum = momentum.at(x * over) + rate.at(x * over);
          expect(Math.abs(sum - (high + low))).toBeLessThanOrEqual(4 * Number.EPSILON);
        },
      ),
    );
  });

  it('is lowest on the very step on which the rate is highest', () => {
    for (let percent = 1; percent < 100; percent++) {
      const cycle = { over: 100, rise: percent / 100 };
      expect([oneCycleMomentum(cycle).at(percent), oneCycle({ peak: 0.7, ...cycle }).at(percent)]).toEqual([
        0.85, 0.7,
      ]);
    }
  });

  it('keeps options of its own', () => {
    const options = { ...shape };
    const { at } = oneCycleMomentum(options);
    Object.assign(options, { high: 9, low: 8, over: 3, rise: 0.1 });
    expect([0, 4, 10].map(at)).toEqual([1, 0.2, 1]);
  });

  it('comes back from JSON', () => {
    expect(JSON.stringify(oneCycleMomentum(shape))).toBe(
      '{"anneal":1,"type":"oneCycleMomentum","high":1,"low":0.2,"over":10,"rise":0.4}',
    );
    for (const one of [oneCycleMomentum(shape), oneCycleMomentum({ over: 7, phases: 3, ease: 'linear' })]) {
      const again = fromJSON<Curve>(JSON.stringify(one));
      const steps = [0, 1.3, 4, 5, 8, 10, 100];
      expect(steps.map(again.at)).toEqual(steps.map(one.at));
      expect(again.span).toBe(one.span);
    }
  });

  it.each([
    [{ over: undefined }, 'over must be a positive number, got undefined'],
    [{ high: Number.NaN }, 'high must be a finite number, got NaN'],
    [{ low: '0.85' }, "low must be a finite number, got '0.85'"],
    [{ rise: 1 }, 'rise must be above 0 and below 1, got 1'],
    [{ rise: 0.6, phases: 3 }, 'rise must be below 0.5 with three phases, got 0.6'],
  ])('refuses %o', (options, message) => {
    expect(() => oneCycleMomentum({ ...shape, ...options } as never)).toThrow(
      new RangeError(`oneCycleMomentum: ${message}`),
    );
  });

  it.each(laws(oneCycleMomentum(shape), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]))('$name', (law) => law.check());
});
