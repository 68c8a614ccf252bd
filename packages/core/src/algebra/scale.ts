import * as check from '../check.ts';
import type { Curve, MonitorsOf, Part, Schedule } from '../schedule.ts';
import { around } from './around.ts';
import { aPart } from './part.ts';

/**
 * Multiplies every rate of a schedule by a number.
 *
 *     rate(t) = k · a(t)
 *
 * @param a any schedule; a curve stays a curve.
 * @param k a finite number.
 * @throws TypeError when `a` is no schedule, RangeError when `k` is not finite.
 *
 * @example
 * ```ts
 * import { cosineAnnealing, scale } from '@anneal/core';
 *
 * // The linear scaling rule: eight times the batch, eight times the rate.
 * const recipe = cosineAnnealing({ from: 0.1, over: 90 });
 * scale(recipe, 8).at(0); // => 0.8
 * ```
 *
 * @see Goyal et al., "Accurate, Large Minibatch SGD", 2017, section 2.1 — https://arxiv.org/abs/1706.02677
 */
export function scale(a: Curve, k: number): Curve;
export function scale<S extends Part>(a: S, k: number): Schedule<MonitorsOf<S>>;
export function scale(a: Part, k: number): Schedule<string> {
  aPart('scale', 'its first argument', a);
  check.finite('scale', 'k', k);
  const to = (rate: number) => k * rate;
  return around(
    'scale',
    a,
    { k },
    ({ at, span }) => ({ at: (step) => to(at(step)), span }),
    (machinery, part) => machinery.mapped('scale', part, to),
  );
}
