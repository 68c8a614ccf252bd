import { nearest } from '../nearest.ts';
import { shown } from '../shown.ts';
import type { ProgressStream } from './output.ts';

export interface ProgressOptions {
  /**
   * How many steps the whole run has, counted from step 0, also where it is resumed later: for the bar and the time that
   * is left. Default: Infinity, which is to say that it is not known.
   */
  readonly total?: number | undefined;
  /** Where the lines go. Default: `process.stderr`; the console where there is no process. */
  readonly stream?: ProgressStream;
  /** The shortest time between two lines, in milliseconds. Default: 100 on a terminal, 10,000 elsewhere. */
  readonly every?: number;
  /** The metrics that are shown, in their order. Default: `loss`, `val_loss`, `valLoss`, `accuracy`, `acc`. */
  readonly metrics?: readonly string[];
  /** Says a cause of a row in words; `describe` of `@anneal/core` does. Default: `reduceOnPlateau acted at step 40`. */
  describe?(cause: unknown): string;
}

/** A timer that is set to more fires at once. */
const LONGEST = 2 ** 31 - 1;

const RULES: Readonly<
  Record<keyof ProgressOptions, readonly [rule: string, keeps: (value: unknown) => boolean]>
> = {
  total: [
    'a whole number of steps above 0, or Infinity where it is not known',
    (value) => value === Infinity || (Number.isSafeInteger(value) && (value as number) > 0),
  ],
  stream: [
    'an object { write(text), isTTY?, columns? }',
    (value) =>
      typeof value === 'object' && value !== null && typeof (value as ProgressStream).write === 'function',
  ],
  every: [
    `a number of milliseconds from 0 to ${LONGEST}`,
    (value) => typeof value === 'number' && value >= 0 && value <= LONGEST,
  ],
  metrics: [
    'an array of names',
    (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
  ],
  describe: ['a function from a cause to words', (value) => typeof value === 'function'],
};

/** @throws TypeError when an option is unknown or breaks its rule. */
export function checkOptions(options: unknown): asserts options is ProgressOptions {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError(
      `progress: the options must be an object { ${Object.keys(RULES).join(', ')} }, got ${shown(options)}`,
    );
  }
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(RULES, name)) throw new TypeError(unknownOption(name));
    const [rule, keeps] = RULES[name as keyof ProgressOptions];
    if (value === undefined || keeps(value)) continue;
    throw new TypeError(
      `progress: ${name} must be ${rule}, got ${shown(value)}; leave it out for the default`,
    );
  }
}

function unknownOption(name: string): string {
  const guess = nearest(name, Object.keys(RULES));
  const hint = guess === undefined ? '' : `, did you mean '${guess}'?`;
  return `progress: unknown option ${shown(name)}${hint} (the options are ${Object.keys(RULES).join(', ')})`;
}
