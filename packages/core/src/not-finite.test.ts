import { expect, it } from 'vitest';
import { isKept, kept, readingOf } from './not-finite.ts';

it.each([
  [0.5, 0.5],
  [Number.NaN, 'nan'],
  [Infinity, 'inf'],
  [-Infinity, '-inf'],
])('%d is kept as %o, and comes back', (reading, word) => {
  expect(kept(reading)).toBe(word);
  expect(isKept(kept(reading))).toBe(true);
  expect(readingOf(JSON.parse(JSON.stringify(kept(reading))))).toBe(reading);
});

it.each(['NaN', 'Infinity', null, undefined, Number.NaN, {}])('%o is no reading as it is kept', (value) => {
  expect(isKept(value)).toBe(false);
});
