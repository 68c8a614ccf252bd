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
  check.options('cosineAnnealing', options, ['from', 'to', 'over']);
  const { from, to = 0, over } = options;
  check.finite('cosineAnnealing', 'from', from);
  check.finite('cosineAnnealing', 'to', to);
  check.positive('cosineAnnealing', 'over', over);
  const angle = quarterTurn(over);
  const height = from - to;
  check.finite('cosineAnnealing', 'from − to', height);
  // (1 + cos 2x) / 2 = 1 − sin² x, folded in the middle: 1 + cos loses its digits near π, sin never leaves [0, π/4] and
  // keeps them, and both ends are exact.
  const at = (t: number): number => {
    if (t <= 0) return from;
    if (t >= over) return to;
    if (2 * t <= over) {
      const s = Math.sin(angle(t));
      return from - height * s * s;
    }
    const s = Math.sin(angle(over - t));
    return to + height * s * s;
  };
  return openLoop('cosineAnnealing', at, over);
}
