import { live, type Part, resume } from '@anneal/core';
import { fromJSON, type OwnSchedules } from '@anneal/core/json';
import { concat, defer, from, type Observable, ReplaySubject, Subject, takeUntil } from 'rxjs';
import { reasonOf } from '../reason-of.ts';
import type { Row } from '../row.ts';
import { train } from '../train.ts';
import type { Trainer } from '../trainer.ts';
import { errorOf, failureOf } from './failure.ts';
import type { Begin, Swap, ToPage, ToWorker } from './letters.ts';
import { Packer } from './packed.ts';

/** How many rows may be on their way before training waits for the page, so that they do not fill the memory. */
const mostUnread = 65_536;

interface Parts {
  readonly trainer: Trainer<unknown, unknown>;
  readonly own: OwnSchedules;
  readonly begin: Begin;
  readonly send: (said: ToPage, transfer?: ArrayBuffer[]) => void;
  /** Called once, before the end is told of. */
  readonly ended: () => void;
}

/** A run of `train` in the worker, whose rows are sent in batches. */
export class BatchRun {
  readonly #parts: Parts;
  readonly #packer = new Packer();
  readonly #swaps = new Subject<unknown>();
  /** Whether the page wants it to run. */
  #wanted: boolean;
  #going: boolean;
  readonly #running = new ReplaySubject<boolean>(1);
  readonly #over = new Subject<void>();
  #stopped = false;
  #unread = 0;
  /** When the last batch was sent. */
  #sent = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#wanted = parts.begin.running;
    this.#going = this.#wanted;
    this.#running.next(this.#going);
  }

  start(): void {
    defer(() => this.#train())
      .pipe(takeUntil(this.#over))
      .subscribe({
        next: (row) => this.#take(row),
        error: (error: unknown) => this.#end({ error: failureOf(error) }),
        complete: () => {
          if (!this.#stopped) this.#end({ done: true });
        },
      });
  }

  hear(said: ToWorker): void {
    if ('running' in said) this.#wanted = said.running;
    if ('read' in said) this.#unread -= said.read;
    if ('running' in said || 'read' in said) this.#pace();
    if ('swap' in said) this.#swap(said.swap);
    if ('failed' in said) {
      const follows = said.failed === 'running' ? this.#running : this.#swaps;
      follows.error(errorOf(said.with));
    }
    if ('stop' in said) this.stop();
  }

  /** Ends training before its next step, and says nothing more. */
  stop(): void {
    this.#stopped = true;
    this.#over.next();
    clearTimeout(this.#timer);
    this.#parts.ended();
  }

  #train(): Observable<Row> {
    const { trainer, begin } = this.#parts;
    const { state, start, states, expectWithin, swaps, splice } = begin;
    const plan = this.#read(begin.schedule);
    const first = state === undefined ? plan : resume(plan, state);
    const schedule =
      swaps === undefined
        ? first
        : live(
            first,
            concat(from(swaps.map((swap) => this.#swapped(swap))), this.#swaps) as Observable<Part>,
            { splice },
          );
    return train(trainer, schedule as Part, {
      ...(start === undefined ? {} : { start }),
      ...(expectWithin === undefined ? {} : { expectWithin }),
      states,
      running: this.#running,
    });
  }

  #read(json: string): Part<string, unknown> {
    try {
      return fromJSON(json, this.#parts.own);
    } catch (error) {
      throw new TypeError(
        `serve: the schedule cannot be read: ${reasonOf(error)} (those of your own are named in the worker: serve(trainer, { schedules }))`,
        { cause: error },
      );
    }
  }

  #swapped(swap: Swap): unknown {
    return 'schedule' in swap ? this.#read(swap.schedule) : swap.rate;
  }

  #swap(swap: Swap): void {
    try {
      this.#swaps.next(this.#swapped(swap));
    } catch (error) {
      this.#swaps.error(error);
    }
  }

  #take(row: Row): void {
    try {
      this.#packer.add(row);
    } catch (error) {
      const text = `serve: the row of step ${row.step} cannot be sent to the page: ${reasonOf(error)}; report numbers, or plain data`;
      this.#stopped = true;
      this.#over.next();
      this.#end({ error: failureOf(new TypeError(text)) });
      return;
    }
    const { rows, ms } = this.#parts.begin.batch;
    if (this.#packer.size >= rows || performance.now() - this.#sent >= ms) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), ms);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sent = performance.now();
    if (this.#packer.size === 0) return;
    this.#unread += this.#packer.size;
    const { rows, buffers } = this.#packer.take();
    this.#parts.send({ rows }, buffers);
    this.#pace();
  }

  #pace(): void {
    const goes = this.#wanted && this.#unread < mostUnread;
    if (goes === this.#going) return;
    this.#going = goes;
    this.#running.next(goes);
  }

  #end(said: ToPage): void {
    this.#flush();
    this.#parts.ended();
    this.#parts.send(said);
  }
}
