import * as check from '../check.ts';
import { NONE } from '../clock.ts';
import type { InHand } from '../readings.ts';
import { type Average, averaged } from './average.ts';
import { type ImprovementRule, improves } from './improves.ts';

/** How a metric is watched: what counts as a gain, and over which readings. */
export interface WatchOptions<M extends string = 'loss'> {
  /** The metric to read. Default `'loss'`. */
  readonly monitor?: M;
  /** `'min'` where less is better, `'max'` where more is. Default `'min'`. */
  readonly mode?: 'min' | 'max';
  /** By how much a reading must beat the best one to be a gain, from 0 up. Default 1e-4. */
  readonly threshold?: number;
  /** `'relative'`: the margin is `threshold · |best|`. `'absolute'`: it is `threshold`. Default `'relative'`. */
  readonly thresholdMode?: 'relative' | 'absolute';
  /** β of the bias-corrected moving average that is read in place of the metric, from 0 to below 1. Default 0: none. */
  readonly smoothing?: number;
  /** A reading that is not finite is no gain (`'bad'`), is passed over (`'ignore'`), or ends the stream (`'error'`). Default `'bad'`. */
  readonly nonFinite?: 'bad' | 'ignore' | 'error';
}

/** Their rules; made when they are asked for, so that who asks for none carries none. */
export const watchRules = (): Readonly<Record<keyof WatchOptions, check.Rule>> => ({
  monitor: check.optional(check.metricName),
  mode: check.optional(check.oneOf('min', 'max')),
  threshold: check.optional(check.notNegative),
  thresholdMode: check.optional(check.oneOf('relative', 'absolute')),
  smoothing: check.optional(check.share),
  nonFinite: check.optional(check.oneOf('bad', 'ignore', 'error')),
});

/** The best that was seen. */
export interface Best {
  /** The best reading, smoothed if `smoothing` is on; `null` while none was finite. */
  readonly best: number | null;
  /** The index of the report that brought it; `null` if that had none. */
  readonly bestAt: number | null;
}

/** What is remembered of the readings that were watched. */
export interface Watch extends Best, Average {
  /** How many readings in a row were no gain. */
  readonly bad: number;
}

/** Before there was a reading. */
export const unwatched: Watch = { best: null, bestAt: null, bad: 0, sum: 0, weight: 0 };

/** How a metric is watched, with its defaults, and the function that does it. */
export interface Watcher<M extends string = string> extends ImprovementRule {
  readonly monitor: M;
  /** What is remembered after the report in hand: the same, where it brings no reading. After a gain `bad` is 0. */
  readonly watched: (before: Watch, readings: InHand) => Watch;
}

/**
 * The one detector of improvement: the plateau, `until`, `greedy`, the advice of `backOff` and the operator `improvement`
 * watch by it, so that they cannot contradict one another. The first finite reading is the baseline, and a gain.
 */
export function watcherOf<M extends string = 'loss'>(by: string, options: WatchOptions<M>): Watcher<M> {
  const { mode = 'min', threshold = 1e-4, thresholdMode = 'relative' } = options;
  const { monitor = 'loss' as M, smoothing = 0, nonFinite = 'bad' } = options;
  const rule: ImprovementRule = { mode, threshold, thresholdMode };

  const watched = (before: Watch, readings: InHand): Watch => {
    const reading = readings.of(monitor);
    if (reading === undefined) return before;
    const finite = Number.isFinite(reading);
    if (!finite && nonFinite === 'ignore') return before;
    if (!finite && nonFinite === 'error') {
      const where = readings.index === NONE ? 'in a report' : `at step ${readings.index}`;
      throw new RangeError(
        `${by}: ${monitor} must be finite (nonFinite is 'error'), got ${reading} ${where}`,
      );
    }
    const smooths = finite && smoothing > 0;
    const { sum, weight } = smooths ? averaged(before, reading, smoothing) : before;
    const value = smooths ? sum / weight : reading;
    const gain = finite && (before.best === null || improves(value, before.best, rule));
    return {
      best: gain ? value : before.best,
      bestAt: gain ? (readings.index === NONE ? null : readings.index) : before.bestAt,
      bad: gain ? 0 : before.bad + 1,
      sum,
      weight,
    };
  };
  return { ...rule, monitor, watched };
}

/** Refuses what cannot be remembered of readings. */
export function checkWatch(it: Readonly<Record<string, unknown>>, path: string): void {
  checkBest(it, path);
  check.count('resume', `${path}.bad`, it.bad);
  checkAverage(it, path);
}

/** Refuses what cannot be the best that was seen. */
export function checkBest(it: Readonly<Record<string, unknown>>, path: string): void {
  if (it.best !== null) check.finite('resume', `${path}.best`, it.best);
  if (it.bestAt !== null) check.count('resume', `${path}.bestAt`, it.bestAt);
}

/** Refuses what cannot be a moving average. */
export function checkAverage(it: Readonly<Record<string, unknown>>, path: string): void {
  check.finite('resume', `${path}.sum`, it.sum);
  check.notNegative('resume', `${path}.weight`, it.weight);
  if ((it.weight as number) > 1) check.refuse('resume', `${path}.weight`, 'at most 1', it.weight);
}
