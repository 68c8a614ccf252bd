import * as check from '../check.ts';
import { type Curve, openLoop } from '../schedule.ts';

export interface RexDecayOptions {
  /** The rate of step 0. */
  readonly from: number;
  /** The rate from step `over` on. Default 0. */
  readonly to?: number;
  /** How many steps the decay takes, a positive number. */
  readonly over: number;
}

/**
 * Falls slowly at first and ever faster, above the straight line: the reflected exponential.
 *
 *     rate(t) = to + (from − to) · (1 − x) / (1 − x/2),   x = t/over ≤ 1
 *
 * @throws TypeError when an option is unknown, RangeError when one is missing or out of its range.
 *
 * @example
 * ```ts
 * import { rexDecay } from '@anneal/core';
 *
 * const schedule = rexDecay({ from: 0.3, over: 100 });
 * [schedule.at(0), schedule.at(50), schedule.at(100)]; // => [0.3, 0.2, 0]
 * ```
 *
 * @see Chen, Wolfe & Kyrillidis, "REX: Revisiting Budgeted Training with an Improved Schedule", 2021 — https://arxiv.org/abs/2107.04197
 */
export function rexDecay(options: RexDecayOptions): Curve {
  check.options('rexDecay', options, {
    from: check.finite,
    to: check.optional(check.finite),
    over: check.positive,
  });
  const { from, to = 0, over } = options;
  const height = from - to;
  // (1 − x) / (1 − x/2) without a quotient in it, and from the nearer end.
  const at = (t: number): number => {
    if (t <= 0) return from;
    if (t >= over) return to;
    const rest = over - t + over;
    return 3 * t <= 2 * over ? from - height * (t / rest) : to + height * ((2 * (over - t)) / rest);
  };
  return openLoop('rexDecay', at, over, { ...options });
}
