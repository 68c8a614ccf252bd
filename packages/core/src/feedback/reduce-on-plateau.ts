import * as check from '../check.ts';
import { closedLoop } from '../closed-loop.ts';
import type { Machine } from '../machines/machine.ts';
import type { InHand } from '../readings.ts';
import type { Schedule } from '../schedule.ts';
import { checkWatch, unwatched, type Watch, type WatchOptions, watcherOf, watchRules } from './watch.ts';

export interface ReduceOnPlateauOptions<M extends string = 'loss'> extends WatchOptions<M> {
  /** The rate until the first cut, a positive number. 1 makes it a factor for `multiply`. */
  readonly initial: number;
  /** What a cut multiplies the rate by, above 0 and below 1. Default 0.1. */
  readonly factor?: number;
  /** How many bad readings in a row are let pass; the next one cuts. Default 10. */
  readonly patience?: number;
  /** How many readings after a cut cannot be bad. Default 0. */
  readonly cooldown?: number;
  /** The rate is never cut below it; from 0 to `initial`. Default 0. */
  readonly minRate?: number;
}

/** All that it remembers between two readings. */
interface Memory extends Watch {
  readonly rate: number;
  /** Readings of the cooldown that are left. */
  readonly rest: number;
}

const by = 'reduceOnPlateau';
/**
 * Cuts the rate when a metric has stopped getting better.
 *
 *     gain(x) = x < best − margin   ('min'; > best + margin for 'max'),   margin = threshold · |best|, or threshold
 *     after patience + 1 readings in a row without a gain:   rate ← max(rate · factor, minRate)
 *
 * PyTorch's counting: with `patience: 2` two bad epochs are let pass and the third cuts. The first finite reading is the
 * baseline and never bad. During `cooldown` the best is kept up to date, and no reading is bad. A report without the
 * metric changes nothing, so reports of steps and of validations may share one stream. Unlike PyTorch's, the margin is
 * right for negative metrics, and no hidden `eps` stops small cuts.
 *
 * @throws TypeError when an option is unknown; RangeError when one is missing or out of its range, `minRate` above
 * `initial` included. A metric that is no number, or not finite with `nonFinite: 'error'`, ends the stream.
 *
 * @example
 * ```ts
 * import { reduceOnPlateau, simulate } from '@anneal/core';
 *
 * const schedule = reduceOnPlateau({ initial: 0.1, factor: 0.5, patience: 2 });
 * simulate(schedule, [1, 1, 1, 1]); // => [0.1, 0.1, 0.1, 0.1, 0.05]
 * ```
 *
 * @see PyTorch, `ReduceLROnPlateau` — https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html
 */
export function reduceOnPlateau<const M extends string = 'loss'>(
  options: ReduceOnPlateauOptions<M>,
): Schedule<M> {
  check.options<ReduceOnPlateauOptions<M>>(by, options, {
    initial: check.positive,
    factor: check.optional(check.between(0, 1)),
    patience: check.optional(check.count),
    cooldown: check.optional(check.count),
    minRate: check.optional(check.notNegative),
    ...watchRules(),
  });
  const { initial, factor = 0.1, patience = 10, cooldown = 0, minRate = 0 } = options;
  if (minRate > initial) check.refuse(by, 'minRate', `at most initial, ${initial}`, minRate);
  const { monitor, mode, threshold, thresholdMode, watched } = watcherOf(by, options);

  const heed = (memory: Memory, readings: InHand): Memory => {
    const seen = watched(memory, readings);
    if (seen === memory) return memory;
    const bad = memory.rest > 0 ? 0 : seen.bad;
    const cut = bad > patience;
    return {
      rate: cut ? Math.min(memory.rate, Math.max(memory.rate * factor, minRate)) : memory.rate,
      best: seen.best,
      bestAt: seen.bestAt,
      bad: cut ? 0 : bad,
      rest: cut ? cooldown : Math.max(memory.rest - 1, 0),
      sum: seen.sum,
      weight: seen.weight,
    };
  };

  const first: Memory = { rate: initial, rest: 0, ...unwatched };
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
    rate: (memory) => memory.rate,
    causes: (before, after, path, step) =>
      before.rate === after.rate
        ? []
        : [
            {
              by,
              path,
              step,
              monitor,
              mode,
              best: after.best,
              bestAt: after.bestAt,
              bad: before.bad + 1,
              patience,
              threshold,
              thresholdMode,
              from: before.rate,
              to: after.rate,
            },
          ],
    restore: (memory, path) => restored(memory, path),
  };
  return closedLoop(by, [monitor], () => machine, { ...options });
}

function restored(memory: unknown, path: string): Memory {
  const it = check.record('resume', path, memory, Object.keys({ rate: 0, rest: 0, ...unwatched }));
  check.notNegative('resume', `${path}.rate`, it.rate);
  check.count('resume', `${path}.rest`, it.rest);
  checkWatch(it, path);
  return it as unknown as Memory;
}
