import * as check from '../check.ts';
import { tickOf } from '../curves/stairs.ts';
import type { Curve, MonitorsOf, Part, Schedule } from '../schedule.ts';
import { around } from './around.ts';
import { aPart } from './part.ts';

export interface StaircaseOptions {
  /** How many steps lie between two changes of the rate, a positive number. */
  readonly every: number;
}

/**
 * Sets how often the rate of a schedule changes: at every `every`-th step, where its rate is taken.
 *
 *     rate(t) = a(every · ⌊t / every⌋)
 *
 * This is the axis of *frequency*; `a` is that of *quantity*. `stepDecay` is a staircase of `exponentialDecay`. A part
 * with feedback reads every report all the same, as it would alone: what it makes of them shows at the next of those steps.
 *
 * @throws TypeError when `a` is no schedule or an option is unknown, RangeError when `every` is not a positive number.
 *
 * @example
 * ```ts
 * import { cosineAnnealing, staircase } from '@anneal/core';
 *
 * // A cosine that moves once every 10 steps.
 * const schedule = staircase(cosineAnnealing({ from: 0.1, over: 100 }), { every: 10 });
 * [schedule.at(50), schedule.at(59), schedule.at(100)]; // => [0.05, 0.05, 0]
 * ```
 */
export function staircase(a: Curve, options: StaircaseOptions): Curve;
export function staircase<S extends Part>(a: S, options: StaircaseOptions): Schedule<MonitorsOf<S>>;
export function staircase(a: Part, options: StaircaseOptions): Schedule<string> {
  aPart('staircase', 'its first argument', a);
  check.options('staircase', options, { every: check.positive });
  const tick = tickOf(options.every);
  return around(
    'staircase',
    a,
    { ...options },
    ({ at, span }) => ({ at: (step) => at(tick(Math.min(step, span))), span }),
    (machinery, part) => machinery.staircase(part, tick),
  );
}
