import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Curve,
  constant,
  cosineAnnealing,
  lasting,
  linear,
  sequence,
  warmupStableDecay,
} from '../index.ts';
import { fromJSON } from '../json/index.ts';
import { laws } from '../testing/index.ts';

describe('warmupStableDecay', () => {
  const shape = { peak: 1, warmup: 4, stable: 6, decay: 10 };

  it.each([
    [-1, 0.25],
    [0, 0.25],
    [2, 0.625],
    [3.5, 0.90625],
    [4, 1],
    [7, 1],
    [9.999, 1],
    [10, 1],
    [12.5, 0.75],
    [15, 0.5],
    [19, 0.1],
    [20, 0],
    [99, 0],
  ])('at step %d is %d', (step, rate) => {
    expect(warmupStableDecay(shape).at(step)).toBeCloseTo(rate, 15);
  });

  it.each([
    ['cosine', 10, 1],
    ['cosine', 12.5, 0.55 + 0.45 * Math.SQRT1_2],
    ['cosine', 15, 0.55],
    ['cosine', 17.5, 0.55 - 0.45 * Math.SQRT1_2],
    ['cosine', 20, 0.1],
    ['sqrt', 10, 1],
    ['sqrt', 10.1, 0.91],
    ['sqrt', 11.6, 0.64],
    ['sqrt', 12.5, 0.55],
    ['sqrt', 13.6, 0.46],
    ['sqrt', 18.1, 0.19],
    ['sqrt', 20, 0.1],
    ['sqrt', 99, 0.1],
  ] as const)('shaped as %s, to a tenth, at step %d is %d', (kind, step, rate) => {
    expect(warmupStableDecay({ ...shape, to: 0.1, shape: kind }).at(step)).toBeCloseTo(rate, 14);
  });

  it('begins where it is told to', () => {
    const { at } = warmupStableDecay({ ...shape, from: 0 });
    expect([0, 1, 4].map(at)).toEqual([0, 0.25, 1]);
  });

  it('keeps the digits of its root to the last step: there it is k / 2 of the length', () => {
    const { at } = warmupStableDecay({ peak: 1, warmup: 1, stable: 1, decay: 1e9, shape: 'sqrt' });
    expect(at(1e9 + 1) * 2e9).toBeCloseTo(1, 8);
    expect(at(1e9 + 1)).toBe(1e-9 / (1 + Math.sqrt(1 - 1e-9)));
  });

  const rate = fc.double({ min: 0, max: 10, noNaN: true });
  const length = fc.oneof(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0.25, max: 1e6, noNaN: true }));
  const share = fc.double({ min: 0, max: 1.1, noNaN: true });

  it('is a sequence of a climb, a level and a descent', () => {
    fc.assert(
      fc.property(
        fc.tuple(rate, rate, rate),
        fc.tuple(length, length, length),
        fc.constantFrom('linear' as const, 'cosine' as const),
        share,
        ([from, peak, to], [warmup, stable, decay], kind, x) => {
          const descent = kind === 'linear' ? linear : cosineAnnealing;
          const parts = sequence(
            linear({ from, to: peak, over: warmup }),
            lasting(constant(peak), stable),
            descent({ from: peak, to, over: decay }),
          );
          const whole = warmupStableDecay({ peak, from, to, warmup, stable, decay, shape: kind });
          expect(whole.span).toBe(parts.span);
          expect(whole.at(x * whole.span)).toBe(parts.at(x * whole.span));
        },
      ),
    );
  });

  it('is exact at its ends and bends, and monotone in between', () => {
    const whole = fc.integer({ min: 1, max: 1e6 });
    fc.assert(
      fc.property(
        fc.tuple(whole, whole, whole),
        fc.constantFrom('linear' as const, 'cosine' as const, 'sqrt' as const),
        rate,
        fc.double({ min: 0, max: 1, noNaN: true }),
        ([warmup, stable, decay], kind, peak, x) => {
          const { at, span } = warmupStableDecay({ peak, warmup, stable, decay, shape: kind });
          expect([0, warmup, warmup + stable - 1, warmup + stable, span].map(at)).toEqual([
            peak / warmup,
            peak,
            peak,
            peak,
            0,
          ]);
          const step = Math.floor(x * span);
          if (step < warmup) expect(at(step + 1)).toBeGreaterThanOrEqual(at(step));
          else expect(at(step + 1)).toBeLessThanOrEqual(at(step));
        },
      ),
    );
  });

  it('keeps options of its own', () => {
    const options = { ...shape };
    const { at } = warmupStableDecay(options);
    Object.assign(options, { peak: 9, warmup: 1, stable: 1, decay: 1 });
    expect([0, 4, 10, 15, 20].map(at)).toEqual([0.25, 1, 1, 0.5, 0]);
  });

  it('comes back from JSON', () => {
    expect(JSON.stringify(warmupStableDecay(shape))).toBe(
      '{"anneal":1,"type":"warmupStableDecay","peak":1,"warmup":4,"stable":6,"decay":10}',
    );
    const rooted = warmupStableDecay({ ...shape, from: 0.1, to: 0.01, shape: 'sqrt' });
    for (const one of [warmupStableDecay(shape), rooted]) {
      const again = fromJSON<Curve>(JSON.stringify(one));
      const steps = [0, 1.3, 4, 5, 11, 17.5, 20, 100];
      expect(steps.map(again.at)).toEqual(steps.map(one.at));
      expect(again.span).toBe(one.span);
    }
  });

  it.each([
    [{ peak: undefined }, 'peak must be a finite number, got undefined'],
    [{ warmup: 0 }, 'warmup must be a positive number, got 0'],
    [{ stable: -1 }, 'stable must be a positive number, got -1'],
    [{ decay: undefined }, 'decay must be a positive number, got undefined'],
    [{ shape: 'root' }, "shape must be 'linear' or 'cosine' or 'sqrt', got 'root'"],
  ])('refuses %o', (options, message) => {
    expect(() => warmupStableDecay({ ...shape, ...options } as never)).toThrow(
      new RangeError(`warmupStableDecay: ${message}`),
    );
  });

  const reports = Array.from({ length: 22 }, (_, i) => i + 1);
  it.each([
    ...laws(warmupStableDecay(shape), reports),
    ...laws(warmupStableDecay({ ...shape, shape: 'sqrt' }), reports),
  ])('$name', (law) => law.check());
});
