import * as check from '../check.ts';
import { type Curve, openLoop } from '../schedule.ts';
import { cosineAnnealing } from './cosine-annealing.ts';
import { cyclesOf } from './cycles.ts';

export interface CosineWarmRestartsOptions {
  /** The rate at which the first cycle begins. */
  readonly from: number;
  /** The rate that each cycle goes down to. Default 0. */
  readonly to?: number;
  /** How many steps the first cycle takes, a positive number. */
  readonly over: number;
  /** How many times as long as the one before each cycle is, at least 1. Default 1. */
  readonly stretch?: number;
  /** How many times as high above `to` as the one before each cycle is, a positive number. Default 1. */
  readonly shrink?: number;
}

/**
 * Falls along half a cosine, jumps back up, and falls again, without end: SGDR.
 *
 *     rate(t) = to + shrinkⁱ · (from − to) · (1 + cos(π · (t − startᵢ) / (over · stretchⁱ))) / 2   in cycle i
 *
 * It is `restarts(cosineAnnealing({ from, to, over }), { stretch })`, with `shrink` on the height above `to`. The boundary
 * step belongs to the new cycle, so that with whole lengths `to` itself is never reached.
 *
 * @throws TypeError when an option is unknown, RangeError when one is missing or out of its range.
 *
 * @example
 * ```ts
 * import { cosineWarmRestarts } from '@anneal/core';
 *
 * const schedule = cosineWarmRestarts({ from: 0.1, over: 10, stretch: 2 });
 * // Cycles begin at 0, 10, 30, 70 …
 * [schedule.at(5), schedule.at(10), schedule.at(20), schedule.at(30)]; // => [0.05, 0.1, 0.05, 0.1]
 * ```
 *
 * @see Loshchilov & Hutter, "SGDR", 2017 — https://arxiv.org/abs/1608.03983
 */
export function cosineWarmRestarts(options: CosineWarmRestartsOptions): Curve {
  check.options('cosineWarmRestarts', options, {
    from: check.finite,
    to: check.optional(check.finite),
    over: check.positive,
    stretch: check.optional(check.atLeastOne),
    shrink: check.optional(check.positive),
  });
  const { from, to = 0, over, stretch, shrink = 1 } = options;
  const cycles = cyclesOf(over, stretch);
  const cosineOf = (cycle: number) => {
    // As long as its own boundaries say: a step divided by how much it is stretched would lose its last digits.
    const length = cycles.startOf(cycle + 1) - cycles.startOf(cycle);
    const top = cycle === 0 || shrink === 1 ? from : to + shrink ** cycle * (from - to);
    return cosineAnnealing({ from: top, to, over: length }).at;
  };
  // Steps come one after the other: most are in the cycle that was found last. The answer does not depend on it.
  let last = 0;
  let cosine = cosineOf(0);
  const at = (t: number) => {
    const cycle = cycles.at(t);
    if (cycle !== last) {
      cosine = cosineOf(cycle);
      last = cycle;
    }
    return cosine(t - cycles.startOf(cycle));
  };
  return openLoop('cosineWarmRestarts', at, Infinity, { ...options });
}
