import { Subscriber } from 'rxjs';
import type { Counters, Counts } from './counts.ts';
import { Delivery } from './delivery.ts';
import type { Row } from './row.ts';
import type { Run } from './run.ts';
import { innermost, type Sink } from './sink.ts';

/** The sinks that a run has opened and not closed yet. */
const open = new WeakSet<Sink>();

/** Whether a run has it open. */
export function isOpen(sink: Sink): boolean {
  return open.has(innermost(sink));
}

/** What messages and counters call it. */
export function nameOf(sinks: readonly Sink[], index: number): string {
  return String(sinks[index]?.name ?? `sink ${index + 1}`);
}

/** One run. Built on the subscriber downstream: only so does `take` after `log` stop a synchronous source in the middle. */
export class Logged<T extends object> extends Subscriber<T> {
  readonly #out: Subscriber<T>;
  readonly #sinks: readonly Sink[];
  readonly #deliveries: readonly Delivery[];
  readonly #counters: Counters;
  readonly #counts = (): readonly Counts[] => this.#deliveries.map((delivery) => delivery.counts);
  /** The sinks are being handed a row. */
  #offering = false;
  /** What sinks have brought about meanwhile, rows and the end, in order: its turn comes when all have that row. */
  readonly #behind: (() => void)[] = [];
  #ended = false;

  constructor(out: Subscriber<T>, sinks: readonly Sink[], run: Run, counters: Counters) {
    super(out);
    this.#out = out;
    this.#sinks = sinks;
    this.#deliveries = sinks.map((sink, index) => new Delivery(sink, nameOf(sinks, index)));
    this.#counters = counters;
    counters.begin(this.#counts);
    for (const sink of sinks) open.add(innermost(sink));
    for (const delivery of this.#deliveries) delivery.open(run);
    this.add(() => this.#end(() => {}));
  }

  protected override _next(row: T): void {
    if (this.#isActing()) {
      this.#behind.push(() => this.#pass(row));
      return;
    }
    this.#pass(row);
    for (let act = this.#behind[0]; act !== undefined; act = this.#behind[0]) {
      act();
      this.#behind.shift();
    }
  }

  protected override _error(error: unknown): void {
    this.#end(() => this.#out.error(error));
    this.unsubscribe();
  }

  protected override _complete(): void {
    this.#end(() => this.#out.complete());
    this.unsubscribe();
  }

  #isActing(): boolean {
    return this.#offering || this.#behind.length > 0;
  }

  #pass(row: T): void {
    // The sinks come first: whoever is downstream may end the run with this very row.
    this.#offering = true;
    for (const delivery of this.#deliveries) delivery.offer(row as Row);
    this.#offering = false;
    this.#out.next(row);
  }

  #end(then: () => void): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#isActing()) this.#behind.push(() => this.#close(then));
    else this.#close(then);
  }

  /** Closes all sinks, and goes on when each is closed or has been waited for long enough. */
  #close(then: () => void): void {
    let left = this.#deliveries.length;
    for (const [index, delivery] of this.#deliveries.entries()) {
      const sink = this.#sinks[index] as Sink;
      delivery.close({
        closed: () => open.delete(innermost(sink)),
        waited: () => {
          left--;
          if (left > 0) return;
          this.#counters.end(this.#counts);
          then();
        },
      });
    }
  }
}
