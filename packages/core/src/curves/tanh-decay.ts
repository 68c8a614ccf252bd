import * as check from '../check.ts';
import { type Curve, openLoop } from '../schedule.ts';

export interface TanhDecayOptions {
  /** The rate of step 0. */
  readonly from: number;
  /** The rate from step `over` on. Default 0. */
  readonly to?: number;
  /** How many steps the decay takes, a positive number. */
  readonly over: number;
  /** Where on the hyperbolic tangent it begins, from −150 to 150. Lower: it stays high for longer. Default −7. */
  readonly lower?: number;
  /** Where it ends, above `lower`, from −150 to 150. Higher: it rests at the end for longer. Default 3. */
  readonly upper?: number;
}

/**
 * Falls along a hyperbolic tangent: high for long, then quickly, then resting.
 *
 *     rate(t) = to + (from − to) · (tanh(upper) − tanh(x)) / (tanh(upper) − tanh(lower)),   x = lower + (upper − lower) · t/over
 *
 * It is timm's, rescaled so that it begins at `from` and ends at `to` exactly.
 *
 * @throws TypeError when an option is unknown, RangeError when one is missing or out of its range.
 *
 * @example
 * ```ts
 * import { tanhDecay } from '@anneal/core';
 *
 * const schedule = tanhDecay({ from: 0.1, over: 100, lower: -3, upper: 3 });
 * [schedule.at(0), schedule.at(50), schedule.at(100)]; // => [0.1, 0.05, 0]
 * ```
 *
 * @see Hsueh et al., "Stochastic Gradient Descent with Hyperbolic-Tangent Decay", 2018 — https://arxiv.org/abs/1806.01593
 */
export function tanhDecay(options: TanhDecayOptions): Curve {
  const bound = check.optional(check.within(-150, 150));
  check.options('tanhDecay', options, {
    from: check.finite,
    to: check.optional(check.finite),
    over: check.positive,
    lower: bound,
    upper: bound,
  });
  const { from, to = 0, over, lower = -7, upper = 3 } = options;
  if (lower >= upper) check.refuse('tanhDecay', 'upper', `above lower, ${lower}`, upper);
  const height = from - to;
  const width = upper - lower;
  // tanh(a) − tanh(b) = sinh(a − b) / (cosh(a) · cosh(b)): no digits are lost where both are near ±1. Both shares are
  // measured from their own end, and the smaller one is used.
  const at = (t: number): number => {
    if (t <= 0) return from;
    if (t >= over) return to;
    const done = width * (t / over);
    const left = width * ((over - t) / over);
    const here = Math.cosh(2 * t <= over ? lower + done : upper - left) * Math.sinh(width);
    const fallen = (Math.sinh(done) * Math.cosh(upper)) / here;
    return fallen <= 0.5
      ? from - height * fallen
      : to + height * ((Math.sinh(left) * Math.cosh(lower)) / here);
  };
  return openLoop('tanhDecay', at, over, { ...options });
}
