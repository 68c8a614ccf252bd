import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Curve, cosineAnnealing, linear, oneCycle, sequence } from '../index.ts';
import { fromJSON } from '../json/index.ts';
import { laws } from '../testing/index.ts';

describe('oneCycle', () => {
  const shape = { peak: 1, start: 0.2, end: 0.1, over: 10, rise: 0.4 };

  it.each([
    [-1, 0.2],
    [0, 0.2],
    [1, 0.6 - 0.4 * Math.SQRT1_2],
    [2, 0.6],
    [4, 1],
    [5.5, 0.55 + 0.45 * Math.SQRT1_2],
    [7, 0.55],
    [10, 0.1],
    [99, 0.1],
  ])('at step %d is %d', (step, rate) => {
    expect(oneCycle(shape).at(step)).toBeCloseTo(rate, 15);
  });

  it.each([
    [0, 0.2],
    [1, 0.4],
    [2.5, 0.7],
    [4, 1],
    [5, 0.85],
    [7, 0.55],
    [10, 0.1],
    [99, 0.1],
  ])('in straight lines at step %d is %d', (step, rate) => {
    expect(oneCycle({ ...shape, ease: 'linear' }).at(step)).toBeCloseTo(rate, 15);
  });

  it.each([
    [0, 0.2],
    [2, 0.6],
    [4, 1],
    [5, 0.6 + 0.4 * Math.SQRT1_2],
    [6, 0.6],
    [8, 0.2],
    [9, 0.15],
    [10, 0.1],
    [99, 0.1],
  ])('in three phases at step %d is %d', (step, rate) => {
    expect(oneCycle({ ...shape, phases: 3 }).at(step)).toBeCloseTo(rate, 15);
  });

  it.each([
    [5, 0.8],
    [8, 0.2],
    [8.5, 0.175],
  ])('in three phases and straight lines at step %d is %d', (step, rate) => {
    expect(oneCycle({ ...shape, phases: 3, ease: 'linear' }).at(step)).toBeCloseTo(rate, 15);
  });

  it('begins at a 25th of its peak and ends at a 10,000th of that, three tenths of it rising', () => {
    const { at, span } = oneCycle({ peak: 0.5, over: 100 });
    expect([at(0), at(30), at(100), span]).toEqual([0.02, 0.5, 0.000002, 100]);
    expect(at(65)).toBeCloseTo(0.250001, 15);
    expect(oneCycle({ peak: 1, start: 0.3, over: 9 }).at(9)).toBe(0.3 / 1e4);
  });

  it('has its peak on the very step, also where rise · over misses it by a bit', () => {
    // 0.07 · 100 is 7.000000000000001, and 0.55 · 100 is 55.00000000000001.
    for (let percent = 1; percent < 100; percent++)
      expect(oneCycle({ peak: 0.7, over: 100, rise: percent / 100 }).at(percent)).toBe(0.7);
    for (let percent = 1; percent < 50; percent++) {
      const { at } = oneCycle({ peak: 0.7, start: 0.1, over: 100, rise: percent / 100, phases: 3 });
      expect([at(percent), at(2 * percent)]).toEqual([0.7, 0.1]);
    }
  });

  const rate = fc.double({ min: 0, max: 10, noNaN: true });
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  it('is a sequence of its moves', () => {
    fc.assert(
      fc.property(
        fc.tuple(rate, rate, rate),
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 1000 }),
        fc.constantFrom('cosine' as const, 'linear' as const),
        share,
        ([start, peak, end], top, rest, ease, x) => {
          const move = ease === 'cosine' ? cosineAnnealing : linear;
          const over = top + rest;
          const t = 1.1 * x * over;
          const climb = move({ from: start, to: peak, over: top });
          const two = sequence(climb, move({ from: peak, to: end, over: rest }));
          expect(oneCycle({ peak, start, end, over, rise: top / over, ease }).at(t)).toBe(two.at(t));
          if (top >= rest) return;
          const three = sequence(
            climb,
            move({ from: peak, to: start, over: top }),
            move({ from: start, to: end, over: rest - top }),
          );
          const phased = oneCycle({ peak, start, end, over, rise: top / over, ease, phases: 3 });
          expect(phased.at(t)).toBe(three.at(t));
        },
      ),
    );
  });

  it('stays between its rates, and is exact at its ends', () => {
    fc.assert(
      fc.property(
        rate,
        fc.double({ min: 0.5, max: 1e6, noNaN: true }),
        fc.double({ min: 0.01, max: 0.49, noNaN: true }),
        fc.constantFrom(2 as const, 3 as const),
        share,
        (peak, over, rise, phases, x) => {
          const { at } = oneCycle({ peak, over, rise, phases });
          expect([at(0), at(over)]).toEqual([peak / 25, peak / 25 / 1e4]);
          expect(at(x * over)).toBeLessThanOrEqual(peak);
          expect(at(x * over)).toBeGreaterThanOrEqual(peak / 25 / 1e4);
        },
      ),
    );
  });

  it('keeps options of its own', () => {
    const options = { ...shape, phases: 2 as 2 | 3, ease: 'linear' as 'linear' | 'cosine' };
    const { at } = oneCycle(options);
    Object.assign(options, { peak: 9, start: 8, end: 7, over: 3, rise: 0.1, phases: 3, ease: 'cosine' });
    expect([0, 4, 10].map(at)).toEqual([0.2, 1, 0.1]);
    expect(at(1)).toBeCloseTo(0.4, 15);
  });

  it('comes back from JSON', () => {
    const schedule = oneCycle({ ...shape, ease: 'linear', phases: 3 });
    expect(JSON.stringify(schedule)).toBe(
      '{"anneal":1,"type":"oneCycle","peak":1,"start":0.2,"end":0.1,"over":10,"rise":0.4,"ease":"linear","phases":3}',
    );
    for (const one of [schedule, oneCycle({ peak: 0.3, over: 7 })]) {
      const again = fromJSON<Curve>(JSON.stringify(one));
      const steps = [0, 1.3, 4, 5, 8, 10, 100];
      expect(steps.map(again.at)).toEqual(steps.map(one.at));
      expect(again.span).toBe(one.span);
    }
  });

  it.each([
    [{ peak: undefined }, 'peak must be a finite number, got undefined'],
    [{ over: 0 }, 'over must be a positive number, got 0'],
    [{ rise: 0 }, 'rise must be above 0 and below 1, got 0'],
    [{ rise: 1 }, 'rise must be above 0 and below 1, got 1'],
    [{ rise: 0.5, phases: 3 }, 'rise must be below 0.5 with three phases, got 0.5'],
    [{ ease: 'cos' }, "ease must be 'cosine' or 'linear', got 'cos'"],
    [{ phases: 4 }, 'phases must be 2 or 3, got 4'],
  ])('refuses %o', (options, message) => {
    expect(() => oneCycle({ ...shape, ...options } as never)).toThrow(new RangeError(`oneCycle: ${message}`));
  });

  const reports = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
  it.each([...laws(oneCycle(shape), reports), ...laws(oneCycle({ ...shape, phases: 3 }), reports)])(
    '$name',
    (law) => law.check(),
  );
});
