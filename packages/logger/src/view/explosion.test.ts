import { expect, it } from 'vitest';
import { explosion } from './explosion.ts';

it.each([
  [[[1, 0.5, 0.1]], undefined],
  [[[1, 999, 2]], undefined],
  [
    [
      [2, 1001],
      [2, 1],
    ],
    undefined,
  ],
  [
    [
      [2, 1e300, NaN],
      [2, 1],
    ],
    { below: -20, above: 20 },
  ],
  [
    [
      [1, 2],
      [1e200, NaN],
    ],
    { below: -10, above: 10 },
  ],
  [[[NaN, Infinity, -3, -1e9]], { below: -30, above: 30 }],
  [[[0, 0, 5]], undefined],
  [[[NaN, Infinity]], undefined],
  [[], undefined],
])('of %j is %j', (series, ends) => {
  expect(explosion(series)).toEqual(ends);
});
