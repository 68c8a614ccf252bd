import * as check from '../check.ts';
import { closedLoop } from '../closed-loop.ts';
import type { Machine } from '../machines/machine.ts';
import type { InHand } from '../readings.ts';
import type { Schedule } from '../schedule.ts';
import { checkWatch, unwatched, type Watch, type WatchOptions, watcherOf, watchRules } from './watch.ts';

export interface GreedyOptions<M extends string = 'loss'> extends WatchOptions<M> {
  /** The rate to begin with, a positive number. 1 makes it a factor for `multiply`. */
  readonly initial: number;
  /** What the rate is divided by on the way up and multiplied by on the way down, above 0 and below 1. Default 0.95. */
  readonly factor?: number;
  /** How many readings of one kind in a row, gains or not, are let pass; the next one acts. Default 10. */
  readonly patience?: number;
  /** How many readings after a rise are not counted. Default 0. */
  readonly warmup?: number;
  /** How many readings after a cut are not counted. Default 0. */
  readonly cooldown?: number;
  /** The rate is never cut below it; from 0 to `initial`. Default 0. */
  readonly minRate?: number;
  /** The rate is never raised above it; from `initial` up. Default: the largest number there is. */
  readonly maxRate?: number;
}

/** All that it remembers between two readings. */
interface Memory extends Watch {
  readonly rate: number;
  /** Readings in a row that were gains. */
  readonly good: number;
  /** Readings that are still not counted. */
  readonly rest: number;
}

const by = 'greedy';

/**
 * GreedyLR: raises the rate while a metric gets better, and cuts it when it does not.
 *
 *     after patience + 1 gains in a row:                     rate ← min(rate / factor, maxRate)
 *     after patience + 1 readings in a row without a gain:   rate ← max(rate · factor, minRate)
 *
 * What a gain is, is `reduceOnPlateau`'s to say: `threshold`, `thresholdMode`, `mode`, `smoothing` and `nonFinite` mean the
 * same. Here the first reading is a gain as any other. The `warmup` readings after a rise and the `cooldown` readings
 * after a cut are not counted, and the best is not kept up to date in them.
 *
 * @throws TypeError when an option is unknown; RangeError when one is missing or out of its range, `minRate` above
 * `initial` and `maxRate` below it included. A metric that is no number ends the stream.
 *
 * @example
 * ```ts
 * import { greedy, simulate } from '@anneal/core';
 *
 * const schedule = greedy({ initial: 0.1, factor: 0.5, patience: 1, maxRate: 0.3 });
 * simulate(schedule, [9, 8, 7, 6, 6, 6]); // => [0.1, 0.1, 0.2, 0.2, 0.3, 0.3, 0.15]
 * ```
 *
 * @see Subramanian, Krishnamoorthy & Murthy, "Dynamic Learning Rate Scheduling based on Loss Changes Leads to Faster
 * Convergence", 2025 — https://arxiv.org/abs/2512.14527
 */
export function greedy<const M extends string = 'loss'>(options: GreedyOptions<M>): Schedule<M> {
  check.options<GreedyOptions<M>>(by, options, {
    initial: check.positive,
    factor: check.optional(check.between(0, 1)),
    patience: check.optional(check.count),
    warmup: check.optional(check.count),
    cooldown: check.optional(check.count),
    minRate: check.optional(check.notNegative),
    maxRate: check.optional(check.positive),
    ...watchRules(),
  });
  const { initial, factor = 0.95, patience = 10, warmup = 0, cooldown = 0 } = options;
  const { minRate = 0, maxRate = Number.MAX_VALUE } = options;
  if (minRate > initial) check.refuse(by, 'minRate', `at most initial, ${initial}`, minRate);
  if (maxRate < initial) check.refuse(by, 'maxRate', `at least initial, ${initial}`, maxRate);
  const { monitor, mode, threshold, thresholdMode, watched } = watcherOf(by, options);

  const heed = (memory: Memory, readings: InHand): Memory => {
    const seen = watched(memory, readings);
    if (seen === memory) return memory;
    const resting = memory.rest > 0;
    const good = resting || seen.bad > 0 ? 0 : memory.good + 1;
    const bad = resting ? 0 : seen.bad;
    const up = good > patience;
    const down = bad > patience;
    const { rate } = memory;
    // Resumed under other bounds the rate may lie outside them: even so a cut never raises it, and a rise never cuts.
    const higher = Math.max(rate, Math.min(rate / factor, maxRate));
    const lower = Math.min(rate, Math.max(rate * factor, minRate));
    return {
      rate: up ? higher : down ? lower : rate,
      good: up ? 0 : good,
      rest: up ? warmup : down ? cooldown : Math.max(memory.rest - 1, 0),
      best: resting ? memory.best : seen.best,
      bestAt: resting ? memory.bestAt : seen.bestAt,
      bad: down ? 0 : bad,
      sum: seen.sum,
      weight: seen.weight,
    };
  };

  const first: Memory = { rate: initial, good: 0, rest: 0, ...unwatched };
  const machine: Machine<number, Memory> = {
    name: by,
    span: Infinity,
    shape: by,
    monitors: [monitor],
    readsAll: false,
    begin: () => first,
    next: heed,
    counts: false,
    settle: (memory) => memory,
    late: heed,
    asks: () => [monitor],
    rate: ({ rate }) => rate,
    causes(before, after, path, step) {
      if (before.rate === after.rate) return [];
      const { best, bestAt } = after;
      const up = after.rate > before.rate;
      const figures = { monitor, mode, best, bestAt, patience, threshold, thresholdMode };
      const counted = { good: up ? before.good + 1 : 0, bad: up ? 0 : before.bad + 1 };
      return [{ by, path, step, ...figures, ...counted, from: before.rate, to: after.rate }];
    },
    restore(memory, path) {
      const it = check.record('resume', path, memory, Object.keys(first));
      check.notNegative('resume', `${path}.rate`, it.rate);
      check.count('resume', `${path}.good`, it.good);
      check.count('resume', `${path}.rest`, it.rest);
      checkWatch(it, path);
      return it as unknown as Memory;
    },
  };
  return closedLoop(by, [monitor], () => machine, { ...options });
}
