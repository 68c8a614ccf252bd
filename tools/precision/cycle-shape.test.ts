import { expect, it } from 'vitest';
import { shapes, variantOf } from './cycle-shape.ts';

it('both eases with both numbers of phases', () => {
  expect(shapes.map(variantOf)).toEqual([
    'cosine, 2 phases',
    'linear, 2 phases',
    'cosine, 3 phases',
    'linear, 3 phases',
  ]);
});
