import * as check from '../check.ts';
import { type Curve, openLoop } from '../schedule.ts';
import { indexAt } from './segments.ts';

export interface PiecewiseConstantOptions {
  /** Pairs of a step and the rate from there on; the steps ascend, and the first is 0. */
  readonly points: readonly (readonly [step: number, rate: number])[];
}

/**
 * Stands still between given steps, and jumps at each to its rate.
 *
 *     rate(t) = rateᵢ,   stepᵢ ≤ t < stepᵢ₊₁
 *
 * @throws TypeError when an option is unknown, RangeError when the points are none, do not ascend or do not begin at 0.
 *
 * @example
 * ```ts
 * import { piecewiseConstant } from '@anneal/core';
 *
 * const schedule = piecewiseConstant({ points: [[0, 0.1], [30, 0.02], [60, 0.005]] });
 * [schedule.at(29), schedule.at(30), schedule.at(1000)]; // => [0.1, 0.02, 0.005]
 * ```
 *
 * @see Keras, `PiecewiseConstantDecay` — https://keras.io/api/optimizers/learning_rate_schedules/piecewise_constant_decay/
 */
export function piecewiseConstant(options: PiecewiseConstantOptions): Curve {
  check.options('piecewiseConstant', options, { points: check.points });
  const points = options.points.map(([step, rate]) => [step, rate] as const);
  const steps = points.map(([step]) => step);
  const at = (t: number) => (points[Math.max(0, indexAt(steps, t))] as (typeof points)[0])[1];
  const data = {
    get points() {
      return points.map((point) => [...point]);
    },
  };
  return openLoop('piecewiseConstant', at, Infinity, data);
}
