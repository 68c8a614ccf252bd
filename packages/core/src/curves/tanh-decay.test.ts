import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Curve, tanhDecay } from '../index.ts';
import { fromJSON } from '../json/index.ts';
import { laws } from '../testing/index.ts';

describe('tanhDecay', () => {
  // tanh(ln a) = (a² − 1) / (a² + 1): fractions at the logarithms of whole numbers.
  it.each([
    [-1, 1],
    [0, 1],
    [1, 17 / 21],
    [2, 17 / 42],
    [3, 0],
    [99, 0],
  ])('at step %d, from tanh −15/17 by −3/5 and 0 to 3/5, is %d', (step, rate) => {
    const { at } = tanhDecay({ from: 1, over: 3, lower: -2 * Math.LN2, upper: Math.LN2 });
    expect(at(step)).toBeCloseTo(rate, 15);
  });

  it.each([
    [0, 0.6],
    // What is left in the middle: (15/17 − 3/5) / (15/17) = 0.32.
    [1, 0.26],
    [2, 0.1],
    [3, 0.1],
  ])('at step %d, from tanh 0 by 3/5 to 15/17, above a floor, is %d', (step, rate) => {
    const { at } = tanhDecay({ from: 0.6, to: 0.1, over: 2, lower: 0, upper: 2 * Math.LN2 });
    expect(at(step)).toBeCloseTo(rate, 15);
  });

  it('is the paper’s and timm’s at its bounds of −7 and 3, rescaled to exact ends', () => {
    const timm = (x: number) => 0.5 * (1 - Math.tanh(-7 * (1 - x) + 3 * x));
    const { at } = tanhDecay({ from: 0.3, to: 0.1, over: 1000 });
    for (let t = 0; t <= 1000; t += 0.5) {
      const share = (timm(t / 1000) - timm(1)) / (timm(0) - timm(1));
      expect(at(t)).toBeCloseTo(0.1 + 0.2 * share, 14);
    }
  });

  const bounds = fc.tuple(
    fc.double({ min: -100, max: 0, noNaN: true }),
    fc.double({ min: 0.01, max: 100, noNaN: true }),
  );
  const rate = fc.double({ min: 0, max: 10, noNaN: true });
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  it('is exact at both ends and monotone', () => {
    fc.assert(
      fc.property(
        rate,
        rate,
        fc.integer({ min: 1, max: 1e9 }),
        bounds,
        share,
        (from, to, over, [lower, upper], x) => {
          const { at, span } = tanhDecay({ from, to, over, lower, upper });
          expect([at(0), at(over), span]).toEqual([from, to, over]);
          const step = Math.floor(x * over);
          expect(Math.sign(at(step + 1) - at(step)) * Math.sign(to - from)).not.toBe(-1);
        },
      ),
    );
  });

  it('is its own mirror where its bounds are', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.integer({ min: 0, max: 4096 }),
        (upper, t) => {
          const { at } = tanhDecay({ from: 1, over: 4096, lower: -upper, upper });
          expect(Math.abs(at(t) + at(4096 - t) - 1)).toBeLessThanOrEqual(8 * Number.EPSILON);
        },
      ),
    );
  });

  it('keeps its digits where the tangent is flat, and at the last step', () => {
    // tanh x = 1 − 2/(e²ˣ + 1): far out, what is left is e^−2x, and its differences are those of exponentials.
    const { at } = tanhDecay({ from: 1, over: 10, lower: 20, upper: 30 });
    const left = (x: number) => Math.exp(-2 * x) / (1 + Math.exp(-2 * x));
    expect(at(5) / ((left(25) - left(30)) / (left(20) - left(30)))).toBeCloseTo(1, 12);
    // Near the end the rate is a straight line: its slope there, times one step.
    const over = 1e9;
    const slope = (10 * (1 - Math.tanh(3) ** 2)) / (Math.tanh(3) - Math.tanh(-7));
    expect((tanhDecay({ from: 1, over }).at(over - 1) * over) / slope).toBeCloseTo(1, 7);
  });

  it('falls to 0 unless told otherwise', () => {
    expect(tanhDecay({ from: 0.1, over: 7 }).at(7)).toBe(0);
  });

  it('keeps options of its own', () => {
    const options = { from: 1, to: 0, over: 4, lower: -2, upper: 2 };
    const { at } = tanhDecay(options);
    Object.assign(options, { from: 3, to: 2, over: 9, lower: -1, upper: 1 });
    expect([0, 4].map(at)).toEqual([1, 0]);
    expect(at(2)).toBeCloseTo(0.5, 15);
    expect(at(1)).toBeCloseTo(0.5 + Math.tanh(1) / Math.tanh(2) / 2, 15);
  });

  it('comes back from JSON', () => {
    const schedule = tanhDecay({ from: 1, over: 4, lower: -2 });
    expect(JSON.stringify(schedule)).toBe('{"anneal":1,"type":"tanhDecay","from":1,"over":4,"lower":-2}');
    const again = fromJSON<Curve>(JSON.stringify(schedule));
    const steps = [0, 1.3, 2, 3, 4, 100];
    expect(steps.map(again.at)).toEqual(steps.map(schedule.at));
    expect(again.span).toBe(4);
  });

  it.each([
    [{ over: 4 }, 'from must be a finite number, got undefined'],
    [{ from: 1 }, 'over must be a positive number, got undefined'],
    [{ from: 1, over: 4, lower: -151 }, 'lower must be from -150 to 150, got -151'],
    [{ from: 1, over: 4, lower: 3 }, 'upper must be above lower, 3, got 3'],
    [{ from: 1, over: 4, lower: 2, upper: 1 }, 'upper must be above lower, 2, got 1'],
    [{ from: 1, over: 4, upper: -7 }, 'upper must be above lower, -7, got -7'],
  ])('refuses %o', (options, message) => {
    expect(() => tanhDecay(options as never)).toThrow(new RangeError(`tanhDecay: ${message}`));
  });

  it.each(laws(tanhDecay({ from: 1, to: 0.2, over: 4.5 }), [1, 2, 3, 4, 5, 6]))('$name', (law) =>
    law.check(),
  );
});
