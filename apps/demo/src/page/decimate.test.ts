import { describe, expect, it } from 'vitest';
import { bucketOf, decimate, pointsOf, steps } from './decimate.ts';

describe('bucketOf', () => {
  it('keeps every step as long as there are four or fewer to a pixel', () => {
    expect([bucketOf(1000, 600), bucketOf(1200, 600), bucketOf(1201, 600), bucketOf(5000, 300)]).toEqual([
      1, 1, 2, 9,
    ]);
  });
});

describe('decimate', () => {
  const column = Float64Array.from([5, 1, 9, 3, 4, 2, 8]);

  it('copies where nothing is left out', () => {
    const to = new Float64Array(8).fill(-1);
    decimate(column, 7, 1, to);
    expect([...to]).toEqual([5, 1, 9, 3, 4, 2, 8, -1]);
    expect([...steps(3, 1)]).toEqual([0, 1, 2]);
  });

  it('keeps the lowest and the highest of each bucket, in the order in which they came', () => {
    const x = steps(7, 3);
    const to = new Float64Array(x.length);
    decimate(column, 7, 3, to);
    expect([...x]).toEqual([0, 1, 3, 4, 6]);
    expect([...to]).toEqual([1, 9, 4, 2, 8]);
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 11, 12])('has as many points for %i steps as it says', (count) => {
    expect(pointsOf(count, 3)).toBe(steps(count, 3).length);
    expect(pointsOf(count, 1)).toBe(steps(count, 1).length);
  });

  it('sees through what is not known', () => {
    const to = new Float64Array(2);
    decimate(Float64Array.from([Number.NaN, 4, 2]), 3, 3, to);
    expect([...to]).toEqual([4, 2]);
  });
});
