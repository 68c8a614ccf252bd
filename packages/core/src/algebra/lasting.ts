import * as check from '../check.ts';
import { held, type Machine } from '../machine.ts';
import {
  type Curve,
  closedLoop,
  inside,
  isCurve,
  type MonitorsOf,
  openLoop,
  type Part,
  type Schedule,
} from '../schedule.ts';
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
  if (isCurve(a)) {
    const { at } = a as unknown as Curve;
    return openLoop('lasting', (step) => at(Math.min(step, steps)), steps);
  }
  return closedLoop(lastingMachine(inside(a).machine, steps));
}

function lastingMachine(machine: Machine<number>, steps: number): Machine<number> {
  return {
    ...held(machine, steps),
    name: 'lasting',
    shape: `lasting(${machine.shape})`,
    causes: (before, after, path, step) => machine.causes(before, after, `${path}.part`, step),
  };
}
