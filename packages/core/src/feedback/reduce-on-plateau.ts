import * as check from '../check.ts';
import { NONE } from '../clock.ts';
import { closedLoop } from '../closed-loop.ts';
import type { Machine } from '../machines/machine.ts';
import type { InHand } from '../readings.ts';
import type { Schedule } from '../schedule.ts';
import { type ImprovementRule, improves } from './improvement.ts';

export interface ReduceOnPlateauOptions<M extends string = 'loss'> {
  /** The rate until the first cut, a positive number. 1 makes it a factor for `multiply`. */
  readonly initial: number;
  /** What a cut multiplies the rate by, above 0 and below 1. Default 0.1. */
  readonly factor?: number;
  /** How many bad readings in a row are let pass; the next one cuts. Default 10. */
  readonly patience?: number;
  /** The metric to read. Default `'loss'`. */
  readonly monitor?: M;
  /** `'min'` where less is better, `'max'` where more is. Default `'min'`. */
  readonly mode?: 'min' | 'max';
  /** By how much a reading must beat the best one to be a gain, from 0 up. Default 1e-4. */
  readonly threshold?: number;
  /** `'relative'`: the margin is `threshold · |best|`. `'absolute'`: it is `threshold`. Default `'relative'`. */
  readonly thresholdMode?: 'relative' | 'absolute';
  /** How many readings after a cut cannot be bad. Default 0. */
  readonly cooldown?: number;
  /** The rate is never cut below it; from 0 to `initial`. Default 0. */
  readonly minRate?: number;
  /** β of the bias-corrected moving average that is read in place of the metric, from 0 to below 1. Default 0: none. */
  readonly smoothing?: number;
  /** A reading that is not finite is no gain (`'bad'`), is passed over (`'ignore'`), or ends the stream (`'error'`). Default `'bad'`. */
  readonly nonFinite?: 'bad' | 'ignore' | 'error';
}

/** All that it remembers between two readings. */
interface Memory {
  readonly rate: number;
  readonly best: number | null;
  /** The step whose report brought the best reading. */
  readonly bestAt: number | null;
  /** Readings in a row that were no gain. */
  readonly bad: number;
  /** Readings of the cooldown that are left. */
  readonly rest: number;
  /** The moving sum of the readings, and of their weights: the average is their quotient. */
  readonly sum: number;
  readonly weight: number;
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
    monitor: check.optional(check.metricName),
    mode: check.optional(check.oneOf('min', 'max')),
    threshold: check.optional(check.notNegative),
    thresholdMode: check.optional(check.oneOf('relative', 'absolute')),
    cooldown: check.optional(check.count),
    minRate: check.optional(check.notNegative),
    smoothing: check.optional(check.share),
    nonFinite: check.optional(check.oneOf('bad', 'ignore', 'error')),
  });
  const {
    initial,
    factor = 0.1,
    patience = 10,
    monitor = 'loss',
    mode = 'min',
    threshold = 1e-4,
    thresholdMode = 'relative',
    cooldown = 0,
    minRate = 0,
    smoothing = 0,
    nonFinite = 'bad',
  } = options;
  if (minRate > initial) check.refuse(by, 'minRate', `at most initial, ${initial}`, minRate);
  const rule: ImprovementRule = { mode, threshold, thresholdMode };

  const heed = (memory: Memory, readings: InHand): Memory => {
    const reading = readings.of(monitor);
    if (reading === undefined) return memory;
    const finite = Number.isFinite(reading);
    if (!finite && nonFinite === 'ignore') return memory;
    if (!finite && nonFinite === 'error') {
      const where = readings.index === NONE ? 'in a report' : `at step ${readings.index}`;
      throw new RangeError(
        `${by}: ${monitor} must be finite (nonFinite is 'error'), got ${reading} ${where}`,
      );
    }
    const smooths = finite && smoothing > 0;
    const sum = smooths ? smoothing * memory.sum + (1 - smoothing) * reading : memory.sum;
    const weight = smooths ? smoothing * memory.weight + (1 - smoothing) : memory.weight;
    const value = smooths ? sum / weight : reading;
    const gain = finite && (memory.best === null || improves(value, memory.best, rule));
    const resting = memory.rest > 0;
    const bad = gain || resting ? 0 : memory.bad + 1;
    const cut = bad > patience;
    return {
      rate: cut ? Math.min(memory.rate, Math.max(memory.rate * factor, minRate)) : memory.rate,
      best: gain ? value : memory.best,
      bestAt: gain ? (readings.index === NONE ? null : readings.index) : memory.bestAt,
      bad: cut ? 0 : bad,
      rest: cut ? cooldown : resting ? memory.rest - 1 : 0,
      sum,
      weight,
    };
  };

  const first: Memory = { rate: initial, best: null, bestAt: null, bad: 0, rest: 0, sum: 0, weight: 0 };
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
  return closedLoop(by, [monitor as M], () => machine, { ...options });
}

function restored(memory: unknown, path: string): Memory {
  const it = check.record('resume', path, memory, ['rate', 'best', 'bestAt', 'bad', 'rest', 'sum', 'weight']);
  check.notNegative('resume', `${path}.rate`, it.rate);
  if (it.best !== null) check.finite('resume', `${path}.best`, it.best);
  if (it.bestAt !== null) check.count('resume', `${path}.bestAt`, it.bestAt);
  check.count('resume', `${path}.bad`, it.bad);
  check.count('resume', `${path}.rest`, it.rest);
  check.finite('resume', `${path}.sum`, it.sum);
  check.notNegative('resume', `${path}.weight`, it.weight);
  if ((it.weight as number) > 1) check.refuse('resume', `${path}.weight`, 'at most 1', it.weight);
  return it as unknown as Memory;
}
