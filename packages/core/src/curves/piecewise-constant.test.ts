import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Curve, piecewiseConstant } from '../index.ts';
import { fromJSON } from '../json/index.ts';
import { laws } from '../testing/index.ts';

describe('piecewiseConstant', () => {
  const schedule = piecewiseConstant({
    points: [
      [0, 0.1],
      [3, 0.5],
      [4.5, 0],
      [6, -0.2],
    ],
  });

  it.each([
    [-1, 0.1],
    [0, 0.1],
    [2.999, 0.1],
    [3, 0.5],
    [4, 0.5],
    [4.5, 0],
    [5, 0],
    [6, -0.2],
    [1e12, -0.2],
  ])('at step %d is %d', (step, rate) => {
    expect(schedule.at(step)).toBe(rate);
  });

  it('has no end, and needs one point only', () => {
    const { at, span } = piecewiseConstant({ points: [[0, 0.3]] });
    expect([span, at(0), at(0.5), at(1e9)]).toEqual([Infinity, 0.3, 0.3, 0.3]);
  });

  it('takes each rate from its own step on', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 40 });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 0, max: 900 }), (gaps, t) => {
        let end = 0;
        const steps = [0, ...gaps.map((gap) => (end += gap))];
        // Each rate is its place, so that a wrong one tells which.
        const { at } = piecewiseConstant({ points: steps.map((step, i) => [step, i] as const) });
        expect(at(t)).toBe(steps.filter((step) => step <= t).length - 1);
      }),
    );
  });

  it('keeps points of its own', () => {
    const points: [number, number][] = [
      [0, 1],
      [2, 3],
    ];
    const { at } = piecewiseConstant({ points });
    (points[1] as [number, number])[1] = 9;
    (points[1] as [number, number])[0] = 1;
    points.push([5, 5]);
    expect([0, 1, 2, 5].map(at)).toEqual([1, 1, 3, 3]);
  });

  it('comes back from JSON', () => {
    expect(JSON.stringify(schedule)).toBe(
      '{"anneal":1,"type":"piecewiseConstant","points":[[0,0.1],[3,0.5],[4.5,0],[6,-0.2]]}',
    );
    const again = fromJSON<Curve>(JSON.stringify(schedule));
    const steps = [0, 2.9, 3, 4.4, 4.5, 6, 100];
    expect(steps.map(again.at)).toEqual(steps.map(schedule.at));
  });

  it.each([
    [undefined, 'points must be a list of [step, rate], the steps ascending from 0, got undefined'],
    [[], 'points must be a list of [step, rate], the steps ascending from 0, got an empty list'],
    [[[1, 0.1]], 'points[0][0] must be step 0, got 1'],
    [[[0, 1], 5], 'points[1] must be a pair of numbers [step, rate], got 5'],
  ])('refuses %o', (points, message) => {
    expect(() => piecewiseConstant({ points } as never)).toThrow(
      new RangeError(`piecewiseConstant: ${message}`),
    );
  });

  it.each([2, 1, Number.NaN])('refuses step %d after step 2', (step) => {
    const points: [number, number][] = [
      [0, 1],
      [2, 1],
      [step, 3],
    ];
    expect(() => piecewiseConstant({ points })).toThrow(RangeError);
    expect(() => piecewiseConstant({ points })).toThrow(/^piecewiseConstant: points.* must be .*, got /);
  });

  it.each(laws(schedule, [1, 2, 3, 4, 5, 6, 7]))('$name', (law) => law.check());
});
