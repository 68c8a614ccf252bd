import * as check from '../check.ts';
import { type Curve, openLoop } from '../schedule.ts';
import { indexAt } from './segments.ts';

export interface MultiStepDecayOptions {
  /** The rate of step 0. */
  readonly initial: number;
  /** What the rate is multiplied by at each milestone, above 0 and at most 1. */
  readonly factor: number;
  /** The steps at which it drops: positive numbers, ascending. */
  readonly milestones: readonly number[];
}

/**
 * Drops by a factor at given steps, and stands still in between.
 *
 *     rate(t) = initial · factorᵏ,   k = how many milestones are ≤ t
 *
 * The drop is at the milestone.
 *
 * @throws TypeError when an option is unknown; RangeError when one is missing or out of its range, milestones that do not
 * ascend included.
 *
 * @example
 * ```ts
 * import { multiStepDecay } from '@anneal/core';
 *
 * const schedule = multiStepDecay({ initial: 0.1, factor: 0.1, milestones: [30, 60, 80] });
 * [schedule.at(29), schedule.at(30), schedule.at(80)]; // => [0.1, 0.010000000000000002, 0.00010000000000000003]
 * ```
 *
 * @see He et al., "Deep Residual Learning for Image Recognition", 2015, sections 3.4 and 4.2 — https://arxiv.org/abs/1512.03385
 */
export function multiStepDecay(options: MultiStepDecayOptions): Curve {
  check.options('multiStepDecay', options, {
    initial: check.finite,
    factor: check.decayFactor,
    milestones: check.ascending,
  });
  const { initial, factor } = options;
  const milestones = [...options.milestones];
  const at = (t: number) => initial * factor ** (indexAt(milestones, t) + 1);
  const data = {
    initial,
    factor,
    get milestones() {
      return [...milestones];
    },
  };
  return openLoop('multiStepDecay', at, Infinity, data);
}
