import * as check from './check.ts';
import { machineOf } from './machines/machine.ts';
import { Run } from './run.ts';
import { inside, isCurve, isSchedule, type Part } from './schedule.ts';
import { shown } from './shown.ts';

export interface DiffOptions {
  /** The first step to compare. Default: where the later of the two starts, 0 unless resumed. */
  readonly from?: number;
  /** The step to stop before. Default: the end of the longer one; it must be given where neither has an end. */
  readonly to?: number;
}

/** A step at which two plans do not agree. */
export interface Difference<Rate = number> {
  readonly step: number;
  readonly old: Rate;
  readonly new: Rate;
}

/**
 * The steps that a changed plan changes, before anything runs.
 *
 *     diff(old, new, { from, to }) = [{ step, old, new } for from ≤ step < to where the rates are not the same]
 *
 * What reads metrics is taken as it would go on if no more of them came; resumed, from what it remembers. So the
 * checkpoint of a run shows what another plan would do from here.
 *
 * @throws TypeError when one of them is no schedule or an option is unknown; RangeError when `from` or `to` is not a step,
 * `to` is missing and neither has an end, or `from` lies before the step at which one with feedback was resumed.
 *
 * @example
 * ```ts
 * import { cosineAnnealing, diff, resume } from '@anneal/core';
 *
 * const plan = cosineAnnealing({ from: 0.1, over: 4 });
 * const longer = cosineAnnealing({ from: 0.1, over: 6 });
 * diff(resume(plan, 2), resume(longer, 2), { to: 4 });
 * // => [{ step: 2, old: 0.05, new: 0.07500000000000001 }, { step: 3, old: 0.014644660940672629, new: 0.05 }]
 * ```
 */
export function diff<Rate>(
  before: Part<string, Rate>,
  after: Part<string, Rate>,
  options: DiffOptions = {},
): Difference<Rate>[] {
  check.options<DiffOptions>('diff', options, {
    from: check.optional(check.count),
    to: check.optional(check.count),
  });
  const plans = [before, after].map((schedule, i) => planOf(schedule, i === 0 ? 'old' : 'new'));
  const ends = [before.span, after.span].filter((span) => span < Infinity).map(Math.ceil);
  const { from = Math.max(...plans.map(({ start }) => start)) } = options;
  const { to = ends.length === 0 ? undefined : Math.max(from, ...ends) } = options;
  if (to === undefined) return check.refuse('diff', 'to', 'given where neither of the two has an end', to);
  if (to < from) check.refuse('diff', 'to', `at least from, ${from}`, to);
  for (const { which, start, isOpen } of plans) {
    if (!isOpen && from < start)
      check.refuse('diff', 'from', `at least ${start}, where the ${which} one was resumed`, from);
  }
  const [olds, news] = plans.map(({ rates }) => rates(from)) as [Rates<Rate>, Rates<Rate>];
  const differences: Difference<Rate>[] = [];
  for (let step = from; step < to; step++) {
    const [old, changed] = [olds(step), news(step)];
    if (!isSame(old, changed)) differences.push({ step, old, new: changed });
  }
  return differences;
}

/** The rate of a step; they are asked for in order. */
type Rates<Rate> = (step: number) => Rate;

function planOf<Rate>(schedule: Part<string, Rate>, which: string) {
  if (!isSchedule(schedule))
    throw new TypeError(`diff: the ${which} one must be a schedule, got ${shown(schedule)}`);
  const { start, spliced } = inside(schedule);
  // What took over from another knows nothing of the steps before.
  const isOpen = isCurve(schedule) && !spliced;
  const rates = (from: number): Rates<Rate> => {
    if (isOpen) return (schedule as unknown as { at: Rates<Rate> }).at;
    const run = new Run(machineOf(schedule as Part<string, Rate>), start);
    run.passTo(from);
    return (step) => {
      run.passTo(step);
      return run.rate();
    };
  };
  return { which, start: start?.step ?? 0, isOpen, rates };
}

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  const [one, other] = [Object.entries(a as object), b as Record<string, unknown>];
  return one.length === Object.keys(other).length && one.every(([name, rate]) => other[name] === rate);
}
