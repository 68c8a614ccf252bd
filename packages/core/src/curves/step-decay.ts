import * as check from '../check.ts';
import { type Curve, openLoop } from '../schedule.ts';
import { exponentialDecay } from './exponential-decay.ts';

export interface StepDecayOptions {
  /** The rate of step 0. */
  readonly initial: number;
  /** What the rate is multiplied by at each drop, above 0 and at most 1. */
  readonly factor: number;
  /** How many steps lie between two drops, a positive number. */
  readonly every: number;
}

/**
 * Drops by a factor every so many steps, and stands still in between.
 *
 *     rate(t) = initial · factor^⌊t / every⌋
 *
 * Counted from n = 1, as papers do, that is `initial · factor^(⌈n / every⌉ − 1)`: the first drop is at step `every`.
 * It is `staircase(exponentialDecay({ initial, factor, every }), { every })`.
 *
 * @throws TypeError when an option is unknown, RangeError when one is missing or out of its range.
 *
 * @example
 * ```ts
 * import { stepDecay } from '@anneal/core';
 *
 * const schedule = stepDecay({ initial: 0.1, factor: 0.5, every: 30 });
 * [schedule.at(29), schedule.at(30), schedule.at(60)]; // => [0.1, 0.05, 0.025]
 * ```
 *
 * @see PyTorch, `StepLR` — https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.StepLR.html
 */
export function stepDecay(options: StepDecayOptions): Curve {
  check.options('stepDecay', options, {
    initial: check.finite,
    factor: check.decayFactor,
    every: check.positive,
  });
  const { initial, factor, every } = options;
  // The staircase, counted in drops and not in steps: so the clock of the decay stands at whole numbers.
  const { at } = exponentialDecay({ initial, factor });
  return openLoop('stepDecay', (t) => at(Math.floor(t / every)), Infinity, { ...options });
}
