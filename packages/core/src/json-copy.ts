import { shown } from './shown.ts';

/**
 * A copy of a value that comes back from JSON as it went in.
 *
 * @throws TypeError that names the place of what does not: a number that is not finite, `undefined`, a function, a class.
 */
export function jsonCopy<T>(value: T, path: string): T {
  const copy = copied(value, 0);
  if (copy !== BAD) return copy as T;
  // Only now the place is looked for: states are copied at every decision.
  const [place, bad] = wrongIn(value, path, 0) as readonly [string, unknown];
  throw new TypeError(
    `${place} must be plain JSON (no undefined, NaN, Infinity, functions, classes; at most ${DEEPEST} deep), got ${shown(bad)}`,
  );
}

/** What cannot be copied. */
const BAD = /* @__PURE__ */ Symbol('bad');

/** Deep enough for 1,000 schedules, each in the list of another; what holds itself is deeper. */
const DEEPEST = 4000;

function copied(value: unknown, depth: number): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  // JSON has no −0: plus 0 it is 0.
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : BAD;
  if (depth > DEEPEST || !isPlain(value)) return BAD;
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    for (const item of value) {
      const copy = copied(item, depth + 1);
      if (copy === BAD) return BAD;
      list.push(copy);
    }
    return list;
  }
  const record: [string, unknown][] = [];
  for (const [key, item] of Object.entries(value)) {
    const copy = copied(item, depth + 1);
    if (copy === BAD) return BAD;
    record.push([key, copy]);
  }
  return Object.fromEntries(record);
}

/** The place of the first value that cannot be copied, and that value. */
function wrongIn(value: unknown, path: string, depth: number): readonly [string, unknown] | undefined {
  if (depth > DEEPEST || !isPlain(value)) return copied(value, depth) === BAD ? [path, value] : undefined;
  for (const [key, item] of Object.entries(value)) {
    const place = Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`;
    const wrong = wrongIn(item, place.length > 200 ? `${path.slice(0, 200)}…` : place, depth + 1);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value));
}
