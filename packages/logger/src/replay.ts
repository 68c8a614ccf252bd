import { Observable } from 'rxjs';
import { readRun } from './read-run.ts';
import { Replaying } from './replaying.ts';
import type { Row } from './row.ts';
import { shown } from './shown.ts';

/** A row as it would have been under another schedule. */
export interface Replayed extends Row {
  /** The rate that the schedule would have had in force. Where it gives a record, it is `rate.<group>` instead. */
  readonly rate?: number;
  /** The rate that was used; where it was a record, `was.<group>`. */
  readonly was?: unknown;
  /** What would have acted to make the rate so: where the schedule gives decisions, and something did. */
  readonly causes?: readonly unknown[];
}

/**
 * What another schedule would have done on the metrics of a run.
 *
 * Each row comes out with the `rate` that the schedule would have had in force during its step, and with the one that was
 * really used as `was`; its other columns stay, but for what the old schedule said, `causes` and `state`. The metrics
 * are those that training had under the old rates: how it would have gone on, no log can tell.
 *
 * 1. The schedule says its first rate. Each row is then reported to it, without what the schedule before said, and what
 *    it answers is the rate of the next step.
 * 2. The index of a row is its `step`; in a run whose first indexed row has only an `epoch`, its `epoch`; in a run
 *    without indices, its place. Before a row that skips steps, `{ step: step - 1 }` is reported, as of a step without
 *    metrics, so that the rate is that of the row's own step. So it is too where a run begins at step 500.
 * 3. A row of a step that is over (a validation loss) is reported, and carries the rate of that step: of the last 1000
 *    rows, that is; of one further back, the latest. A row without an index among rows with one is reported for its
 *    metrics, and carries the rate of the step that finished last. Where a step was skipped, a late row of it carries the
 *    rate of the row that skipped it.
 * 4. Numbers that are not finite are readings.
 *
 * A schedule that was resumed goes on with the rows from where it stands. If the schedule completes, as behind `take`,
 * so do the rows, with the last that has a rate. Unsubscribing lets go of the run, and closes its file.
 *
 * @param run a stream of rows, or the path of a file that `jsonl` has written.
 * @param schedule any operator that answers each report at once: a schedule, `decisions(schedule)`, what `live` returns,
 * a pipe of them.
 * @throws TypeError when the run or the schedule is none. The stream errors, and names the step, where the schedule does,
 * where it does not answer at once, where its answer is no rate, and where an index is none.
 *
 * @example
 * ```ts
 * import { decisions, reduceOnPlateau } from '@anneal/core';
 * import { replay } from '@anneal/logger';
 * import { from, lastValueFrom, toArray } from 'rxjs';
 *
 * const run = from([0.5, 0.4, 0.4, 0.4].map((loss, step) => ({ step, rate: 0.1, loss })));
 * const hasty = reduceOnPlateau({ initial: 0.1, factor: 0.5, patience: 0 });
 * const rows = await lastValueFrom(replay(run, decisions(hasty)).pipe(toArray()));
 *
 * rows.map(({ rate, was }) => [rate, was]); // => [[0.1, 0.1], [0.1, 0.1], [0.1, 0.1], [0.05, 0.1]]
 * rows.map(({ causes = [] }) => causes.length); // => [0, 0, 0, 1]
 * ```
 */
export function replay(
  run: Observable<object> | string,
  // A schedule names the metrics that it must find in a report: what is in a log, no type can tell.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  schedule: (reports: Observable<any>) => Observable<unknown>,
): Observable<Replayed> {
  const rows = typeof run === 'string' && run !== '' ? readRun(run) : run;
  if (!(typeof rows === 'object' && rows !== null && typeof rows.subscribe === 'function')) {
    throw new TypeError(
      `replay: run must be a stream of rows, or the path of a file, got ${shown(run)}` +
        (Array.isArray(run) ? '; from(rows) makes a stream of it' : ''),
    );
  }
  if (typeof schedule !== 'function') {
    throw new TypeError(`replay: schedule must be a schedule, or an operator, got ${shown(schedule)}`);
  }
  return new Observable<Replayed>((out) => {
    const replaying = new Replaying(out, schedule);
    if (!replaying.closed) rows.subscribe(replaying);
  });
}
