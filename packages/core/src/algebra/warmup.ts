import * as check from '../check.ts';
import { linear } from '../curves/linear.ts';
import { segmentAt, segmentsOf } from '../curves/segments.ts';
import type { Curve, MonitorsOf, Part, Schedule } from '../schedule.ts';
import { around } from './around.ts';
import { firstRate } from './first-rate.ts';
import { aPart } from './part.ts';

export interface WarmupOptions {
  /** How many steps the climb takes, a positive number. */
  readonly over: number;
  /** The rate of step 0. Default `peak / over`: no update runs at rate 0. `from: 0` is what HF and optax do. */
  readonly from?: number;
}

/**
 * Climbs in a straight line to the first rate of a schedule, and then runs it from its own step 0.
 *
 *     rate(t) = from + (peak − from) · t / over   for t < over, where peak = a(0)
 *               a(t − over)                       from there on
 *
 * It is `sequence(linear({ from, to: peak, over }), a)`: `a` may read metrics, and starts with no memory of the climb.
 *
 * @throws TypeError when `a` is no schedule or an option is unknown; RangeError when `over` is not positive or `from` is
 * not finite.
 *
 * @example
 * ```ts
 * import { cosineAnnealing, warmup } from '@anneal/core';
 *
 * const schedule = warmup(cosineAnnealing({ from: 0.1, over: 90 }), { over: 10 });
 * [schedule.at(0), schedule.at(10), schedule.at(55), schedule.at(100)]; // => [0.01, 0.1, 0.05, 0]
 * ```
 *
 * @see Goyal et al., "Accurate, Large Minibatch SGD", 2017, section 2.2 — https://arxiv.org/abs/1706.02677
 */
export function warmup(a: Curve, options: WarmupOptions): Curve;
export function warmup<S extends Part>(a: S, options: WarmupOptions): Schedule<MonitorsOf<S>>;
export function warmup(a: Part, options: WarmupOptions): Schedule<string> {
  aPart('warmup', 'its first argument', a);
  check.options('warmup', options, { over: check.positive, from: check.optional(check.finite) });
  const peak = firstRate(a);
  check.finite('warmup', "the schedule's first rate", peak);
  const { over, from = peak / over } = options;
  const climb = linear({ from, to: peak, over });
  return around(
    'warmup',
    a,
    { ...options },
    (curve) => {
      const segments = segmentsOf([climb, curve]);
      return { at: (step) => segmentAt(segments, step), span: segments.span };
    },
    (machinery, part) => machinery.warmup(machinery.machineOf(climb), part),
  );
}
