import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Curve, constant, inverseSqrtDecay, warmup as warmedUp } from '../index.ts';
import { fromJSON } from '../json/index.ts';
import { laws } from '../testing/index.ts';

describe('inverseSqrtDecay', () => {
  const schedule = inverseSqrtDecay({ peak: 0.5, warmup: 4 });

  it.each([
    [-1, 0.125],
    [0, 0.125],
    [1, 0.21875],
    [2, 0.3125],
    [3.5, 0.453125],
    [4, 0.5],
    [6.25, 0.4],
    [9, 1 / 3],
    [16, 0.25],
    [400, 0.05],
    [4e12, 5e-7],
  ])('at step %d is %d', (step, rate) => {
    expect(schedule.at(step)).toBeCloseTo(rate, 15);
  });

  const some = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
  const length = fc.oneof(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 1, max: 1e6, noNaN: true }));
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  it('climbs as a warm-up does, and is exact at its ends', () => {
    fc.assert(
      fc.property(some, length, share, (peak, warmup, x) => {
        const { at } = inverseSqrtDecay({ peak, warmup });
        expect([at(0), at(warmup)]).toEqual([peak / warmup, peak]);
        expect(at(x * warmup)).toBe(warmedUp(constant(peak), { over: warmup }).at(x * warmup));
      }),
    );
  });

  it('is the schedule of the Transformer from the peak on: 1 / √(d · t)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4096 }),
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 0, max: 1e9 }),
        (d, warmup, later) => {
          const t = warmup + later;
          const { at } = inverseSqrtDecay({ peak: 1 / Math.sqrt(d * warmup), warmup });
          expect(Math.abs(at(t) * Math.sqrt(d) * Math.sqrt(t) - 1)).toBeLessThanOrEqual(6 * Number.EPSILON);
          expect(at(t + 1)).toBeLessThanOrEqual(at(t));
        },
      ),
    );
  });

  it('has no end', () => {
    expect(schedule.span).toBe(Infinity);
  });

  it('keeps options of its own', () => {
    const options = { peak: 0.5, warmup: 4 };
    const { at } = inverseSqrtDecay(options);
    Object.assign(options, { peak: 5, warmup: 9 });
    expect([at(0), at(4), at(16)]).toEqual([0.125, 0.5, 0.25]);
  });

  it('comes back from JSON', () => {
    expect(JSON.stringify(schedule)).toBe('{"anneal":1,"type":"inverseSqrtDecay","peak":0.5,"warmup":4}');
    const again = fromJSON<Curve>(JSON.stringify(schedule));
    const steps = [0, 1.7, 4, 5, 1e6];
    expect(steps.map(again.at)).toEqual(steps.map(schedule.at));
  });

  it.each([
    [{ warmup: 4 }, 'peak must be a finite number, got undefined'],
    [{ peak: 1 }, 'warmup must be a positive number, got undefined'],
    [{ peak: 1, warmup: 0 }, 'warmup must be a positive number, got 0'],
  ])('refuses %o', (options, message) => {
    expect(() => inverseSqrtDecay(options as never)).toThrow(new RangeError(`inverseSqrtDecay: ${message}`));
  });

  it.each(laws(schedule, [1, 2, 3, 4, 5, 6]))('$name', (law) => law.check());
});
