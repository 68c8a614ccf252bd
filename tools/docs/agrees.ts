/** Compares a value with the one a page shows: deeply, and with numbers as short as pages write them. */
import { isDeepStrictEqual } from 'node:util';

const tolerance = 1e-12;

const near = (a: number, b: number): boolean =>
  a === b ||
  (Number.isFinite(a) &&
    Number.isFinite(b) &&
    Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b)));

const isPlain = (value: object): boolean =>
  [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);

/** Maps, dates, class instances and whatever else is not plain must be equal to the digit. */
export function agrees(actual: unknown, shown: unknown): boolean {
  if (typeof actual === 'number' && typeof shown === 'number')
    return near(actual, shown) || Object.is(actual, shown);
  if (Array.isArray(actual) && Array.isArray(shown))
    return actual.length === shown.length && shown.every((value, index) => agrees(actual[index], value));
  if (typeof actual !== 'object' || typeof shown !== 'object' || actual === null || shown === null)
    return Object.is(actual, shown);
  if (!isPlain(actual) || !isPlain(shown)) return isDeepStrictEqual(actual, shown);
  const keys = Object.keys(shown);
  return (
    keys.length === Object.keys(actual).length &&
    keys.every(
      (key) => Object.hasOwn(actual, key) && agrees(Reflect.get(actual, key), Reflect.get(shown, key)),
    )
  );
}
