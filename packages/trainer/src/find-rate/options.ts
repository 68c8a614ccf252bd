import { count, optionsOf, shown } from '../check.ts';

export interface FindRateOptions {
  /** The rate of the first step, over 0. Default 1e-7. */
  readonly from?: number;
  /**
   * The rate of the last step, over `from`. Default 100, which no run reaches: the test ends where the loss takes off,
   * and the smoothed loss shows that late.
   */
  readonly to?: number;
  /** How many steps the climb takes: a whole number from 2 up. Default 100. The trainer must have that many. */
  readonly steps?: number;
  /** β of the average of the loss, from 0 to below 1. Default 0.98. */
  readonly smoothing?: number;
  /** The metric that is read; each step must report it, and less is better. Default `'loss'`. */
  readonly monitor?: string;
  /**
   * The test ends where the smoothed loss is over this many times the best so far, over 1; `Infinity` ends it only where
   * the loss is not finite. Default 4.
   */
  readonly divergence?: number;
}

export interface FindRateGroups<Rate> {
  /** The rates of the groups where the base rate is `rate`, for a trainer of groups: `(rate) => ({ body: rate / 10, head: rate })`. */
  readonly groups: (rate: number) => Rate;
}

const known: readonly (keyof (FindRateOptions & FindRateGroups<unknown>))[] = [
  'from',
  'to',
  'steps',
  'smoothing',
  'monitor',
  'divergence',
  'groups',
];

export interface Settings<Rate> extends Required<FindRateOptions> {
  readonly groups: (rate: number) => Rate;
}

/** The options with their defaults, if each is in its range. */
export function settingsOf<Rate>(options: FindRateOptions & Partial<FindRateGroups<Rate>>): Settings<Rate> {
  const {
    from = 1e-7,
    to = 100,
    steps = 100,
    smoothing = 0.98,
    monitor = 'loss',
    divergence = 4,
    groups = (rate: number) => rate as Rate,
  } = optionsOf('findRate', options, known);
  must('from', 'a positive number', from, Number.isFinite(from) && from > 0);
  must('to', `a finite number over from (${from})`, to, Number.isFinite(to) && to > from);
  count('findRate', 'steps', steps, 2);
  must('smoothing', 'a number from 0 to below 1', smoothing, smoothing >= 0 && smoothing < 1);
  must('divergence', 'a number over 1, or Infinity', divergence, divergence > 1);
  if (typeof monitor !== 'string' || monitor === '')
    throw new TypeError(`findRate: monitor must be the name of a metric, got ${shown(monitor)}`);
  if (typeof groups !== 'function') {
    throw new TypeError(
      `findRate: groups must be a function that gives the groups' rates at a base rate, got ${shown(groups)}`,
    );
  }
  return { from, to, steps, smoothing, monitor, divergence, groups };
}

function must(option: string, rule: string, value: unknown, holds: boolean): void {
  if (typeof value === 'number' && holds) return;
  throw new RangeError(`findRate: ${option} must be ${rule}, got ${shown(value)}`);
}
