import { expect, it } from 'vitest';
import type { Value } from './data.ts';
import { isSpread } from './spread.ts';

it.each<[Value[][], boolean]>([
  [[[1, 0.5], [0.04]], true],
  [[[1, 0.5], [0.06]], false],
  [[[1, 0.01, -1]], false],
  [[[1, 0.01, 0, ...Array.from({ length: 17 }, () => 1)]], true],
  [[[1, 0.01, 0]], false],
  [[[1, 0.01, 'NaN', 'Infinity']], true],
  [[['NaN', 0]], false],
  [[], false],
])('%j is spread: %s', (values, spread) => {
  expect(isSpread(values)).toBe(spread);
});
