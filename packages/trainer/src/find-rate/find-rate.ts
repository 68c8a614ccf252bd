import { Observable } from 'rxjs';
import { shown } from '../check.ts';
import type { Trainer } from '../trainer.ts';
import { type FindRateGroups, type FindRateOptions, settingsOf } from './options.ts';
import { RangeTest } from './range-test.ts';
import type { RateReading } from './sweep.ts';

/**
 * The learning-rate range test: real training steps at rates that climb from tiny to far too high, and the model as it was
 * before.
 *
 *     rate(t) = from · (to / from)^(t / (steps − 1))
 *
 * Each step gives a reading `{ step, rate, loss, smoothed }`. The test ends after `steps`, where the smoothed loss is over
 * `divergence` times its best (not judged in the first tenth), or where the loss is not finite. The last reading has
 * `found`: the suggestions `valley`, `steep`, `slide`, `minimum`, and `band`, the rates from valley to slide, each `null`
 * with a reason where there is too little to say.
 *
 * What `trainer.save` saves is put back by `trainer.restore`, however the test ends: by itself, unsubscribed half-way, or
 * in an error. The last reading, the completion and the error come when that is done. A `train` or `findRate` of the same
 * trainer that begins meanwhile waits for it; for what else uses the model there is {@link restored}.
 *
 * @param trainer one that has `save` and `restore`, with at least `steps` steps to run. Its steps begin at 0.
 * @throws TypeError or RangeError when the trainer cannot save and restore, or an option is unknown or out of its range.
 * The stream ends in an error when the trainer or its `save` fails, a step does not report the metric, the trainer is
 * over before the test, a run of it is on, or `restore` fails; the message of this last one says that the model is not as it was before.
 *
 * @example
 * ```ts
 * import { findRate, stepTrainer } from '@anneal/trainer';
 * import { lastValueFrom } from 'rxjs';
 *
 * // Minimizes w² by gradient descent: it converges below a rate of 1, and diverges above.
 * let w = 1;
 * const trainer = stepTrainer(
 *   (rate) => {
 *     const loss = w * w;
 *     w -= rate * 2 * w;
 *     return { loss };
 *   },
 *   {
 *     steps: 100,
 *     save: () => w,
 *     restore: (saved) => {
 *       w = saved;
 *     },
 *   },
 * );
 *
 * const { found } = await lastValueFrom(findRate(trainer));
 * found?.ended; // => 'diverged'
 * found?.valley?.toPrecision(2); // => '0.0012'
 * w; // => 1
 * ```
 *
 * @see Smith, "Cyclical Learning Rates for Training Neural Networks", 2015, section 3.3 — https://arxiv.org/abs/1506.01186
 */
export function findRate<Report>(
  trainer: Trainer<Report>,
  options?: FindRateOptions,
): Observable<RateReading>;
export function findRate<Report, Rate>(
  trainer: Trainer<Report, Rate>,
  options: FindRateOptions & FindRateGroups<Rate>,
): Observable<RateReading>;
export function findRate<Report, Rate>(
  trainer: Trainer<Report, Rate>,
  options: FindRateOptions & Partial<FindRateGroups<Rate>> = {},
): Observable<RateReading> {
  if (typeof trainer?.reports !== 'function' || typeof trainer.setRate !== 'function') {
    throw new TypeError(
      `findRate: its first argument must be a trainer { reports, setRate, save, restore }, got ${shown(trainer)}`,
    );
  }
  const missing = (['save', 'restore'] as const).filter((name) => typeof trainer[name] !== 'function');
  if (missing.length > 0) {
    throw new TypeError(
      `findRate: the trainer has no ${missing.join(' and no ')}, and the model must be as before when the test is over; ` +
        'give the trainer both, as in stepTrainer(step, { steps, save, restore })',
    );
  }
  const settings = settingsOf(options);
  return new Observable((out) => {
    const test = new RangeTest(trainer, settings, out);
    out.add(() => test.stop());
    void test.begin();
  });
}
