import * as check from '../check.ts';
import { nearest } from '../nearest.ts';
import { isSchedule, type Part, type Schedule } from '../schedule.ts';
import { shown } from '../shown.ts';
import { plain } from './plain.ts';
import { readers } from './readers.ts';

/** Schedules of one's own, by the name under which they are written: functions of their options. */
export interface OwnSchedules {
  // biome-ignore lint/suspicious/noExplicitAny: each takes the options that it wrote.
  readonly [name: string]: (options: any) => Part<string, unknown>;
}

/**
 * Makes a schedule of what `JSON.stringify` wrote of one: the whole composition.
 *
 *     fromJSON(JSON.stringify(schedule)) ≡ schedule
 *
 * What is read may come from anywhere. It is checked whole: an error names the place (`$.parts[1].over`), and nothing in
 * it is run. Schedules of one's own, `curve(at, { name, options })`, are read by their functions in `own`.
 *
 * @param json the text, or what `JSON.parse` made of it; at most 1,000 schedules deep, 50,000 parts in
 * one composition, 1,000,000 values and 32 MiB.
 * @param own the functions of your own that may stand in it, by name; each gets the options that it wrote.
 * @throws SyntaxError when the text is no JSON; TypeError when a type or an option is not known; RangeError when a value
 * is out of its range, the version is another, or it is too deep or too large.
 *
 * @example
 * ```ts
 * import { cosineAnnealing, curve, simulate, warmup } from '@anneal/core';
 * import { fromJSON } from '@anneal/core/json';
 *
 * const text = JSON.stringify(warmup(cosineAnnealing({ from: 0.1, over: 90 }), { over: 10 }));
 * text; // => '{"anneal":1,"type":"warmup","part":{"type":"cosineAnnealing","from":0.1,"over":90},"over":10}'
 * simulate(fromJSON(text), [{ loss: 3 }, { loss: 2 }]); // => [0.01, 0.019000000000000003, 0.028]
 *
 * const sawtooth = (options: { period: number }) =>
 *   curve((step) => 0.1 / (1 + (step % options.period)), { name: 'sawtooth', options });
 * simulate(fromJSON(JSON.stringify(sawtooth({ period: 10 })), { sawtooth }), [1]); // => [0.1, 0.05]
 * ```
 */
export function fromJSON<S extends Part<string, unknown> = Schedule<string>>(
  json: unknown,
  own: OwnSchedules = {},
): S {
  if (typeof own !== 'object' || own === null) check.refuse('fromJSON', 'own', 'an object of functions', own);
  for (const name of Object.keys(own)) {
    if (readers.has(name))
      throw new TypeError(`fromJSON: '${name}' is a schedule of this package; give your own another name`);
    check.aFunction('fromJSON', `own.${name}`, own[name]);
  }
  const value = plain(json);
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && !('anneal' in value))
    check.refuse('fromJSON', '$.anneal', '1, the version of this form', undefined);
  return read(value, '$', own) as S;
}

/** The schedule that a place holds. */
function read(value: unknown, path: string, own: OwnSchedules): Part {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return check.refuse('fromJSON', path, 'a schedule, { "type": … }', value);
  const { anneal = 1, type, ...options } = value as Record<string, unknown>;
  if (anneal !== 1)
    check.refuse('fromJSON', `${path}.anneal`, '1, the version that this release reads', anneal);
  if (typeof type !== 'string') check.refuse('fromJSON', `${path}.type`, 'the name of a schedule', type);
  const name = type as string;

  const reader = readers.get(name);
  if (reader !== undefined) {
    const made = reader(options, (part, key) => read(part, path + key, own), path);
    return told(name, path, made);
  }
  if (Object.hasOwn(own, name)) {
    const schedule = told(name, path, () => (own[name] as OwnSchedules[string])(options) as Part);
    if (isSchedule(schedule)) return schedule as Part;
    throw new TypeError(`fromJSON: ${path}: ${name} must give a schedule, got ${shown(schedule)}`);
  }
  const guess = nearest(name, [...readers.keys(), ...Object.keys(own)]);
  throw new TypeError(
    `fromJSON: ${path}.type: no schedule is called ${shown(name.slice(0, 40))}` +
      `${guess ? `, did you mean '${guess}'?` : ''} (your own are read with fromJSON(json, { name: … }))`,
  );
}

/** What a function makes; what it complains of is told with its place: `over must be …` as `$.parts[1].over must be …`. */
function told(name: string, path: string, make: () => Part): Part {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const said = error.message.replace(`${name}: `, '');
    const placed = /^[\w[\].]+ must be /.test(said)
      ? `${path}.${said}`
      : said.startsWith('its first argument ')
        ? said.replace('its first argument', `${path}.part`)
        : /^part \d+ /.test(said)
          ? said.replace(/^part (\d+)/, `${path}.parts[$1]`)
          : `${path}: ${said}`;
    const Kind = error instanceof RangeError ? RangeError : TypeError;
    throw new Kind(`fromJSON: ${placed}`, { cause: error });
  }
}
