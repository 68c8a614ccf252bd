import type { Observable } from 'rxjs';
import * as check from '../check.ts';
import type { Checked } from '../checked.ts';
import { unwatched, type WatchOptions, watcherOf, watchRules } from '../feedback/watch.ts';
import { hearing } from './hearing.ts';

/** What a report has brought of a metric. */
export interface Improvement<R = unknown> {
  /** The report itself. */
  readonly report: R;
  /** Its reading of the metric, finite or not; `null` if it brings none, or one that has come before. */
  readonly reading: number | null;
  /** Whether that was a gain. The first finite reading is one. */
  readonly improved: boolean;
  /** The best reading so far, smoothed if `smoothing` is on; `null` while none was finite. */
  readonly best: number | null;
  /** The index of the report that brought it; `null` if that had none. */
  readonly bestAt: number | null;
  /** How many readings in a row were no gain. */
  readonly bad: number;
}

export type ImprovementOptions<M extends string = 'loss'> = WatchOptions<M>;

/**
 * Watches whether a metric gets better: one answer for each report.
 *
 *     gain(x) = x < best − margin   ('min'; > best + margin for 'max'),   margin = threshold · |best|, or threshold
 *
 * It is the detector that `reduceOnPlateau`, `greedy`, `until` and the advice of `backOff` watch by, so that what stops a
 * run, what saves its best weights and what cuts its rate cannot contradict one another.
 *
 * @throws TypeError when an option is unknown, RangeError when one is out of its range. A metric that is no number ends the
 * stream, and so does one that is not finite with `nonFinite: 'error'`, or that has not come when its source completes.
 *
 * @example
 * ```ts
 * import { improvement } from '@anneal/core';
 * import { from, map, takeWhile } from 'rxjs';
 *
 * // Early stopping: two readings without a gain are let pass, the third is the last.
 * const seen: number[] = [];
 * from([5, 4, 4, 4, 4, 3])
 *   .pipe(
 *     improvement(),
 *     takeWhile(({ bad }) => bad <= 2, true),
 *     map(({ report }) => report),
 *   )
 *   .subscribe((loss) => seen.push(loss));
 * seen; // => [5, 4, 4, 4, 4]
 * ```
 *
 * @see PyTorch, `ReduceLROnPlateau`, whose rule it is — https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html
 */
export function improvement<const M extends string = 'loss'>(
  options: ImprovementOptions<M> = {},
): <R>(reports: Observable<R> & Checked<R, M>) => Observable<Improvement<R>> {
  check.options<ImprovementOptions<M>>('improvement', options, watchRules());
  const { monitor, watched } = watcherOf('improvement', options);
  const operator = hearing('improvement', monitor, () => {
    let watch = unwatched;
    return (readings, report): Improvement => {
      const before = watch;
      watch = watched(before, readings);
      const { best, bestAt, bad } = watch;
      const improved = watch !== before && bad === 0;
      return { report, reading: readings.of(monitor) ?? null, improved, best, bestAt, bad };
    };
  });
  return operator as unknown as ReturnType<typeof improvement<M>>;
}
