import { describe, expect, it } from 'vitest';
import { lossMarks, lossRange } from './loss-axis.ts';

describe('lossRange', () => {
  it('is ready before anything is known', () => {
    expect(lossRange(null, null)).toEqual([0.1, 2]);
  });

  it('takes the data in, from the next 1, 2 or 5 to the next', () => {
    expect(lossRange(0.03, 1.6)).toEqual([0.02, 2]);
    expect(lossRange(0.0072, 2.1)).toEqual([0.005, 5]);
    expect(lossRange(0.001, 7)).toEqual([0.001, 10]);
  });

  it('never gets smaller than it was at first', () => {
    expect(lossRange(0.9, 1.1)).toEqual([0.1, 2]);
  });
});

describe('lossMarks', () => {
  it('has the powers of ten, and more as long as there is room', () => {
    expect(lossMarks(0.1, 2)).toEqual([0.1, 0.2, 0.5, 1, 2]);
    expect(lossMarks(0.0005, 2)).toEqual([0.001, 0.01, 0.1, 1]);
  });
});
