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
 *
 * @see Keras, `ExponentialDecay` — https://keras.io/api/optimizers/learning_rate_schedules/exponential_decay/
 */
export function exponentialDecay(options: ExponentialDecayOptions): Curve {
  check.options('exponentialDecay', options, {
    initial: check.finite,
    factor: check.decayFactor,
    every: check.optional(check.positive),
  });
  const { initial, factor, every = 1 } = options;
  // The quotient rounds, and a power of it is off by as many times as it is large: whole turns are taken by themselves.
  const at = (t: number) => {
    if (t <= 0) return initial;
    const rest = t % every || 0;
    return initial * factor ** Math.round((t - rest) / every) * factor ** (rest / every);
  };
  return openLoop('exponentialDecay', at, Infinity, { ...options });
}
