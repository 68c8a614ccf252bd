import * as check from '../check.ts';
import { type Curve, openLoop } from '../schedule.ts';

export interface InverseTimeDecayOptions {
  /** The rate of step 0. */
  readonly initial: number;
  /** How fast it falls, a positive number: after `every / decayRate` steps the rate is half of the first. */
  readonly decayRate: number;
  /** The unit of time, in steps, a positive number. Default 1. */
  readonly every?: number;
}

/**
 * Falls as one over the time.
 *
 *     rate(t) = initial / (1 + decayRate · t / every)
 *
 * @throws TypeError when an option is unknown, RangeError when one is missing or out of its range.
 *
 * @example
 * ```ts
 * import { inverseTimeDecay } from '@anneal/core';
 *
 * const schedule = inverseTimeDecay({ initial: 0.1, decayRate: 1, every: 10 });
 * [schedule.at(0), schedule.at(10), schedule.at(30)]; // => [0.1, 0.05, 0.025]
 * ```
 *
 * @see Robbins & Monro, "A Stochastic Approximation Method", 1951 — https://doi.org/10.1214/aoms/1177729586
 */
export function inverseTimeDecay(options: InverseTimeDecayOptions): Curve {
  check.options('inverseTimeDecay', options, {
    initial: check.finite,
    decayRate: check.positive,
    every: check.optional(check.positive),
  });
  const { initial, decayRate, every = 1 } = options;
  const at = (t: number) => (t > 0 ? initial / (1 + (decayRate * t) / every) : initial);
  return openLoop('inverseTimeDecay', at, Infinity, { ...options });
}
