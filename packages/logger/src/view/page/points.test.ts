import { expect, it } from 'vitest';
import { alone } from './points.ts';

it.each([
  [[1, 2, 3], []],
  [
    [1, null, 3, null, 4, 5],
    [0, 2],
  ],
  [[1, undefined, 3, undefined, null, 5], [5]],
  [[undefined, 7, undefined], [1]],
  [[null, null], []],
  [[], []],
])('of %j, those at %j stand alone', (ys, places) => {
  expect(alone(ys)).toEqual(places);
});
