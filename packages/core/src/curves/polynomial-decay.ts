import * as check from '../check.ts';
import { type Curve, openLoop } from '../schedule.ts';

export interface PolynomialDecayOptions {
  /** The rate of step 0. */
  readonly from: number;
  /** The rate from step `over` on. Default 0. */
  readonly to?: number;
  /** How many steps the decay takes, a positive number. */
  readonly over: number;
  /** The exponent, a positive number: 1 is a straight line, more falls fast and then slowly. */
  readonly power: number;
}

/**
 * Falls from one rate to another along a power of the steps that are left.
 *
 *     rate(t) = to + (from − to) · ((over − t) / over)^power,   t ≤ over
 *
 * @throws TypeError when an option is unknown, RangeError when one is missing or out of its range.
 *
 * @example
 * ```ts
 * import { polynomialDecay } from '@anneal/core';
 *
 * polynomialDecay({ from: 0.1, over: 100, power: 2 }).at(50); // => 0.025
 * ```
 *
 * @see Liu et al., "ParseNet", 2015, section 3 ("poly" policy) — https://arxiv.org/abs/1506.04579
 */
export function polynomialDecay(options: PolynomialDecayOptions): Curve {
  check.options('polynomialDecay', options, {
    from: check.finite,
    to: check.optional(check.finite),
    over: check.positive,
    power: check.positive,
  });
  const { from, to = 0, over, power } = options;
  const height = from - to;
  // On the way up, counted from the lower end: from the upper one the first steps would lose their digits.
  const rising = Math.abs(from) < Math.abs(to);
  // (over − t) / over, not 1 − t / over, which loses its digits near the end.
  const at = (t: number): number => {
    if (t <= 0) return from;
    if (t >= over) return to;
    if (rising) return from + height * Math.expm1(power * logOfRest(t, over));
    return to + height * ((over - t) / over) ** power;
  };
  return openLoop('polynomialDecay', at, over, { ...options });
}

/** ln((over − t) / over), without the digits that the quotient would lose near 1. */
function logOfRest(t: number, over: number): number {
  return 2 * t <= over ? Math.log1p(-t / over) : Math.log((over - t) / over);
}
