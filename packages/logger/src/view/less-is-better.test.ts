import { expect, it } from 'vitest';
import { lessIsBetter } from './less-is-better.ts';

it.each([
  ['loss', true],
  ['valLoss', true],
  ['test_error', true],
  ['rmse', true],
  ['accuracy', false],
  ['f1', false],
  ['reward', false],
])('less %s is better: %s', (name, better) => {
  expect(lessIsBetter(name)).toBe(better);
});
