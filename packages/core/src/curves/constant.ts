import * as check from '../check.ts';
import { type Curve, openLoop } from '../schedule.ts';

/**
 * Stays where it is.
 *
 *     rate(t) = rate
 *
 * @param rate the rate of every step, a finite number.
 * @throws RangeError when `rate` is not a finite number.
 *
 * @example
 * ```ts
 * import { constant } from '@anneal/core';
 *
 * constant(0.01).at(1000); // => 0.01
 * ```
 */
export function constant(rate: number): Curve {
  check.finite('constant', 'rate', rate);
  return openLoop('constant', () => rate, Infinity, { rate });
}
