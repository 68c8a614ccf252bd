import { describe, expect, it } from 'vitest';
import { logMarks, logRange } from './log-axis.ts';

describe('a logarithmic axis', () => {
  it.each([
    [0.3, 4, [0.2, 5]],
    [0.001, 1, [0.001, 1]],
    [1, 1, [0.5, 2]],
    [0.31, 0.33, [0.2, 0.5]],
    [1e-320, 1e308, [1e-320, 1e308]],
  ])('goes around %d to %d', (min, max, range) => {
    expect(logRange(min, max)).toEqual(range);
  });

  it.each([
    [0.2, 5, [0.2, 0.5, 1, 2, 5]],
    [0.001, 10, [0.001, 0.01, 0.1, 1, 10]],
    [1e-20, 1, [1e-20, 1e-17, 1e-14, 1e-11, 1e-8, 1e-5, 0.01]],
  ])('is labeled from %d to %d at few places', (from, to, places) => {
    expect(logMarks(from, to)).toEqual(places);
  });
});
