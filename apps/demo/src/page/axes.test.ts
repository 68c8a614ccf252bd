import { describe, expect, it } from 'vitest';
import { mark, marks, rateRange, span } from './axes.ts';

describe('rateRange', () => {
  it('ends at powers of ten around all rates', () => {
    expect(rateRange([[0.02, 0.3]])).toEqual([0.01, 1]);
    expect(
      rateRange([
        [0.003, 0.003],
        [10, 10],
      ]),
    ).toEqual([0.001, 10]);
  });

  it('goes no deeper than a fall to 0 is worth', () => {
    expect(rateRange([[1e-9, 0.5]])).toEqual([1e-4, 1]);
  });

  it('shows something where there is no rate, and a decade where there is one', () => {
    expect(rateRange([])).toEqual([1e-3, 1]);
    expect(rateRange([[Number.POSITIVE_INFINITY, 0]])).toEqual([1e-3, 1]);
    expect(rateRange([[0.1, 0.1]])).toEqual([0.01, 0.1]);
  });
});

describe('span', () => {
  it('sees what a logarithmic axis can show', () => {
    expect(
      span([
        [0, -1, Number.NaN, 3],
        [2, Number.POSITIVE_INFINITY],
      ]),
    ).toEqual([2, 3]);
    expect(span([])).toEqual([Number.POSITIVE_INFINITY, 0]);
  });
});

describe('marks', () => {
  it('are few where the axis is long', () => {
    expect(marks(0.01, 1)).toEqual([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]);
    expect(marks(1e-4, 1)).toEqual([1e-4, 1e-3, 1e-2, 1e-1, 1]);
    expect(marks(1e-8, 1)).toEqual([1e-8, 1e-6, 1e-4, 1e-2, 1]);
    expect([0.001, 10, 1e-6, 1e5].map(mark)).toEqual(['0.001', '10', '1e-6', '1e5']);
  });
});
