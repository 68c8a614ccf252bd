import * as check from '../check.ts';
import { tidy } from '../curves/cycles.ts';
import type { Curve, MonitorsOf, Part, Schedule } from '../schedule.ts';
import { around } from './around.ts';
import { aPart } from './part.ts';

export interface PerEpochOptions {
  /** How many steps make an epoch, a positive number. */
  readonly steps: number;
}

/**
 * Runs a schedule whose lengths are in epochs on a stream of steps.
 *
 *     rate(t) = a(⌊t / steps⌋)
 *
 * A part with feedback reads, and its clock moves, once an epoch: when the epoch is over it gets the latest reading of
 * each metric in it. One that comes just behind (a validation loss, told of the epoch's last step) is read as well.
 *
 * @throws TypeError when `a` is no schedule or an option is unknown, RangeError when `steps` is not a positive number.
 *
 * @example
 * ```ts
 * import { cosineAnnealing, linear, perEpoch, sequence } from '@anneal/core';
 *
 * // A warm-up over 500 steps, then a cosine over 90 epochs of 313 steps.
 * const schedule = sequence(
 *   linear({ from: 0.001, to: 0.1, over: 500 }),
 *   perEpoch(cosineAnnealing({ from: 0.1, over: 90 }), { steps: 313 }),
 * );
 * [schedule.at(500), schedule.at(500 + 45 * 313), schedule.span]; // => [0.1, 0.05, 28670]
 * ```
 */
export function perEpoch(a: Curve, options: PerEpochOptions): Curve;
export function perEpoch<S extends Part>(a: S, options: PerEpochOptions): Schedule<MonitorsOf<S>>;
export function perEpoch(a: Part, options: PerEpochOptions): Schedule<string> {
  aPart('perEpoch', 'its first argument', a);
  check.options('perEpoch', options, { steps: check.positive });
  const { steps } = options;
  const span = a.span * steps;
  // At the end not the quotient, which for lengths in fractions may miss it.
  // Tidied, so that what is a whole number of epochs but for its last bits is one.
  const epochOf = (step: number) => Math.floor(step >= span ? a.span : tidy(step / steps));
  return around(
    'perEpoch',
    a,
    { ...options },
    ({ at }) => ({ at: (step) => at(epochOf(step)), span }),
    (machinery, part) => machinery.perEpoch(part, epochOf, span),
  );
}
