import * as check from '../check.ts';
import { type Curve, openLoop } from '../schedule.ts';

export interface LinearOptions {
  /** The rate of step 0. */
  readonly from: number;
  /** The rate from step `over` on. */
  readonly to: number;
  /** How many steps the move takes, a positive number. */
  readonly over: number;
}

/**
 * Moves from one rate to another in a straight line.
 *
 *     rate(t) = from + (to − from) · min(t, over) / over
 *
 * Up as well as down: a warm-up is a `linear` that climbs.
 *
 * @throws TypeError when an option is unknown, RangeError when one is missing or out of its range.
 *
 * @example
 * ```ts
 * import { linear } from '@anneal/core';
 *
 * linear({ from: 0.1, to: 0, over: 100 }).at(75); // => 0.025
 * ```
 *
 * @see Li, Yumer & Ramanan, "Budgeted Training", 2020 — https://arxiv.org/abs/1905.04753
 */
export function linear(options: LinearOptions): Curve {
  check.options('linear', options, { from: check.finite, to: check.finite, over: check.positive });
  const { from, to, over } = options;
  const move = to - from;
  // From the nearer end: both ends are exact, and no step is further than 2 ulp from the true value.
  const at = (t: number): number => {
    if (t <= 0) return from;
    if (t >= over) return to;
    return 2 * t <= over ? from + move * (t / over) : to - move * ((over - t) / over);
  };
  return openLoop('linear', at, over, { ...options });
}
