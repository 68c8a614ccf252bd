import { nearest } from './nearest.ts';

/** Refuses what is not an object, and every option that is not known, naming the nearest one that is. */
export function options(by: string, given: unknown, known: readonly string[]): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new TypeError(`${by}: the options must be an object { ${known.join(', ')} }, got ${shown(given)}`);
  }
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const guess = nearest(name, known);
    throw new TypeError(
      `${by}: unknown option ${shown(name)}${guess === undefined ? '' : `, did you mean '${guess}'?`} ` +
        `(the options are ${known.join(', ')})`,
    );
  }
}

/** The one way in which a value is refused: function, option, rule, value. */
export function refuse(by: string, option: string, rule: string, value: unknown): never {
  throw new RangeError(`${by}: ${option} must be ${rule}, got ${shown(value)}`);
}

export function finite(by: string, option: string, value: unknown): void {
  if (!Number.isFinite(value)) refuse(by, option, 'a finite number', value);
}

export function positive(by: string, option: string, value: unknown): void {
  if (!(Number.isFinite(value) && (value as number) > 0)) refuse(by, option, 'a positive number', value);
}

export function notNegative(by: string, option: string, value: unknown): void {
  if (!(Number.isFinite(value) && (value as number) >= 0)) refuse(by, option, 'a number from 0 up', value);
}

export function count(by: string, option: string, value: unknown): void {
  if (!(Number.isSafeInteger(value) && (value as number) >= 0))
    refuse(by, option, 'a whole number from 0 up', value);
}

/** Above 0, at most 1: what a decay may multiply by. */
export function decayFactor(by: string, value: unknown): void {
  if (!(Number.isFinite(value) && (value as number) > 0 && (value as number) <= 1)) {
    refuse(by, 'factor', 'above 0 and at most 1', value);
  }
}

export function span(by: string, value: unknown): void {
  if (value !== Infinity) positive(by, 'span', value);
}

export function oneOf(by: string, option: string, value: unknown, known: readonly string[]): void {
  if (!known.includes(value as string))
    refuse(by, option, known.map((name) => `'${name}'`).join(' or '), value);
}

export function metricName(by: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') refuse(by, 'monitor', 'the name of a metric', value);
}

export function aFunction(by: string, option: string, value: unknown): void {
  if (typeof value !== 'function')
    throw new TypeError(`${by}: ${option} must be a function, got ${shown(value)}`);
}

/** An object that was read from outside and must have these fields, whatever they hold. */
export function record(
  by: string,
  path: string,
  value: unknown,
  fields: readonly string[],
): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse(by, path, `an object { ${fields.join(', ')} }`, value);
  }
  const missing = fields.find((field) => !Object.hasOwn(value, field));
  if (missing !== undefined) refuse(by, `${path}.${missing}`, 'there', undefined);
  return value as Record<string, unknown>;
}

/** A value as it reads in a message: short, and never failing. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return value.length > 40 ? `'${value.slice(0, 40)}…'` : `'${value}'`;
  if (typeof value === 'function') return value.name ? `the function ${value.name}` : 'a function';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null)
    return `an object { ${Object.keys(value).slice(0, 5).join(', ')} }`;
  return Object.is(value, -0) ? '-0' : String(value);
}
