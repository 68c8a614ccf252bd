import type { Value } from './data.ts';

/**
 * Whether values are so far apart that only their logarithms can be told apart: the greatest is more than 20 times the
 * least that is above zero. A few zeros are let be; what goes below zero has no logarithm.
 */
export function isSpread(columns: Iterable<readonly Value[]>): boolean {
  let [least, greatest, zeros, count] = [Infinity, 0, 0, 0];
  for (const values of columns) {
    for (const value of values) {
      if (typeof value !== 'number') continue;
      if (value < 0) return false;
      count++;
      if (value === 0) zeros++;
      else [least, greatest] = [Math.min(least, value), Math.max(greatest, value)];
    }
  }
  return greatest > 20 * least && zeros * 10 <= count;
}
