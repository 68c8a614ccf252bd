import { describe, expect, it } from 'vitest';
import { align } from './align.ts';
import type { Line } from './line.ts';
import { placeAt } from './line.ts';

const line = (...points: [number, number][]): Line => ({
  run: 0,
  name: 'a',
  column: 'loss',
  dash: 0,
  xs: points.map(([x]) => x),
  ys: points.map(([, y]) => y),
});
const finite = (y: number): number | null => (Number.isFinite(y) ? y : null);

describe('align', () => {
  it('puts lines on common places, with gaps only where a value cannot be drawn', () => {
    expect(align([line([0, 1], [2, NaN], [4, 3]), line([1, 5], [2, 6])], finite)).toEqual([
      [0, 1, 2, 4],
      [1, undefined, null, 3],
      [undefined, 5, 6, undefined],
    ]);
  });

  it('has a place twice where a line has', () => {
    expect(align([line([0, 1], [0, 9], [1, 2]), line([0, 4], [1, 5])], finite)).toEqual([
      [0, 0, 1],
      [1, 9, 2],
      [4, undefined, 5],
    ]);
  });

  it('of nothing is nothing', () => {
    expect(align([], finite)).toEqual([[]]);
  });
});

describe('placeAt', () => {
  it.each([
    [-1, undefined],
    [0, 0],
    [1, 0],
    [2, 1],
    [4, 2],
    [5, undefined],
  ])('at %i is %s', (x, place) => {
    expect(placeAt(line([0, 1], [2, 2], [4, 3]), x)).toBe(place);
  });
});
