import { describe, expect, it } from 'vitest';
import { constant } from '../index.ts';
import { laws } from '../testing/index.ts';

describe('constant', () => {
  it.each([0, 1, 0.5, 1e9])('is the same at step %d', (step) => {
    expect(constant(0.01).at(step)).toBe(0.01);
  });

  it('has no end', () => {
    expect(constant(0.01).span).toBe(Infinity);
  });

  it.each([Number.NaN, Infinity, '0.1', undefined])('refuses a rate of %s', (rate) => {
    expect(() => constant(rate as number)).toThrow(/^constant: rate must be a finite number, got /);
  });

  it.each(laws(constant(0), [1, 2, 3]))('$name', (law) => law.check());
});
