import { Observable } from 'rxjs';
import { type About, aboutOf, checkAbout } from './about.ts';
import { Counters, type Counts } from './counts.ts';
import { isOpen, Logged, nameOf } from './logged.ts';
import { newRun } from './run.ts';
import { checkSinks, type Sink } from './sink.ts';

/** What `log` gives: an operator, and what has become of the rows. */
export interface Log {
  <T extends object>(rows: Observable<T>): Observable<T>;
  /**
   * The counts of each sink, in the order of the arguments, for the latest run (the next one before the first): at once,
   * then at most ten times a second while they change, and once more when the run is over, where it completes.
   */
  readonly counts: Observable<readonly Counts[]>;
}

/**
 * Writes every row to every sink, and passes it on untouched, in the same turn.
 *
 * - Before the sinks may stand what is to be known of the run: `{ name, schedule, config, versions }`. Sinks that keep a
 *   header or hyperparameters write it down.
 * - Each subscription is a run of its own: it opens the sinks, and closes them when the stream completes, fails or is
 *   unsubscribed. A sink that is still open in another run is refused: the subscription errors before training begins.
 * - A sink that throws or rejects touches neither the stream nor the other sinks. It is reported once on the console,
 *   later rows are still offered to it, and at its end a line says how many rows it lost. What a sink does to the stream
 *   within its own write, such as to end it, takes effect when every sink has the row.
 * - A sink that returns promises has one call out at a time; rows that come meanwhile wait and go as one batch. How many
 *   may wait, and which go when there are more, is the sink's `queue`; `queued(sink, { bound, policy })` sets another.
 *   Rows are handed over as they are: one that is changed after it was emitted may be written changed.
 * - Completion and errors are passed on when all sinks are flushed and closed: at once if none is asynchronous, after
 *   5 s at latest otherwise, with a line that says how many rows were not written by then.
 * - `log(…).counts` tells what has become of the rows of each sink: accepted, written, dropped, failed, waiting.
 *
 * @throws TypeError when there is no sink, when an argument is none, when one is given twice, or when what is told of the
 * run cannot be kept as data.
 *
 * @example
 * ```ts
 * import { log, memory } from '@anneal/logger';
 * import { of } from 'rxjs';
 *
 * const kept = memory();
 * of({ step: 0, rate: 0.1 }, { step: 1, rate: 0.05 }).pipe(log(kept)).subscribe();
 * kept.rows; // => [{ step: 0, rate: 0.1 }, { step: 1, rate: 0.05 }]
 * ```
 */
export function log(...sinks: readonly Sink[]): Log;
export function log(about: About, ...sinks: readonly Sink[]): Log;
export function log(...given: readonly (About | Sink)[]): Log {
  const [first] = given;
  const told = isAbout(first);
  const sinks = (told ? given.slice(1) : given) as readonly Sink[];
  if (told) checkAbout(first, 'log');
  const about = told ? aboutOf(first, 'log') : {};
  checkSinks(sinks, 'log', told ? 2 : 1);
  const counters = new Counters();
  const operator = <T extends object>(rows: Observable<T>): Observable<T> =>
    new Observable<T>((out) => {
      const taken = sinks.findIndex(isOpen);
      if (taken !== -1) {
        out.error(
          new Error(
            `log: ${nameOf(sinks, taken)} is still open in another run; give each run its own sink, ` +
              'or subscribe once and share() the rows',
          ),
        );
        return;
      }
      rows.subscribe(new Logged(out, sinks, newRun(about), counters));
    });
  return Object.assign(operator, { counts: counters.counts });
}

/** Whether it tells of the run, nothing maybe: an object with nothing of a sink in it. */
function isAbout(value: unknown): value is About {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (Object.keys(value).length === 0) return Object.getPrototypeOf(value) === Object.prototype;
  return !['open', 'write', 'flush', 'close', 'queue'].some((part) => part in value);
}
