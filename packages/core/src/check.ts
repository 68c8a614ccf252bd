import { nearest } from './nearest.ts';
import { type Rule, refuse } from './rules.ts';

export * from './rules.ts';

/** Refuses an option that is not known, naming the nearest that is, and one that breaks its rule. */
export function options<Options extends object>(
  by: string,
  given: Options,
  rules: { readonly [Option in keyof Options]-?: Rule },
): void {
  if (typeof given !== 'object' || !given || Array.isArray(given))
    refuse(by, 'the options', 'an object', given);
  const known = Object.keys(rules) as (keyof Options & string)[];
  for (const name in given) {
    if (known.includes(name as keyof Options & string)) continue;
    const like = nearest(name, known);
    throw new TypeError(
      `${by}: unknown option '${name}', ${like ? `did you mean '${like}'?` : `the options are ${known.join(', ')}`}`,
    );
  }
  for (const name of known) rules[name](by, name, given[name]);
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
