import { describe, expect, it } from 'vitest';
import { median, percentile } from './statistics.ts';

describe('median', () => {
  it.each([
    [[3], 3],
    [[9, 1, 5], 5],
    [[10, 9, 1, 2], 5.5],
  ])('of %o is %d', (values, middle) => expect(median(values)).toBe(middle));

  it('leaves the values as they were', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('of none is refused', () => {
    expect(() => median([])).toThrow('percentile: there are no values');
  });
});

describe('percentile', () => {
  const tens = Array.from({ length: 11 }, (_, i) => 10 * (10 - i));

  it.each([
    [0, 0],
    [0.1, 10],
    [0.25, 25],
    [0.9, 90],
    [1, 100],
  ])('%d of 0, 10, …, 100 is %d', (fraction, value) => expect(percentile(tens, fraction)).toBe(value));
});
