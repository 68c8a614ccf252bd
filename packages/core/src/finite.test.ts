import { describe, expect, it } from 'vitest';
import { finite, isRate } from './finite.ts';

describe('a rate', () => {
  it.each([0, -1, 1e300, { head: 1 }, { head: 1, body: 0 }])(
    'is a finite number, or a record of them: %o',
    (rate) => {
      expect(isRate(rate)).toBe(true);
      expect(finite(rate, 'mine', 3)).toBe(rate);
    },
  );

  it.each<[unknown, string]>([
    [Number.NaN, 'mine: the rate of step 3 must be a finite number, got NaN'],
    ['1', "mine: the rate of step 3 must be a finite number, got '1'"],
    [null, 'mine: the rate of step 3 must be a finite number, got null'],
    [{}, 'mine: the rate of step 3 must be a finite number, got an object'],
    [[1], 'mine: the rate of step 3 must be a finite number, got a list'],
    [{ body: 1, head: Infinity }, 'mine: the rate head of step 3 must be a finite number, got Infinity'],
  ])('is not %o', (rate, message) => {
    expect(isRate(rate)).toBe(false);
    expect(() => finite(rate, 'mine', 3)).toThrow(new RangeError(message));
  });
});
