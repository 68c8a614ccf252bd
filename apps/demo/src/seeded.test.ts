import { describe, expect, it } from 'vitest';
import { seeded, shuffled } from './seeded.ts';

const take = (random: () => number, count: number) => Array.from({ length: count }, random);

describe('seeded', () => {
  it('gives the same numbers for the same seed, and others for another', () => {
    expect(take(seeded(1), 5)).toEqual(take(seeded(1), 5));
    expect(take(seeded(1), 5)).not.toEqual(take(seeded(2), 5));
  });

  it('stays within [0, 1), around one half', () => {
    const numbers = take(seeded(7), 10_000);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    expect(numbers.reduce((sum, number) => sum + number) / numbers.length).toBeCloseTo(0.5, 1);
  });
});

describe('shuffled', () => {
  const values = Array.from({ length: 50 }, (_, i) => i);

  it('keeps every value, in an order that the seed determines', () => {
    expect(shuffled(values, 3).toSorted((a, b) => a - b)).toEqual(values);
    expect(shuffled(values, 3)).toEqual(shuffled(values, 3));
    expect(shuffled(values, 3)).not.toEqual(shuffled(values, 4));
    expect(shuffled(values, 3)).not.toEqual(values);
  });

  it('leaves what it was given alone', () => {
    const given = [...values];
    shuffled(given, 3);
    expect(given).toEqual(values);
  });
});
