import { expect, it } from 'vitest';
import { horizon } from './horizon.ts';

it('is where the rate is still a normal double, and not past 1e9', () => {
  expect(horizon(0.5, 1)).toBe(995);
  expect(1e-4 * 0.5 ** horizon(0.5, 1)).toBeGreaterThan(2 ** -1022);
  expect(horizon(0.5, 90.5)).toBe(90_089);
  expect(horizon(1 - 1e-9, 1)).toBe(1e9);
});
