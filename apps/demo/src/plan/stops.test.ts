import { expect, it } from 'vitest';
import { digits, even } from './stops.ts';

it('goes along round numbers, by proportion', () => {
  const stops = digits(0.001, 2);
  expect([stops[0], stops.at(-1)]).toEqual([0.001, 2]);
  expect(stops).toContain(0.3);
  for (const [i, stop] of stops.slice(1).entries()) expect(stop / (stops[i] as number)).toBeLessThan(1.26);
});

it('has a stop for 0', () => {
  expect(digits(0, 1).slice(0, 3)).toEqual([0, 0.0001, 0.00011]);
});

it('goes at even, round distances, ends included', () => {
  expect(even(0, 50, true)).toEqual(Array.from({ length: 51 }, (_, i) => i));
  expect(even(1, 600, true).slice(0, 3)).toEqual([1, 5, 10]);
  expect(even(1, 600, true).at(-1)).toBe(600);
  expect(even(0.25, 5, false)).toContain(2);
  expect(even(1, 2, true)).toEqual([1, 2]);
});
