import { toLine } from '../json-line.ts';
import { placeOf, reasonOf, report, rowsOf } from '../report.ts';
import type { Row } from '../row.ts';
import type { Run } from '../run.ts';
import { Batch } from './batch.ts';
import { begin } from './begin.ts';
import { NoRunOfOurs } from './past.ts';
import { processEnd } from './process-end.ts';
import { RunFile } from './run-file.ts';

/** Rows go to the file when the last ones went so long ago, in milliseconds. */
const LONGEST_HELD = 100;
/** After a failure, how long until the next try, in milliseconds. */
const PAUSE = 1000;
/** How much is kept for a disk that takes nothing: beyond it rows are refused, before training runs out of memory. */
const MOST_KEPT: number = 64 * 1024 * 1024;

/** One opening of a file: from its header to its last row. */
export class Opening {
  readonly #name: string;
  readonly #file: RunFile;
  /** Lines that no try has been made to write. */
  readonly #batch = new Batch();
  #refused = 0;
  /** A row with a step has come. */
  #stepped = false;
  #exiting = false;
  #last: Row | undefined;
  #writtenAt = 0;
  /** Asked for once: to find it among the globals takes as long as to read it. */
  readonly #clock: { now(): number } = performance;
  /** The end of the macrotask is being waited for. */
  #ending = false;
  #retry: NodeJS.Timeout | undefined;
  #failing = false;
  #reported = false;
  readonly #lastAct = (exiting: boolean): void => {
    this.#exiting = exiting;
    try {
      this.flush();
    } catch (error) {
      report(`${this.#name}: the process ends, and ${reasonOf(error)}`);
    }
    // They were refused to `log`, which counts them when the stream ends: now it never will.
    if (exiting && this.#refused > 0) {
      report(`${this.#name}: the process ends, and ${rowsOf(this.#refused)} could not be taken`);
    }
  };

  /** @throws NoRunOfOurs when the file holds something else; other trouble is reported, and tried again. */
  constructor(name: string, path: string, run: Run, rotate: number) {
    this.#name = name;
    this.#file = new RunFile(path, () => begin(path, run, rotate));
    try {
      this.#pass();
    } catch (error) {
      if (error instanceof NoRunOfOurs) {
        clearTimeout(this.#retry);
        throw error;
      }
      this.#report(error);
    }
    processEnd().add(this.#lastAct);
  }

  /** @throws Error when rows cannot be said in JSON, or when too much is kept already; the others are taken. */
  write(rows: readonly Row[]): void {
    let refused = 0;
    let reason: unknown;
    for (const row of rows) {
      try {
        this.#take(row);
      } catch (error) {
        if (refused === 0) reason = error;
        refused++;
      }
    }
    this.#refused += refused;
    if (refused > 0) throw rows.length === 1 ? reason : manyRefused(refused, rows.length, reason);
  }

  /** @throws Error when not all rows are in the file; they are kept for the next try. */
  flush(): void {
    try {
      this.#pass();
    } catch (error) {
      const lost = this.#file.keptRows;
      throw losing(lost, `${rowsOf(lost)} could not be written: ${reasonOf(error)}`, error);
    }
  }

  /** @throws Error when not all rows are in the file; this was the last try. */
  close(): void {
    processEnd().delete(this.#lastAct);
    try {
      this.flush();
    } finally {
      clearTimeout(this.#retry);
      this.#file.close();
    }
  }

  #take(row: Row): void {
    if (this.#failing && this.#file.kept + this.#batch.held > MOST_KEPT) {
      throw new Error(`${MOST_KEPT / 2 ** 20} MiB of rows wait for a file that cannot be written`);
    }
    const line = toLine(row);
    if (!this.#stepped) this.#lookForStep(row);
    const full = this.#batch.add(line);
    this.#last = row;
    if (this.#exiting) {
      // Another listener of `exit` has written it, and no later turn will come.
      this.flush();
      return;
    }
    // The clock is read here, and not by a timer alone, because a loop that never yields runs no timer.
    if (!this.#failing && (full || this.#clock.now() - this.#writtenAt >= LONGEST_HELD)) this.#attempt();
    else if (this.#failing || !this.#ending) this.#later();
    if (full && this.#failing) this.#file.keep(this.#batch.take());
  }

  /** The first row with a step tells where this attempt takes up the run, if there was one before. */
  #lookForStep({ step }: Row): void {
    if (typeof step !== 'number' || !Number.isFinite(step)) return;
    this.#stepped = true;
    this.#file.keep(this.#batch.take());
    this.#file.restart(step);
  }

  /** Tries when it is time: at the end of the macrotask, or, after a failure, when the pause is over. */
  #later(): void {
    if (this.#failing) {
      if (this.#clock.now() - this.#writtenAt >= PAUSE) this.#attempt();
    } else {
      this.#ending = true;
      queueMicrotask(this.#afterMicrotasks);
    }
  }

  // A tick that a microtask asks for comes when no microtask is left: that is the end of the macrotask. An immediate
  // would come at the end of the loop's turn, which may be a thousand messages of a MessagePort later.
  readonly #afterMicrotasks = (): void => process.nextTick(this.#atEnd);

  readonly #atEnd = (): void => {
    this.#ending = false;
    if (!this.#batch.empty && !this.#failing) this.#attempt();
  };

  readonly #attempt = (): void => {
    try {
      this.#pass();
    } catch (error) {
      this.#report(error);
    }
  };

  #pass(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#writtenAt = this.#clock.now();
    try {
      this.#file.write(this.#batch.take());
      this.#failing = false;
    } catch (error) {
      this.#failing = true;
      // It keeps no process alive: at its end there is a last try anyway.
      this.#retry = setTimeout(this.#attempt, PAUSE).unref();
      throw error;
    }
  }

  #report(error: unknown): void {
    if (this.#reported) return;
    this.#reported = true;
    const place = this.#last === undefined ? 'before the first row' : placeOf(this.#last);
    report(
      `${this.#name}: writing failed ${place}: ${reasonOf(error)}; ` +
        'the rows are kept in memory, and tried again every second and at the end',
    );
  }
}

function manyRefused(refused: number, all: number, reason: unknown): Error {
  return losing(refused, `${refused} of ${rowsOf(all)} could not be taken: ${reasonOf(reason)}`, reason);
}

/** An error that says how many rows it costs: `log` counts them. */
function losing(lost: number, message: string, cause: unknown): Error {
  return Object.assign(new Error(message, { cause }), { lost });
}
