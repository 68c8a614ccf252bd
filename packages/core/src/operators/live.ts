import { from, Observable, Subscriber } from 'rxjs';
import * as check from '../check.ts';
import type { Checked } from '../checked.ts';
import { LiveRun, type Splice } from '../live-run.ts';
import type { Run } from '../run.ts';
import { RunAnswers } from '../run-answers.ts';
import { isSchedule, type MonitorsOf, type Part } from '../schedule.ts';
import { shown } from '../shown.ts';
import { liveBrand, type Told } from './told.ts';

export interface LiveOptions {
  /**
   * How a new schedule takes over. `'restart'`: from its own step 0. `'progress'`: at the present step, feedback with no
   * memory. `'value'`: from its own step 0, times what makes its first rate the rate in force. Default `'restart'`.
   */
  readonly splice?: Splice;
}

/** What {@link live} returns: an operator on a stream of reports, which `decisions` and `train` take, too. */
export interface Live<M extends string = never, Rate = number> {
  <R>(reports: Observable<R> & Checked<R, M>): Observable<Rate>;
  /** The schedule that it begins with. */
  readonly first: Part<string, Rate>;
  /** The metrics that the first schedule reads; by its type, also those of the schedules to come. */
  readonly monitors: readonly M[];
}

/**
 * Swaps the schedule while training runs, or sets the rate by hand.
 *
 * A swap emits nothing by itself: it shows in the answer to the next report, which the old schedule still hears. Of
 * several before that, the last one counts. A bare number is the rate from there on (a record of them, for `groups`); `null`
 * releases it to the schedule under it, whose clock and readings ran on; a schedule releases it, too. The errors of
 * `schedules$` end the rates, its completion is nothing. A recorded stream of reports and swaps gives the same rates again,
 * and `resume(schedule, state)` picks up the schedule that was in force, where it was.
 *
 * @param first the schedule to begin with; it may be resumed.
 * @param schedules$ schedules, rates and `null`. Its subscription comes first, so that what it says at once is heard
 * before the first report.
 * @throws TypeError when `first` is no schedule, `schedules$` no stream or an option is unknown, RangeError when `splice` is
 * none of the three. What is neither a schedule, a rate nor `null`, is resumed, or gives other groups, ends the rates; so
 * does `'value'` where the rate in force or the new one's first rate is 0.
 *
 * @example
 * ```ts
 * import { constant, cosineAnnealing, linear, live, type Part } from '@anneal/core';
 * import { Subject } from 'rxjs';
 *
 * const losses$ = new Subject<number>();
 * const plans$ = new Subject<Part<never> | number | null>();
 * const rates: number[] = [];
 * losses$.pipe(live(constant(0.1), plans$, { splice: 'value' })).subscribe((rate) => rates.push(rate));
 *
 * losses$.next(3);
 * plans$.next(linear({ from: 1, to: 0, over: 4 })); // it goes on from 0.1
 * losses$.next(2);
 * losses$.next(2);
 * plans$.next(0.2); // by hand
 * losses$.next(2);
 * plans$.next(null); // and released
 * losses$.next(2);
 * rates; // => [0.1, 0.1, 0.1, 0.07500000000000001, 0.2, 0.025]
 * ```
 */
export function live<M extends string, Rate, S extends Part<string, NoInfer<Rate>> | NoInfer<Rate> | null>(
  first: Part<M, Rate>,
  schedules$: Observable<S>,
  options: LiveOptions = {},
): Live<M | MonitorsOf<S>, Rate> {
  if (!isSchedule(first))
    throw new TypeError(`live: its first argument must be a schedule, got ${shown(first)}`);
  if (typeof (schedules$ as Partial<Observable<S>> | null)?.subscribe !== 'function')
    throw new TypeError(
      `live: its second argument must be an Observable of schedules, rates and null, got ${shown(schedules$)}`,
    );
  check.options<LiveOptions>('live', options, {
    splice: check.optional(check.oneOf('restart', 'progress', 'value')),
  });
  const { splice = 'restart' } = options;
  const told: Told = <Out>(reports: Observable<unknown>, view: (run: Run<unknown>) => Out) =>
    new Observable((out: Subscriber<Out>) => {
      const run = new LiveRun<unknown>(first as Part<string, unknown>, splice);
      const answers = new RunAnswers(out, run, view);
      from(schedules$).subscribe(new Swaps(answers as RunAnswers<unknown, unknown>, run));
      if (!answers.closed) reports.subscribe(answers);
      if (!answers.closed) answers.start();
    });
  const operator = (reports: Observable<unknown>) => told(reports, (run) => run.rate());
  const face = { first, monitors: first.monitors, [liveBrand]: told };
  return Object.assign(operator, face) as unknown as Live<M | MonitorsOf<S>, Rate>;
}

/** Hears what is to be swapped in, for as long as there are answers: also where it is said without an end, and at once. */
class Swaps extends Subscriber<unknown> {
  readonly #answers: RunAnswers<unknown, unknown>;
  readonly #run: LiveRun<unknown>;

  constructor(answers: RunAnswers<unknown, unknown>, run: LiveRun<unknown>) {
    super();
    this.#answers = answers;
    this.#run = run;
    answers.add(this);
  }

  protected override _next(said: unknown): void {
    try {
      this.#run.swap(said);
    } catch (error) {
      this.#answers.failWith(error);
    }
  }

  protected override _error(error: unknown): void {
    this.#answers.failWith(error);
  }
}
