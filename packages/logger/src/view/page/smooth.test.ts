import { expect, it } from 'vitest';
import { smooth } from './smooth.ts';

const steps = (count: number, every = 1): number[] => Array.from({ length: count }, (_, i) => i * every);

it('is the value itself without a half-life', () => {
  expect(smooth([0, 1, 2], [3, 1, 2], 0)).toEqual([3, 1, 2]);
});

it('is a mean that fades, without a lag at its beginning', () => {
  const [first, second, third] = smooth([5, 6, 7], [4, 1, 1], 1) as [number, number, number];
  expect(first).toBeCloseTo(4, 12);
  expect(second).toBeCloseTo((0.5 * 4 + 1) / 1.5, 12);
  expect(third).toBeCloseTo((0.25 * 4 + 0.5 + 1) / 1.75, 12);
  for (const value of smooth(steps(1000), Array(1000).fill(7), 90)) expect(value).toBeCloseTo(7, 12);
});

it('lags by distance, not by points: a sparse series is hardly smoothed', () => {
  const fall = (x: number): number => (x < 500 ? 1 : 0);
  const dense = smooth(steps(2000), steps(2000).map(fall), 20);
  const sparse = smooth(steps(80, 25), steps(80, 25).map(fall), 20);
  // Five half-lives after the fall.
  expect(dense[600]).toBeLessThan(0.04);
  expect(sparse[24]).toBeLessThan(0.04);
});

it('weighs by distance: values that crowd in one place are no more than others', () => {
  const [crowded] = smooth([0, 9.9, 9.95, 10], [0, 1, 1, 1], 1e6).slice(-1);
  expect(crowded).toBeGreaterThan(0.5);
  expect(smooth([0, 1, 1, 1], [0, 3, 0, 3], 1e9).at(-1)).toBeCloseTo(1, 6);
});

it('passes by what is not finite', () => {
  expect(smooth([0, 1, 2, 3], [4, NaN, Infinity, 4], 9)).toEqual([4, NaN, Infinity, 4]);
  expect(smooth([0, 1], [NaN, NaN], 9)).toEqual([NaN, NaN]);
  expect(smooth([3], [2], 9)).toEqual([2]);
  expect(smooth([], [], 9)).toEqual([]);
});
