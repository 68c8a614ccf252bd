import { shown } from './shown.ts';

/**
 * A copy of a value that comes back from JSON as it went in.
 *
 * @throws TypeError that names the place of what does not: a number that is not finite, `undefined`, a function, a class.
 */
export function jsonCopy<T>(value: T, path: string): T {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map((item, i) => jsonCopy(item, `${path}[${i}]`)) as T;
  if (typeof value === 'object') {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, jsonCopy(item, `${path}.${key}`)]),
      ) as T;
    }
  }
  throw new TypeError(
    `${path} must be plain JSON (no undefined, NaN, Infinity, functions, classes), got ${shown(value)}`,
  );
}
