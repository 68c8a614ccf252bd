import * as check from '../check.ts';
import { type Curve, openLoop } from '../schedule.ts';

export interface LogAnnealingOptions {
  /** The rate of step 0. */
  readonly from: number;
  /** The rate from step `over` on. Default 0. */
  readonly to?: number;
  /** How many steps the descent takes, a positive number. */
  readonly over: number;
}

/**
 * Falls from one rate to another as log(1/x) does: fast at first, and ever more slowly.
 *
 *     rate(t) = to + (from − to) · ln((over + 1) / (t + 1)) / ln(over + 1),   t ≤ over
 *
 * It is also the worked example of a schedule of one's own, which needs nothing but {@link curve} and a formula.
 *
 * @throws TypeError when an option is unknown, RangeError when one is missing or out of its range.
 *
 * @example
 * ```ts
 * import { logAnnealing } from '@anneal/core';
 *
 * const schedule = logAnnealing({ from: 0.1, over: 99 });
 * [schedule.at(0), schedule.at(9), schedule.at(99)]; // => [0.1, 0.05, 0]
 * ```
 */
export function logAnnealing(options: LogAnnealingOptions): Curve {
  check.options('logAnnealing', options, {
    from: check.finite,
    to: check.optional(check.finite),
    over: check.positive,
  });
  const { from, to = 0, over } = options;
  const height = from - to;
  const whole = Math.log1p(over);
  // On the way up, counted from the lower end: from the upper one the first steps would lose their digits.
  const rising = Math.abs(from) < Math.abs(to);
  const at = (t: number): number => {
    if (t <= 0) return from;
    if (t >= over) return to;
    if (rising) return from - (height * Math.log1p(t)) / whole;
    // ln((over + 1) / (t + 1)), without the digits that the quotient would lose near 1.
    return to + (height * Math.log1p((over - t) / (t + 1))) / whole;
  };
  return openLoop('logAnnealing', at, over, { ...options });
}
