import { nearest } from './nearest.ts';

/** A value as it reads in a message. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'object' && value !== null)
    return `an object { ${Object.keys(value).slice(0, 5).join(', ')} }`;
  return String(value);
}

/** The options, if they are an object and each of them is known. */
export function optionsOf<T extends object>(by: string, options: T, known: readonly (keyof T & string)[]): T {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError(
      `${by}: the options must be an object { ${known.join(', ')} }, got ${shown(options)}`,
    );
  }
  const unknown = Object.keys(options).find((name) => !known.includes(name as keyof T & string));
  if (unknown === undefined) return options;
  const guess = nearest(unknown, known);
  throw new TypeError(
    `${by}: unknown option '${unknown}'${guess === undefined ? '' : `, did you mean '${guess}'?`} ` +
      `(the options are ${known.join(', ')})`,
  );
}

export function count(by: string, option: string, value: unknown, least: number): void {
  if (Number.isSafeInteger(value) && (value as number) >= least) return;
  throw new RangeError(`${by}: ${option} must be a whole number from ${least} up, got ${shown(value)}`);
}

export function oneOf(by: string, option: string, value: unknown, known: readonly string[]): void {
  if (known.includes(value as string)) return;
  throw new RangeError(
    `${by}: ${option} must be ${known.map((name) => `'${name}'`).join(' or ')}, got ${shown(value)}`,
  );
}

export function names(by: string, option: string, value: unknown): void {
  if (Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string')) return;
  throw new TypeError(`${by}: ${option} must be a list of names, got ${shown(value)}`);
}

/** Refuses a rate that no optimizer must see: not finite, or negative; in a record, any of them. */
export function soundRate(by: string, rate: unknown, step?: number): void {
  const at = step === undefined ? 'the rate' : `the rate of step ${step}`;
  const [group, bad] = Object.entries(typeof rate === 'object' && rate !== null ? rate : { '': rate }).find(
    ([, value]) => !(Number.isFinite(value) && (value as number) >= 0),
  ) ?? [undefined, undefined];
  if (group === undefined) return;
  throw new RangeError(
    `${by}: ${at}${group && ` for ${group}`} must be a finite number from 0 up, got ${shown(bad)}`,
  );
}
