import * as check from '../check.ts';
import type { Curve, MonitorsOf, Part, Schedule } from '../schedule.ts';
import { around } from './around.ts';
import { aPart } from './part.ts';

/**
 * Makes any schedule last `steps` steps, longer or shorter; after them it holds its rate, deaf to reports.
 *
 *     rate(t) = a(min(t, steps))
 *
 * @param a any schedule; a curve stays a curve.
 * @param steps how many steps it lasts, a positive number.
 * @throws TypeError when `a` is no schedule, RangeError when `steps` is not a positive number.
 *
 * @example
 * ```ts
 * import { constant, cosineAnnealing, lasting, sequence } from '@anneal/core';
 *
 * const flatThenCosine = sequence(lasting(constant(0.1), 70), cosineAnnealing({ from: 0.1, over: 30 }));
 * flatThenCosine.at(85); // => 0.05
 * ```
 */
export function lasting(a: Curve, steps: number): Curve;
export function lasting<S extends Part>(a: S, steps: number): Schedule<MonitorsOf<S>>;
export function lasting(a: Part, steps: number): Schedule<string> {
  aPart('lasting', 'its first argument', a);
  check.positive('lasting', 'steps', steps);
  return around(
    'lasting',
    a,
    { steps },
    ({ at }) => ({ at: (step) => at(Math.min(step, steps)), span: steps }),
    (machinery, part) => machinery.lasting(part, steps),
  );
}
