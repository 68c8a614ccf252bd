import type { Counts } from './counts.ts';
import { Waiting } from './queue.ts';
import { placeOf, reasonOf, report, rowsOf } from './report.ts';
import type { Row } from './row.ts';
import type { Run } from './run.ts';
import type { Sink } from './sink.ts';

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
  readonly #waiting: Waiting;
  /** A call is out, or has not returned yet. */
  #busy = false;
  #inFlight = 0;
  #accepted = 0;
  #dropped = 0;
  #failed = 0;
  /** It was said that it fails: a disk that is full would say it at every row. */
  #reported = false;
  /** It could not be opened. */
  #shut = false;
  #whenIdle: (() => void) | undefined;

  constructor(sink: Sink, name: string) {
    this.#sink = sink;
    this.#name = name;
    this.#waiting = new Waiting(sink.queue ?? {});
  }

  get counts(): Counts {
    const waiting = this.#inFlight + this.#waiting.size;
    return {
      sink: this.#name,
      accepted: this.#accepted,
      written: this.#accepted - this.#dropped - this.#failed - waiting,
      dropped: this.#dropped,
      failed: this.#failed,
      waiting,
    };
  }

  open(run: Run): void {
    this.#call(
      () => this.#sink.open?.(run),
      (error) => {
        this.#shut = true;
        this.#failed += this.#waiting.take().length;
        report(`log: ${this.#name} could not be opened: ${reasonOf(error)}; it gets no row of this run`);
      },
    );
  }

  offer(row: Row): void {
    this.#accepted++;
    if (this.#shut) this.#failed++;
    else if (!this.#busy) this.#write([row]);
    else {
      const dropped = this.#waiting.add(row);
      if (dropped > 0) this.#drop(dropped, row);
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
      const { waiting } = this.counts;
      report(
        `log: ${this.#name} is not closed after ${PATIENCE / 1000} s: ${waiting} of ${rowsOf(this.#accepted)} ` +
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
      const lost = this.#dropped + this.#failed;
      if (lost > 0) report(`log: ${this.#name} lost ${lost} of ${rowsOf(this.#accepted)}`);
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
        if (this.#sink.close == null) this.#failed += lostBy(error, 0, this.counts.written);
      },
    );
    this.#idle(() => {
      this.#call(
        () => this.#sink.close?.(),
        (error) => {
          failure = `failed to close: ${reasonOf(error)}`;
          // What a flush could not write, a last try in `close` may have written: only its word counts.
          this.#failed += lostBy(error, 0, this.counts.written);
        },
      );
      this.#idle(end);
    });
  }

  #write(rows: readonly Row[]): void {
    this.#busy = true;
    this.#inFlight = rows.length;
    // Kept, because the sink may take the rows out of their array.
    const [first] = rows;
    let result: unknown;
    try {
      result = this.#sink.write(rows);
    } catch (error) {
      this.#lose(first, error);
      this.#settle();
      return;
    }
    // Most sinks are done by now: no closure is made for them, because there is a write for every row.
    if (result === undefined) this.#settle();
    else this.#await(result, (error) => this.#lose(first, error));
  }

  #drop(dropped: number, row: Row): void {
    const before = this.#dropped;
    this.#dropped += dropped;
    if (before > 0) return;
    const { bound, policy } = this.#waiting;
    const which = policy === 'decimate' ? 'only some are kept' : 'the oldest are dropped';
    report(
      `log: ${this.#name} is too slow ${placeOf(row)}: ${rowsOf(bound)} wait for it; ${which} until it catches up`,
    );
  }

  #lose(first: Row | undefined, error: unknown): void {
    const count = this.#inFlight;
    const failed = lostBy(error, count, count);
    this.#failed += failed;
    if (this.#reported) return;
    this.#reported = true;
    const lost =
      failed === 0
        ? 'no row is lost'
        : count === 1
          ? 'the row is lost'
          : failed < count
            ? `${failed} of a batch of ${rowsOf(count)} are lost`
            : `a batch of ${rowsOf(count)} is lost`;
    report(
      `log: ${this.#name} failed ${placeOf(first)}: ${reasonOf(error)}; ${lost}, later rows are still offered`,
    );
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
    // In a promise of its own, because a foreign thenable may call back twice, or at once, or throw.
    new Promise((resolve) => resolve(result)).then(
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
    if (this.#waiting.size > 0) {
      this.#write(this.#waiting.take());
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
}

/** How many rows an error says that it cost, from 0 to as many as there can be; `unsaid` where it does not say. */
function lostBy(error: unknown, unsaid: number, most: number): number {
  let lost: unknown;
  try {
    lost = (error as { lost?: unknown } | null | undefined)?.lost;
  } catch {
    // It does not say.
  }
  return typeof lost === 'number' && lost >= 0 ? Math.min(Math.floor(lost), most) : unsaid;
}

function isThenable(value: unknown): boolean {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  try {
    return typeof (value as { then?: unknown }).then === 'function';
  } catch {
    // What cannot be looked at is a promise that rejects with what it throws.
    return true;
  }
}
