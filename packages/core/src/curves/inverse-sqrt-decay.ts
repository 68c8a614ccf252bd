import * as check from '../check.ts';
import { type Curve, openLoop } from '../schedule.ts';
import { linear } from './linear.ts';

export interface InverseSqrtDecayOptions {
  /** The highest rate, at step `warmup`. */
  readonly peak: number;
  /** How many steps the climb to it takes, a positive number. */
  readonly warmup: number;
}

/**
 * Climbs to its peak in a straight line, and then falls as one over the root of the time: the Transformer's schedule.
 *
 *     rate(t) = peak/warmup + (peak − peak/warmup) · t/warmup   for t < warmup
 *               peak · √(warmup / t)                            from there on
 *
 * @throws TypeError when an option is unknown, RangeError when one is missing or out of its range.
 *
 * @example
 * ```ts
 * import { inverseSqrtDecay } from '@anneal/core';
 *
 * const schedule = inverseSqrtDecay({ peak: 0.1, warmup: 100 });
 * [schedule.at(0), schedule.at(100), schedule.at(400)]; // => [0.001, 0.1, 0.05]
 * ```
 *
 * @see Vaswani et al., "Attention Is All You Need", 2017, section 5.3 — https://arxiv.org/abs/1706.03762
 */
export function inverseSqrtDecay(options: InverseSqrtDecayOptions): Curve {
  check.options('inverseSqrtDecay', options, { peak: check.finite, warmup: check.positive });
  const { peak, warmup } = options;
  const climb = linear({ from: peak / warmup, to: peak, over: warmup });
  const at = (t: number) => (t < warmup ? climb.at(t) : peak * Math.sqrt(warmup / t));
  return openLoop('inverseSqrtDecay', at, Infinity, { ...options });
}
