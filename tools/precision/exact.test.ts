import { describe, expect, it } from 'vitest';
import { exact, pi, Real } from './exact.ts';

describe('exact', () => {
  it('is the double, not the decimal that it is written as', () => {
    expect(exact(0.1).toFixed()).toBe('0.1000000000000000055511151231257827021181583404541015625');
    expect(exact(0.1).eq(new Real(0.1))).toBe(false);
  });

  it.each([0, 1, -1, 0.5, -0.75, 1e9, 2 ** 53, 1e22])('holds %d, which is a short decimal too', (double) => {
    expect(exact(double).eq(new Real(double))).toBe(true);
  });

  it.each([0.1, 1 / 3, Math.PI, 999_999_937.7, 1e300, 1e-300, 5e-324, Number.MAX_VALUE, -2.2e-308])(
    'rounds back to %d',
    (double) => {
      expect(exact(double).toNumber()).toBe(double);
    },
  );

  it('adds the halves of a double without loss', () => {
    const half = 0.1 / 2;
    expect(exact(half).plus(exact(half)).eq(exact(0.1))).toBe(true);
  });

  it('refuses what is no number', () => {
    expect(() => exact(Number.NaN)).toThrow('exact: a finite number is needed, got NaN');
  });
});

describe('pi', () => {
  it('has 60 digits', () => {
    expect(pi.toFixed()).toBe('3.14159265358979323846264338327950288419716939937510582097494');
  });
});
