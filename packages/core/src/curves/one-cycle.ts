import * as check from '../check.ts';
import { type Curve, openLoop } from '../schedule.ts';
import { cosineAnnealing } from './cosine-annealing.ts';
import { tidy } from './cycles.ts';
import { linear } from './linear.ts';
import { indexAt } from './segments.ts';

export interface OneCycleOptions {
  /** The highest rate, at step `rise · over`. */
  readonly peak: number;
  /** How many steps the whole takes, a positive number. */
  readonly over: number;
  /** What share of `over` the way up takes, between 0 and 1; with three phases below 1/2. Default 0.3. */
  readonly rise?: number;
  /** The rate of step 0. Default `peak / 25`. */
  readonly start?: number;
  /** The rate from step `over` on. Default `start / 1e4`. */
  readonly end?: number;
  /** The form of the moves: half a cosine, or a straight line. Default `'cosine'`. */
  readonly ease?: 'cosine' | 'linear';
  /** 2: up, and down to `end`. 3: up, down to `start` in as many steps, and on to `end`. Default 2. */
  readonly phases?: 2 | 3;
}

/**
 * Climbs to a high rate once, and falls far below where it began: super-convergence.
 *
 *     rate(t): start → peak in rise · over steps, then peak → end (or peak → start → end with three phases)
 *
 * The peak is at step `rise · over`, and `end` at step `over`. Its momentum is {@link oneCycleMomentum}.
 *
 * @throws TypeError when an option is unknown, RangeError when one is missing or out of its range.
 *
 * @example
 * ```ts
 * import { oneCycle } from '@anneal/core';
 *
 * const schedule = oneCycle({ peak: 0.5, over: 100 });
 * [schedule.at(0), schedule.at(30), schedule.at(100)]; // => [0.02, 0.5, 0.000002]
 * ```
 *
 * @see Smith & Topin, "Super-Convergence", 2018 — https://arxiv.org/abs/1708.07120
 */
export function oneCycle(options: OneCycleOptions): Curve {
  check.options('oneCycle', options, {
    peak: check.finite,
    start: check.optional(check.finite),
    end: check.optional(check.finite),
    ...cycleRules(),
  });
  const { peak, start = peak / 25, end = start / 1e4 } = options;
  const at = moves('oneCycle', options, [start, peak, options.phases === 3 ? start : end, end]);
  return openLoop('oneCycle', at, options.over, { ...options });
}

/** The options that a cycle of the rate and one of the momentum share. */
export type CycleOptions = Pick<OneCycleOptions, 'over' | 'rise' | 'ease' | 'phases'>;

export function cycleRules(): Record<keyof CycleOptions, check.Rule> {
  return {
    over: check.positive,
    rise: check.optional(check.between(0, 1)),
    ease: check.optional(check.oneOf('cosine', 'linear')),
    phases: check.optional(check.oneOf(2, 3)),
  };
}

/** Moves between four rates, of which the last two are one where there are two phases. */
export function moves(
  by: string,
  { over, rise = 0.3, ease = 'cosine', phases = 2 }: CycleOptions,
  rates: readonly number[],
): Curve['at'] {
  if (phases === 3 && rise >= 0.5) check.refuse(by, 'rise', 'below 0.5 with three phases', rise);
  const top = tidy(rise * over);
  if (top * (phases - 1) >= over || top <= 0)
    check.refuse(by, 'rise', 'such that each move takes some steps', rise);
  const starts = phases === 3 ? [0, top, 2 * top] : [0, top];
  const move = ease === 'cosine' ? cosineAnnealing : linear;
  const eased = starts.map((start, i) => {
    const [from, to] = [rates[i] as number, rates[i + 1] as number];
    const end = starts[i + 1] ?? over;
    const [forwards, backwards] = [
      { from, to },
      { from: to, to: from },
    ].map((way) => move({ ...way, over: end - start }).at) as [Curve['at'], Curve['at']];
    // From the nearer end: where the places are fractions, the way to the other one is rounded.
    return (t: number) => (t - start < end - t ? forwards(t - start) : backwards(end - t));
  });
  return (t) =>
    t < over ? (eased[Math.max(0, indexAt(starts, t))] as Curve['at'])(t) : (rates[3] as number);
}
