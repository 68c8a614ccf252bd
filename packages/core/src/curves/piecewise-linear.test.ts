import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Curve, lasting, linear, piecewiseLinear, sequence } from '../index.ts';
import { fromJSON } from '../json/index.ts';
import { laws } from '../testing/index.ts';

describe('piecewiseLinear', () => {
  const schedule = piecewiseLinear({
    points: [
      [0, 0.25],
      [2, 1.25],
      [2.5, 1],
      [6.5, 0],
    ],
  });

  it.each([
    [-1, 0.25],
    [0, 0.25],
    [0.5, 0.5],
    [1, 0.75],
    [2, 1.25],
    [2.25, 1.125],
    [2.5, 1],
    [3, 0.875],
    [5, 0.375],
    [6.5, 0],
    [7, 0],
    [1e12, 0],
  ])('at step %d is %d', (step, rate) => {
    expect(schedule.at(step)).toBeCloseTo(rate, 15);
  });

  it('has no end, and holds the rate of a single point', () => {
    const { at, span } = piecewiseLinear({ points: [[0, 0.3]] });
    expect([span, at(0), at(0.5), at(1), at(1e9)]).toEqual([Infinity, 0.3, 0.3, 0.3, 0.3]);
  });

  const rate = fc.double({ min: -10, max: 10, noNaN: true });
  const tail = fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), rate), { minLength: 1, maxLength: 30 });
  /** Ascending points of a first rate and of lengths with the rates at their ends. */
  const pointsOf = (first: number, ends: readonly (readonly [number, number])[]) => {
    const points: (readonly [number, number])[] = [[0, first]];
    for (const [length, to] of ends) points.push([(points.at(-1)?.[0] ?? 0) + length, to]);
    return points;
  };

  it('is exact at every point, and between the two about it elsewhere', () => {
    fc.assert(
      fc.property(rate, tail, fc.double({ min: 0, max: 1, noNaN: true }), (first, ends, share) => {
        const points = pointsOf(first, ends);
        const { at } = piecewiseLinear({ points });
        expect(points.map(([step]) => at(step))).toEqual(points.map(([, there]) => there));
        points.slice(1).forEach(([step, to], i) => {
          const [begin, from] = points[i] as readonly [number, number];
          const between = at(begin + share * (step - begin));
          expect(between).toBeGreaterThanOrEqual(Math.min(from, to));
          expect(between).toBeLessThanOrEqual(Math.max(from, to));
        });
      }),
    );
  });

  it('is a sequence of lines', () => {
    fc.assert(
      fc.property(rate, tail, fc.double({ min: 0, max: 1600, noNaN: true }), (first, ends, step) => {
        const points = pointsOf(first, ends);
        const lines = ends.map(([over, to], i) =>
          linear({ from: (points[i] as readonly [number, number])[1], to, over }),
        );
        expect(piecewiseLinear({ points }).at(step)).toBe(sequence(...lines).at(step));
      }),
    );
  });

  it('can be given an end', () => {
    expect(lasting(schedule, 2).at(99)).toBe(1.25);
  });

  it('keeps points of its own', () => {
    const points: [number, number][] = [
      [0, 1],
      [2, 3],
    ];
    const { at } = piecewiseLinear({ points });
    (points[1] as [number, number])[1] = 9;
    points.push([5, 5]);
    expect([0, 1, 2, 5].map(at)).toEqual([1, 2, 3, 3]);
  });

  it('comes back from JSON', () => {
    expect(JSON.stringify(schedule)).toBe(
      '{"anneal":1,"type":"piecewiseLinear","points":[[0,0.25],[2,1.25],[2.5,1],[6.5,0]]}',
    );
    const again = fromJSON<Curve>(JSON.stringify(schedule));
    const steps = [0, 0.7, 2, 2.3, 5, 6.5, 100];
    expect(steps.map(again.at)).toEqual(steps.map(schedule.at));
  });

  it.each([
    [undefined, 'points must be a list of [step, rate], the steps ascending from 0, got undefined'],
    [[[5, 0.1]], 'points[0][0] must be step 0, got 5'],
    [[[0, Number.NaN]], 'points[0] must be a pair of numbers [step, rate], got a list'],
  ])('refuses %o', (points, message) => {
    expect(() => piecewiseLinear({ points } as never)).toThrow(new RangeError(`piecewiseLinear: ${message}`));
  });

  it.each([2, 1, Number.NaN])('refuses step %d after step 2', (step) => {
    const points: [number, number][] = [
      [0, 1],
      [2, 1],
      [step, 3],
    ];
    expect(() => piecewiseLinear({ points })).toThrow(RangeError);
    expect(() => piecewiseLinear({ points })).toThrow(/^piecewiseLinear: points.* must be .*, got /);
  });

  it.each(laws(schedule, [1, 2, 3, 4, 5, 6, 7, 8]))('$name', (law) => law.check());
});
