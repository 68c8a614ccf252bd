import { expect, it } from 'vitest';
import { verdict } from './verdict.ts';

it.each([
  [0.9, 0.9, 'goal met'],
  [1, 1.3, 'goal met'],
  [1.1, 0.9, 'within the gate'],
  [1.3, 1.2, 'within the gate'],
  [1.2, 1.3, 'within the gate'],
  [1.21, 1.21, 'over the gate'],
])('a median of %d with minima of %d, goal 1, gate 1.2: %s', (median, minima, said) => {
  expect(verdict({ median, minima, p10: 0, p90: 2 }, { goal: 1, gate: 1.2 })).toBe(said);
});
