import * as check from '../check.ts';
import { type Curve, openLoop } from '../schedule.ts';

export interface ExponentialDecayOptions {
  /** The rate of step 0. */
  readonly initial: number;
  /** What the rate is multiplied by in `every` steps, above 0 and at most 1. */
  readonly factor: number;
  /** In how many steps the rate falls by `factor`, a positive number. Default 1. */
  readonly every?: number;
}

/**
 * Falls by the same factor in every stretch of steps, without end.
 *
 *     rate(t) = initial · factor^(t / every)
 *
 * @throws TypeError when an option is unknown, RangeError when one is missing or out of its range.
 *
 * @example
 * ```ts
 * import { exponentialDecay } from '@anneal/core';
 *
 * exponentialDecay({ initial: 0.1, factor: 0.5, every: 10 }).at(20); // => 0.025
 * ```
 */
export function exponentialDecay(options: ExponentialDecayOptions): Curve {
  check.options('exponentialDecay', options, ['initial', 'factor', 'every']);
  const { initial, factor, every = 1 } = options;
  check.finite('exponentialDecay', 'initial', initial);
  check.decayFactor('exponentialDecay', factor);
  check.positive('exponentialDecay', 'every', every);
  return openLoop('exponentialDecay', (t) => (t > 0 ? initial * factor ** (t / every) : initial), Infinity);
}
