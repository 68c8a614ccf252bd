import type { Observable } from 'rxjs';
import * as check from '../check.ts';
import type { Checked } from '../checked.ts';
import { averaged, noAverage } from '../feedback/average.ts';
import { hearing } from './hearing.ts';

export interface SmoothOptions<M extends string = 'loss'> {
  /** The metric to smooth. Default `'loss'`. */
  readonly monitor?: M;
  /** β: how much of the average before stays, from 0 to below 1. Default 0.9. */
  readonly smoothing?: number;
}

/**
 * Smooths one metric of a stream: the same reports, with its bias-corrected exponential moving average in its place.
 *
 *     average = Σ βⁿ⁻ⁱ · xᵢ / Σ βⁿ⁻ⁱ     over the finite readings x₁ … xₙ so far
 *
 * A bare number becomes the average; a report without the metric passes as it is. A reading that is not finite passes as
 * it is and never enters; one that has come before enters once. Plain RxJS, for any stream: charts, plateaus, alarms.
 *
 * @param options the metric and β, or β alone.
 * @throws TypeError when an option is unknown, RangeError when one is out of its range. A metric that is no number ends the
 * stream, and so does one that has not come when its source completes.
 *
 * @example
 * ```ts
 * import { reduceOnPlateau, smooth } from '@anneal/core';
 * import { from } from 'rxjs';
 *
 * const averages: number[] = [];
 * from([4, 2, 2]).pipe(smooth(0.5)).subscribe((average) => averages.push(average));
 * averages; // => [4, 2.6666666666666665, 2.2857142857142856]
 *
 * const reports$ = from([{ step: 0, valLoss: 3 }, { step: 1, valLoss: 2 }]);
 * reports$.pipe(smooth({ monitor: 'valLoss' }), reduceOnPlateau({ initial: 0.1, monitor: 'valLoss' })).subscribe();
 * ```
 *
 * @see Kingma & Ba, "Adam", 2015, section 3, on the correction — https://arxiv.org/abs/1412.6980
 */
export function smooth<const M extends string = 'loss'>(
  options: SmoothOptions<M> | number = {},
): <R>(reports: Observable<R> & Checked<R, M>) => Observable<R> {
  const given: SmoothOptions<M> = typeof options === 'number' ? { smoothing: options } : options;
  check.options<SmoothOptions<M>>('smooth', given, {
    monitor: check.optional(check.metricName),
    smoothing: check.optional(check.share),
  });
  const { monitor = 'loss' as M, smoothing = 0.9 } = given;
  const operator = hearing('smooth', monitor, () => {
    let average = noAverage;
    return (readings, report) => {
      const reading = readings.of(monitor);
      if (Number.isFinite(reading)) average = averaged(average, reading as number, smoothing);
      const said = typeof report === 'number' ? report : (report as Reported)?.[monitor];
      // What has come before shows as the average that stands; there is one, since it came.
      if (!Number.isFinite(said) || average.weight === 0) return report;
      const value = average.sum / average.weight;
      return typeof report === 'number' ? value : { ...(report as Reported), [monitor]: value };
    };
  });
  return operator as ReturnType<typeof smooth<M>>;
}

type Reported = { readonly [metric: string]: unknown } | null | undefined;
