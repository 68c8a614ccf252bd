import * as check from '../check.ts';
import { type Curve, openLoop } from '../schedule.ts';
import { cosineAnnealing } from './cosine-annealing.ts';
import { linear } from './linear.ts';

export interface WarmupStableDecayOptions {
  /** The rate of the long level part. */
  readonly peak: number;
  /** The rate of step 0. Default `peak / warmup`. */
  readonly from?: number;
  /** The rate from the end on. Default 0. */
  readonly to?: number;
  /** How many steps the climb takes, a positive number. */
  readonly warmup: number;
  /** How many steps the level part takes, a positive number. */
  readonly stable: number;
  /** How many steps the descent takes, a positive number. */
  readonly decay: number;
  /** The form of the descent: a straight line, half a cosine, or 1 − √x. Default `'linear'`. */
  readonly shape?: 'linear' | 'cosine' | 'sqrt';
}

/**
 * Climbs, stays level for long, and comes down at the end: WSD, the trapezoid.
 *
 *     rate(t) = from + (peak − from) · t/warmup    for t < warmup
 *               peak                               for the next `stable` steps
 *               to + (peak − to) · shape(x)        x = (t − warmup − stable)/decay, from 0 to 1
 *     shape(x) = 1 − x ('linear'), (1 + cos πx)/2 ('cosine'), 1 − √x ('sqrt')
 *
 * @throws TypeError when an option is unknown, RangeError when one is missing or out of its range.
 *
 * @example
 * ```ts
 * import { warmupStableDecay } from '@anneal/core';
 *
 * const schedule = warmupStableDecay({ peak: 0.1, warmup: 10, stable: 70, decay: 20 });
 * [schedule.at(0), schedule.at(10), schedule.at(79), schedule.at(90), schedule.at(100)]; // => [0.01, 0.1, 0.1, 0.05, 0]
 * ```
 *
 * @see Hu et al., "MiniCPM", 2024, section 4 — https://arxiv.org/abs/2404.06395; Hägele et al., "Scaling Laws and
 * Compute-Optimal Training Beyond Fixed Training Durations", 2024 (1 − √x) — https://arxiv.org/abs/2405.18392
 */
export function warmupStableDecay(options: WarmupStableDecayOptions): Curve {
  check.options('warmupStableDecay', options, {
    peak: check.finite,
    from: check.optional(check.finite),
    to: check.optional(check.finite),
    warmup: check.positive,
    stable: check.positive,
    decay: check.positive,
    shape: check.optional(check.oneOf('linear', 'cosine', 'sqrt')),
  });
  const { peak, warmup, stable, decay, from = peak / warmup, to = 0, shape = 'linear' } = options;
  const climb = linear({ from, to: peak, over: warmup });
  const descent = descents[shape]({ from: peak, to, over: decay });
  const level = warmup + stable;
  const span = level + decay;
  const at = (t: number): number => {
    if (t < warmup) return climb.at(t);
    if (t < level) return peak;
    return t < span ? descent.at(t - level) : to;
  };
  return openLoop('warmupStableDecay', at, span, { ...options });
}

interface Descent {
  readonly from: number;
  readonly to: number;
  readonly over: number;
}

const descents: Readonly<Record<'linear' | 'cosine' | 'sqrt', (descent: Descent) => Pick<Curve, 'at'>>> = {
  linear,
  cosine: cosineAnnealing,
  sqrt: rootDecay,
};

/** to + (from − to) · (1 − √x), written so that the end keeps its digits. */
function rootDecay({ from, to, over }: Descent): Pick<Curve, 'at'> {
  const height = from - to;
  return {
    at(t) {
      if (t <= 0) return from;
      if (t >= over) return to;
      const root = Math.sqrt(t / over);
      return 4 * t <= over ? from - height * root : to + height * ((over - t) / over / (1 + root));
    },
  };
}
