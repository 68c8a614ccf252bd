import * as check from '../check.ts';
import { type Curve, openLoop } from '../schedule.ts';
import { linear } from './linear.ts';
import { indexAt } from './segments.ts';

export interface PiecewiseLinearOptions {
  /** Pairs of a step and its rate; the steps ascend, and the first is 0. */
  readonly points: readonly (readonly [step: number, rate: number])[];
}

/**
 * Goes from point to point in straight lines, and holds the last rate.
 *
 *     rate(t) = rateᵢ + (rateᵢ₊₁ − rateᵢ) · (t − stepᵢ)/(stepᵢ₊₁ − stepᵢ),   stepᵢ ≤ t < stepᵢ₊₁
 *
 * @throws TypeError when an option is unknown, RangeError when the points are none, do not ascend or do not begin at 0.
 *
 * @example
 * ```ts
 * import { piecewiseLinear } from '@anneal/core';
 *
 * const schedule = piecewiseLinear({ points: [[0, 0], [10, 0.4], [60, 0]] });
 * [schedule.at(5), schedule.at(10), schedule.at(35), schedule.at(1000)]; // => [0.2, 0.4, 0.2, 0]
 * ```
 *
 * @see PyTorch Ignite, `PiecewiseLinear` — https://docs.pytorch.org/ignite/generated/ignite.handlers.param_scheduler.PiecewiseLinear.html
 */
export function piecewiseLinear(options: PiecewiseLinearOptions): Curve {
  check.options('piecewiseLinear', options, { points: check.points });
  const points = options.points.map(([step, rate]) => [step, rate] as const);
  const steps = points.map(([step]) => step);
  const lines = points.map(([step, rate], i) => {
    const next = points[i + 1];
    return next === undefined ? () => rate : linear({ from: rate, to: next[1], over: next[0] - step }).at;
  });
  const at = (t: number) => {
    const i = Math.max(0, indexAt(steps, t));
    return (lines[i] as Curve['at'])(t - (steps[i] as number));
  };
  const data = {
    get points() {
      return points.map((point) => [...point]);
    },
  };
  return openLoop('piecewiseLinear', at, Infinity, data);
}
