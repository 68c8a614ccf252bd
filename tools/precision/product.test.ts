import { expect, it } from 'vitest';
import { product } from './product.ts';

it('multiplies one by one, with a rounding each', () => {
  expect([product(0.8, 0.5, 0), product(0.8, 0.5, 3)]).toEqual([0.8, 0.1]);
  expect(product(1, 0.1, 3)).toBe(0.1 * 0.1 * 0.1);
});
