import * as check from '../check.ts';
import { type Curve, openLoop } from '../schedule.ts';
import { cycleRules, moves, type OneCycleOptions } from './one-cycle.ts';

export interface OneCycleMomentumOptions extends Pick<OneCycleOptions, 'over' | 'rise' | 'ease' | 'phases'> {
  /** The momentum where the rate is low: at step 0, and at the end. Default 0.95. */
  readonly high?: number;
  /** The momentum where the rate has its peak. Default 0.85. */
  readonly low?: number;
}

/**
 * The momentum that goes with {@link oneCycle}: its mirror, low where the rate is high.
 *
 *     momentum(t): high → low in rise · over steps, then low → high (with three phases in as many steps, and it stays)
 *
 * @throws TypeError when an option is unknown, RangeError when one is missing or out of its range.
 *
 * @example
 * ```ts
 * import { oneCycleMomentum } from '@anneal/core';
 *
 * const momentum = oneCycleMomentum({ over: 100 });
 * [momentum.at(0), momentum.at(30), momentum.at(100)]; // => [0.95, 0.85, 0.95]
 * ```
 *
 * @see Smith, "A disciplined approach to neural network hyper-parameters", 2018, section 4.2 — https://arxiv.org/abs/1803.09820
 */
export function oneCycleMomentum(options: OneCycleMomentumOptions): Curve {
  check.options('oneCycleMomentum', options, {
    high: check.optional(check.finite),
    low: check.optional(check.finite),
    ...cycleRules(),
  });
  const { high = 0.95, low = 0.85 } = options;
  const at = moves('oneCycleMomentum', options, [high, low, high, high]);
  return openLoop('oneCycleMomentum', at, options.over, { ...options });
}
