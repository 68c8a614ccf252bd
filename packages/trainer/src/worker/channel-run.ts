import { defer, Subject, takeUntil } from 'rxjs';
import { reasonOf } from '../reason-of.ts';
import type { Trainer } from '../trainer.ts';
import { Indexed } from './indexed.ts';

interface Parts {
  readonly trainer: Trainer<unknown, unknown>;
  readonly send: (message: object) => void;
  /** Takes the trainer for this run. @throws Error when another one has it. */
  readonly begin: () => void;
  /** Gives it back. */
  readonly ended: () => void;
}

/** What the page may say, in the words of the lock-step protocol. */
interface Said {
  readonly start?: number;
  readonly step?: number;
  readonly rate?: unknown;
  readonly save?: unknown;
  readonly restore?: unknown;
  readonly stop?: true;
}

/** A run in lock-step: reports go to the page, each of which it answers with one rate. */
export class ChannelRun {
  readonly #parts: Parts;
  /** How many rates are on their way: one for the start, one for each report. */
  #owed = 1;
  readonly #over = new Subject<void>();
  /** Whether the trainer is this run's. */
  #isOn = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  hear(said: Said): void {
    try {
      if (said.start !== undefined) this.#start(said.start);
      else if (said.step !== undefined) this.#set(said.rate, said.step);
      else if (said.stop === true) this.stop();
      else if ('save' in said) void this.#save(said.save);
      else if ('restore' in said) void this.#restore(said.restore);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Ends training before its next step, and says nothing more of it. */
  stop(): void {
    if (!this.#isOn) return;
    this.#isOn = false;
    this.#over.next();
    this.#parts.ended();
  }

  #start(start: number): void {
    const { trainer, send, begin } = this.#parts;
    begin();
    this.#isOn = true;
    const indexed = new Indexed(start);
    defer(() => trainer.reports(start))
      .pipe(takeUntil(this.#over))
      .subscribe({
        next: (report) => {
          this.#owed++;
          try {
            send(indexed.report(report));
          } catch (error) {
            this.#fail(new TypeError(`${reasonOf(error)}; report numbers, or plain data`));
          }
        },
        error: (error: unknown) => this.#fail(error),
        complete: () => {
          if (!this.#isOn) return;
          this.stop();
          send({ done: true });
        },
      });
  }

  /** A step that was told of twice has two answers: it is over with the second. */
  #set(rate: unknown, step: number): void {
    this.#owed--;
    if (this.#isOn && this.#owed === 0) this.#parts.trainer.setRate(rate, step);
  }

  async #save(id: unknown): Promise<void> {
    await this.#answer('save', async () => ({ saved: id, state: await this.#parts.trainer.save?.() }));
  }

  async #restore(saved: unknown): Promise<void> {
    await this.#answer('restore', async () => {
      await this.#parts.trainer.restore?.(saved);
      return { restored: true };
    });
  }

  async #answer(what: string, act: () => Promise<object>): Promise<void> {
    try {
      this.#parts.send(await act());
    } catch (error) {
      this.#fail(new Error(`it cannot ${what}: ${reasonOf(error)}`));
    }
  }

  #fail(error: unknown): void {
    this.stop();
    this.#parts.send({ error: reasonOf(error) });
  }
}
