import { placeOf, reasonOf, report, rowsOf } from './report.ts';
import type { Row } from './row.ts';
import type { Run } from './run.ts';
import type { Sink } from './sink.ts';

/** How many rows may wait for one sink: more would take the memory that training needs. */
export const MOST_WAITING: number = 2 ** 18;

/** How long the end of the stream waits for one sink, in milliseconds. */
export const PATIENCE = 5000;

interface Closing {
  /** Called once, when the sink is closed; never if it hangs. */
  closed(): void;
  /** Called once, when the sink is closed or was waited for long enough. */
  waited(): void;
}

/** One sink in one run: hands it its rows in order, one call at a time, and counts those that it lost. */
export class Delivery {
  readonly #sink: Sink;
  readonly #name: string;
  /** A call is out, or has not returned yet. */
  #busy = false;
  #waiting: Row[] = [];
  #inFlight = 0;
  #offered = 0;
  #lost = 0;
  #reported = false;
  /** It could not be opened. */
  #shut = false;
  #whenIdle: (() => void) | undefined;

  constructor(sink: Sink, name: string) {
    this.#sink = sink;
    this.#name = name;
  }

  open(run: Run): void {
    this.#call(
      () => this.#sink.open?.(run),
      (error) => {
        this.#shut = true;
        this.#lost += this.#waiting.length;
        this.#waiting = [];
        this.#report(`could not be opened: ${reasonOf(error)}; it gets no row of this run`);
      },
    );
  }

  offer(row: Row): void {
    this.#offered++;
    if (this.#shut) this.#lost++;
    else if (!this.#busy) this.#write([row]);
    else if (this.#waiting.length < MOST_WAITING) this.#waiting.push(row);
    else {
      this.#lost++;
      this.#report(
        `is too slow ${placeOf(row)}: ${rowsOf(MOST_WAITING)} wait for it; rows are dropped until it catches up`,
      );
    }
  }

  /** Flushes and closes the sink. */
  close({ closed, waited }: Closing): void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let told = false;
    const tell = (): void => {
      clearTimeout(timer);
      if (told) return;
      told = true;
      waited();
    };
    this.#idle(() =>
      this.#finish(() => {
        closed();
        tell();
      }),
    );
    if (told) return;
    timer = setTimeout(() => {
      const missing = this.#inFlight + this.#waiting.length;
      report(
        `log: ${this.#name} is not closed after ${PATIENCE / 1000} s: ${missing} of ${rowsOf(this.#offered)} ` +
          'not written, which are lost if the process ends now',
      );
      tell();
    }, PATIENCE);
  }

  #finish(done: () => void): void {
    // What close says is the last word: it is reported even after another failure, and stands for that of flush.
    let failure: string | undefined;
    const end = (): void => {
      if (failure !== undefined) report(`log: ${this.#name} ${failure}`);
      if (this.#lost > 0) report(`log: ${this.#name} lost ${this.#lost} of ${rowsOf(this.#offered)}`);
      done();
    };
    if (this.#shut) {
      end();
      return;
    }
    this.#call(
      () => this.#sink.flush?.(),
      (error) => {
        failure = `failed to flush: ${reasonOf(error)}`;
      },
    );
    this.#idle(() => {
      this.#call(
        () => this.#sink.close?.(),
        (error) => {
          failure = `failed to close: ${reasonOf(error)}`;
        },
      );
      this.#idle(end);
    });
  }

  #write(rows: readonly Row[]): void {
    this.#busy = true;
    this.#inFlight = rows.length;
    let result: unknown;
    try {
      result = this.#sink.write(rows);
    } catch (error) {
      this.#lose(rows, error);
      this.#settle();
      return;
    }
    // Most sinks are done by now: no closure is made for them, because there is a write for every row.
    if (result === undefined) this.#settle();
    else this.#await(result, (error) => this.#lose(rows, error));
  }

  #lose(rows: readonly Row[], error: unknown): void {
    this.#lost += rows.length;
    const lost = rows.length === 1 ? 'the row is lost' : `a batch of ${rowsOf(rows.length)} is lost`;
    this.#report(`failed ${placeOf(rows[0])}: ${reasonOf(error)}; ${lost}, later rows are still offered`);
  }

  #call(act: () => unknown, failed: (error: unknown) => void): void {
    this.#busy = true;
    let result: unknown;
    try {
      result = act();
    } catch (error) {
      failed(error);
      this.#settle();
      return;
    }
    this.#await(result, failed);
  }

  #await(result: unknown, failed: (error: unknown) => void): void {
    if (!isThenable(result)) {
      this.#settle();
      return;
    }
    // `Promise.resolve` because a foreign thenable may call back twice, or at once.
    Promise.resolve(result).then(
      () => this.#settle(),
      (error) => {
        failed(error);
        this.#settle();
      },
    );
  }

  /** The call is over: goes on with what waits. */
  #settle(): void {
    this.#busy = false;
    this.#inFlight = 0;
    this.#next();
  }

  #next(): void {
    if (this.#waiting.length > 0) {
      const rows = this.#waiting;
      this.#waiting = [];
      this.#write(rows);
      return;
    }
    const act = this.#whenIdle;
    if (act === undefined) return;
    this.#whenIdle = undefined;
    act();
  }

  /** Acts as soon as no call is out and no row waits. */
  #idle(act: () => void): void {
    if (this.#busy) this.#whenIdle = act;
    else act();
  }

  /** Says what went wrong, once in a run: a disk that is full would say it at every row. */
  #report(what: string): void {
    if (this.#reported) return;
    this.#reported = true;
    report(`log: ${this.#name} ${what}`);
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
  );
}
