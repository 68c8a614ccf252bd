import { expect, test } from 'vitest';
import { agrees } from './agrees.ts';

class Point {
  readonly x: number;
  constructor(x: number) {
    this.x = x;
  }
}

test.each<[unknown, unknown]>([
  [0.1 + 0.2, 0.3],
  [1e300 * (1 + 1e-13), 1e300],
  [-0, 0],
  [Number.NaN, Number.NaN],
  [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  [
    [0.1 + 0.2, ['a']],
    [0.3, ['a']],
  ],
  [{ a: { b: 0.1 + 0.2 } }, { a: { b: 0.3 } }],
  [Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  [new Map([['a', 1]]), new Map([['a', 1]])],
  [undefined, undefined],
])('%o agrees with %o', (actual, shown) => {
  expect(agrees(actual, shown)).toBe(true);
});

test.each<[unknown, unknown]>([
  [0.1, 0.1000000001],
  [6e-18, 0],
  [1, Number.POSITIVE_INFINITY],
  [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  [1, '1'],
  [1, 1n],
  [null, undefined],
  [null, {}],
  [[1, 2], [1]],
  [[1], [1, 2]],
  [[], {}],
  [{ a: 1, b: 2 }, { a: 1 }],
  [{ a: 1 }, { a: 1, b: undefined }],
  [{ b: undefined }, { a: undefined }],
  [new Map([['a', 1]]), new Map([['a', 2]])],
  [new Date(0), new Date(1)],
  [new Point(1), { x: 1 }],
])('%o does not agree with %o', (actual, shown) => {
  expect(agrees(actual, shown)).toBe(false);
});
