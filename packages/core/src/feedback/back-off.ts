import * as check from '../check.ts';
import { NONE } from '../clock.ts';
import { closedLoop } from '../closed-loop.ts';
import type { Machine } from '../machines/machine.ts';
import { isKept, type Kept, kept, readingOf } from '../not-finite.ts';
import type { InHand } from '../readings.ts';
import type { Schedule } from '../schedule.ts';
import { type Average, averaged } from './average.ts';
import { type ImprovementRule, improves } from './improves.ts';
import { type Best, checkAverage, checkBest } from './watch.ts';

export interface BackOffOptions<M extends string = 'loss'> {
  /** The rate while nothing is wrong, a positive number. Default 1: a factor for `multiply`. */
  readonly initial?: number;
  /** What a cut multiplies the rate by, above 0 and below 1. Default 0.5. */
  readonly factor?: number;
  /** A reading over this many times the average is a spike; above 1. Default 4. */
  readonly spike?: number;
  /** How many steps the way back to `initial` takes, a positive number. Default 100. */
  readonly recover?: number;
  /** After how many cuts it stays down, a whole number from 1 up. Default 5. */
  readonly budget?: number;
  /** How many readings after a cut cannot be spikes: more than a bad batch is felt for. Default 0. */
  readonly cooldown?: number;
  /** The metric to read, where less is better. Default `'loss'`. */
  readonly monitor?: M;
  /** β of the bias-corrected moving average that readings are held against, from 0 to below 1. Default 0.9. */
  readonly smoothing?: number;
}

/** The last cut. */
interface Cut {
  /** The step that it was made for. */
  readonly since: number;
  readonly from: number;
  readonly to: number;
  readonly reading: Kept;
  /** What the reading was held against; `null` where there was none yet. */
  readonly average: number | null;
}

interface Memory extends Average, Best {
  readonly cuts: number;
  readonly cut: Cut | null;
  /** Readings of the cooldown that are left. */
  readonly rest: number;
}

const by = 'backOff';
/** What a gain of the average is: the plateau's rule, as it is by default. */
const gain: ImprovementRule = { mode: 'min', threshold: 1e-4, thresholdMode: 'relative' };

/**
 * Cuts the rate when a metric spikes or is not finite, and climbs back.
 *
 *     spike(x) = x is not finite, or x > average + (spike − 1) · |average|      (spike · average, where that is positive)
 *     after a spike:         rate ← rate · factor
 *     t steps after a cut:   rate = cut + (initial − cut) · t / recover   for t < recover, then initial
 *
 * `average` is the bias-corrected moving average of the readings before; a spike enters it as if it had been on the edge,
 * so that one reading cannot blind it, and a level that lasts is learned. Every spike cuts: where the harm of one bad batch
 * is felt for some readings, a `cooldown` of as many makes it one cut. After `budget` cuts it stays down for good, and the
 * cause says `exhausted`; it never ends the stream. Causes also tell when the average was at its best: what to roll back to.
 * The first reading can be a spike only by not being finite.
 *
 * @throws TypeError when an option is unknown, RangeError when one is out of its range. A metric that is no number ends
 * the stream.
 *
 * @example
 * ```ts
 * import { backOff, cosineAnnealing, multiply, simulate } from '@anneal/core';
 *
 * simulate(backOff({ recover: 4 }), [1, 1, 9, 1, 1, 1, 1]); // => [1, 1, 1, 0.5, 0.625, 0.75, 0.875, 1]
 *
 * // A guard around any schedule:
 * const guarded = multiply(cosineAnnealing({ from: 0.1, over: 1000 }), backOff({ monitor: 'gradNorm' }));
 * guarded.monitors; // => ['gradNorm']
 * ```
 *
 * @see Chowdhery et al., "PaLM", 2022, section 5.1, on loss spikes — https://arxiv.org/abs/2204.02311
 */
export function backOff<const M extends string = 'loss'>(options: BackOffOptions<M> = {}): Schedule<M> {
  check.options<BackOffOptions<M>>(by, options, {
    initial: check.optional(check.positive),
    factor: check.optional(check.between(0, 1)),
    spike: check.optional(check.above(1)),
    recover: check.optional(check.positive),
    budget: check.optional(check.atLeastOnce),
    cooldown: check.optional(check.count),
    monitor: check.optional(check.metricName),
    smoothing: check.optional(check.share),
  });
  const { initial = 1, factor = 0.5, spike = 4, recover = 100, budget = 5 } = options;
  const { cooldown = 0, monitor = 'loss' as M, smoothing = 0.9 } = options;

  const rateAt = ({ cut, cuts }: Memory, clock: number): number => {
    if (cut === null) return initial;
    if (cuts >= budget) return cut.to;
    const t = clock - cut.since;
    return t >= recover ? initial : cut.to + (initial - cut.to) * (t / recover);
  };

  /** The memory after a report, for the step at `clock`; `ran` is the step whose rate is the one in force. */
  const heed = (memory: Memory, readings: InHand, ran: number, clock: number): Memory => {
    const reading = readings.of(monitor);
    if (reading === undefined) return memory;
    const before = memory.weight === 0 ? null : memory.sum / memory.weight;
    // Of 0 every reading is many times as much: it is no baseline, as before the first reading there is none.
    const edge = !before ? Infinity : before >= 0 ? spike * before : (2 - spike) * before;
    const finite = Number.isFinite(reading);
    const { sum, weight } = finite ? averaged(memory, Math.min(reading, edge), smoothing) : memory;
    const gains = finite && (memory.best === null || improves(sum / weight, memory.best, gain));
    const cuts = !(finite && reading <= edge) && memory.rest === 0 && memory.cuts < budget;
    const from = rateAt(memory, ran);
    return {
      cuts: cuts ? memory.cuts + 1 : memory.cuts,
      cut: cuts
        ? { since: clock, from, to: from * factor, reading: kept(reading), average: before }
        : memory.cut,
      rest: cuts ? cooldown : Math.max(memory.rest - 1, 0),
      best: gains ? sum / weight : memory.best,
      bestAt: gains ? (readings.index === NONE ? null : readings.index) : memory.bestAt,
      sum,
      weight,
    };
  };

  const first: Memory = { cuts: 0, cut: null, rest: 0, best: null, bestAt: null, sum: 0, weight: 0 };
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
    late: (memory, readings, _, clock) => heed(memory, readings, clock, clock),
    asks: () => [monitor],
    rate: rateAt,
    causes(before, after, path, step) {
      const { cut, cuts, best, bestAt } = after;
      if (cut === null || cuts === before.cuts) return [];
      const { reading, average, from, to } = cut;
      const figures = { monitor, reading: readingOf(reading as Kept), average, spike, best, bestAt };
      return [{ by, path, step, ...figures, cuts, budget, exhausted: cuts >= budget, recover, from, to }];
    },
    restore(memory, path, clock) {
      const it = check.record('resume', path, memory, Object.keys(first));
      check.count('resume', `${path}.cuts`, it.cuts);
      if ((it.cut === null) !== (it.cuts === 0))
        check.refuse('resume', `${path}.cut`, 'null before the first cut, and only there', it.cut);
      if (it.cut !== null) checkCut(it.cut, `${path}.cut`, clock);
      check.count('resume', `${path}.rest`, it.rest);
      checkBest(it, path);
      checkAverage(it, path);
      return it as unknown as Memory;
    },
  };
  return closedLoop(by, [monitor], () => machine, { ...options });
}

function checkCut(cut: unknown, path: string, clock: number): void {
  const it = check.record('resume', path, cut, ['since', 'from', 'to', 'reading', 'average']);
  check.notNegative('resume', `${path}.since`, it.since);
  if ((it.since as number) > clock)
    check.refuse('resume', `${path}.since`, `at most the step, ${clock}`, it.since);
  check.notNegative('resume', `${path}.from`, it.from);
  check.notNegative('resume', `${path}.to`, it.to);
  if (!isKept(it.reading)) check.refuse('resume', `${path}.reading`, 'a reading', it.reading);
  if (it.average !== null) check.finite('resume', `${path}.average`, it.average);
}
