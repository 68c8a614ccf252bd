import { describe, expect, it } from 'vitest';
import { exact, Real } from './exact.ts';
import { distance, ulp } from './ulp.ts';

describe('ulp', () => {
  it.each([
    ['1', 2 ** -52],
    ['1.999', 2 ** -52],
    ['-1.5', 2 ** -52],
    ['2', 2 ** -51],
    ['0.75', 2 ** -53],
    ['0.5', 2 ** -53],
    ['1e-320', 2 ** -1074],
    ['3e-308', 2 ** -1074],
    ['5e-308', 2 ** -1073],
  ])('of %s is %d', (truth, gap) => {
    expect(ulp(new Real(truth))).toBe(gap);
  });

  it('is the gap below a power of two for what lies just below it, though it rounds to it', () => {
    const truth = new Real(1).minus('1e-40');
    expect(truth.toNumber()).toBe(1);
    expect(ulp(truth)).toBe(2 ** -53);
  });
});

describe('distance', () => {
  it('is 0 at the true value', () => {
    expect(distance(0.1, exact(0.1))).toBe(0);
  });

  it('is 1 at the neighbour, above and below', () => {
    expect([distance(1 + 2 ** -52, new Real(1)), distance(1.5 - 2 ** -52, new Real(1.5))]).toEqual([1, 1]);
  });

  it('sees what the shortest decimal hides', () => {
    expect(distance(0.1, new Real('0.1'))).toBeCloseTo(0.4, 10);
  });

  it('is at most half an ulp for what is rounded but once', () => {
    for (let n = 1; n < 200; n++) expect(distance(1 / n, new Real(1).div(n))).toBeLessThanOrEqual(0.5);
  });

  it('forgives nothing where the true value is 0', () => {
    expect([distance(0, new Real(0)), distance(5e-324, new Real(0))]).toEqual([0, Infinity]);
  });

  it('is without end for what is no number', () => {
    expect(distance(Number.NaN, new Real(1))).toBe(Infinity);
  });
});
