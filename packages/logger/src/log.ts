import { type MonoTypeOperatorFunction, Observable, Subscriber } from 'rxjs';
import { Delivery } from './delivery.ts';
import type { Row } from './row.ts';
import { newRun } from './run.ts';
import { checkSinks, type Sink } from './sink.ts';

/** The sinks that a run has opened and not closed yet. */
const open = new WeakSet<Sink>();

/**
 * Writes every row to every sink, and passes it on untouched, in the same turn.
 *
 * - Each subscription is a run of its own: it opens the sinks, and closes them when the stream completes, fails or is
 *   unsubscribed. A sink that is still open in another run is refused: the subscription errors before training begins.
 * - A sink that throws or rejects touches neither the stream nor the other sinks. It is reported once on the console,
 *   later rows are still offered to it, and at its end a line says how many rows it lost.
 * - A sink that returns promises has one call out at a time; rows that come meanwhile wait (at most 262,144 of them) and
 *   go as one batch. Rows are handed over as they are: one that is changed after it was emitted may be written changed.
 * - Completion and errors are passed on when all sinks are flushed and closed: at once if none is asynchronous, after
 *   5 s at latest otherwise, with a line that says how many rows were not written by then.
 *
 * @throws TypeError when there is no sink, when an argument is none, or when one is given twice.
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
export function log<T extends object>(...sinks: readonly Sink[]): MonoTypeOperatorFunction<T> {
  checkSinks(sinks);
  return (rows) =>
    new Observable<T>((out) => {
      const taken = sinks.findIndex((sink) => open.has(sink));
      if (taken !== -1) {
        out.error(
          new Error(
            `log: ${nameOf(sinks, taken)} is still open in another run; give each run its own sink, ` +
              'or subscribe once and share() the rows',
          ),
        );
        return;
      }
      rows.subscribe(new Logged(out, sinks));
    });
}

/** Built on the subscriber downstream: only so does `take` after `log` stop a synchronous source in the middle. */
class Logged<T extends object> extends Subscriber<T> {
  readonly #out: Subscriber<T>;
  readonly #sinks: readonly Sink[];
  readonly #deliveries: readonly Delivery[];
  #ended = false;

  constructor(out: Subscriber<T>, sinks: readonly Sink[]) {
    super(out);
    this.#out = out;
    this.#sinks = sinks;
    this.#deliveries = sinks.map((sink, index) => new Delivery(sink, nameOf(sinks, index)));
    const run = newRun();
    for (const sink of sinks) open.add(sink);
    for (const delivery of this.#deliveries) delivery.open(run);
    this.add(() => this.#end(() => {}));
  }

  protected override _next(row: T): void {
    // The sinks come first: whoever is downstream may end the run with this very row.
    for (const delivery of this.#deliveries) delivery.offer(row as Row);
    this.#out.next(row);
  }

  protected override _error(error: unknown): void {
    this.#end(() => this.#out.error(error));
    this.unsubscribe();
  }

  protected override _complete(): void {
    this.#end(() => this.#out.complete());
    this.unsubscribe();
  }

  /** Closes all sinks, once, and goes on when each is closed or has been waited for long enough. */
  #end(then: () => void): void {
    if (this.#ended) return;
    this.#ended = true;
    let left = this.#deliveries.length;
    for (const [index, delivery] of this.#deliveries.entries()) {
      const sink = this.#sinks[index] as Sink;
      delivery.close({
        closed: () => open.delete(sink),
        waited: () => {
          left--;
          if (left === 0) then();
        },
      });
    }
  }
}

function nameOf(sinks: readonly Sink[], index: number): string {
  return sinks[index]?.name ?? `sink ${index + 1}`;
}
