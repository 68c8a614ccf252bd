import { describe, expect, it } from 'vitest';
import { random } from './random.ts';

describe('random', () => {
  it('is the same each time', () => {
    const [a, b] = [random(7), random(7)];
    expect(Array.from({ length: 5 }, a)).toEqual(Array.from({ length: 5 }, b));
  });

  it('spreads over [0, 1)', () => {
    const tenths = new Set(Array.from({ length: 200 }, random(1)).map((x) => Math.floor(x * 10)));
    expect([...tenths].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});
