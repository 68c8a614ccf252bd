import * as check from '../check.ts';
import { type Curve, openLoop } from '../schedule.ts';
import { quarterTurn } from './quarter-turn.ts';

export interface CosineAnnealingOptions {
  /** The rate of step 0. */
  readonly from: number;
  /** The rate from step `over` on. Default 0. */
  readonly to?: number;
  /** How many steps the descent takes, a positive number. */
  readonly over: number;
}

/**
 * Falls from one rate to another along half a cosine: slow, fast, slow.
 *
 *     rate(t) = to + (from − to) · (1 + cos(π · t / over)) / 2,   t ≤ over
 *
 * The argument of the cosine runs over [0, π]; after `over` steps the rate holds.
 *
 * @throws TypeError when an option is unknown, RangeError when one is missing or out of its range.
 *
 * @example
 * ```ts
 * import { cosineAnnealing } from '@anneal/core';
 *
 * const schedule = cosineAnnealing({ from: 0.1, to: 0.02, over: 90 });
 * [schedule.at(0), schedule.at(45), schedule.at(90)]; // => [0.1, 0.06, 0.02]
 * ```
 *
 * @see Loshchilov & Hutter, "SGDR", 2017, eq. 5 — https://arxiv.org/abs/1608.03983
 */
export function cosineAnnealing(options: CosineAnnealingOptions): Curve {
  check.options('cosineAnnealing', options, {
    from: check.finite,
    to: check.optional(check.finite),
    over: check.positive,
  });
  const { from, to = 0, over } = options;
  const height = from - to;
  const angle = quarterTurn(over);
  // (1 + cos 2x) / 2 = 1 − sin² x, folded in the middle: 1 + cos loses its digits near π, sin never leaves [0, π/4] and
  // keeps them. Both ends and the middle are exact.
  const at = (t: number): number => {
    if (t <= 0) return from;
    if (t >= over) return to;
    const rest = over - t;
    if (t === rest) return (from + to) / 2;
    const s = Math.sin(angle(Math.min(t, rest)));
    return t < rest ? from - height * s * s : to + height * s * s;
  };
  return openLoop('cosineAnnealing', at, over, { ...options });
}
