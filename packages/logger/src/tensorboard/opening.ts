import { processEnd } from '../jsonl/process-end.ts';
import { placeOf, reasonOf, report, rowsOf } from '../report.ts';
import type { Row } from '../row.ts';
import type { Run } from '../run.ts';
import { shown } from '../shown.ts';
import type { Describe } from './causes.ts';
import { EventFile } from './event-file.ts';
import { RunEvents } from './run-events.ts';

/** Rows go to the file when so many bytes are held back. */
const MOST_HELD: number = 64 * 1024;
/** And when the last ones went so long ago, in milliseconds. */
const LONGEST_HELD = 100;
/** After a failure, how long until the next try, in milliseconds. */
const PAUSE = 1000;
/** How much is kept for a disk that takes nothing: beyond it rows are refused, before training runs out of memory. */
const MOST_KEPT: number = 64 * 1024 * 1024;

/** One opening of a folder: a new event file, from its first event to its last. */
export class Opening {
  readonly #name: string;
  readonly #file: EventFile;
  /** Events that no try has been made to write. */
  readonly #events: RunEvents;
  #refused = 0;
  #exiting = false;
  #last: Row | undefined;
  /** By the system's clock, which the events tell too: to read two would take longer than to encode a row. */
  #writtenAt = 0;
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

  /** Trouble with the folder is reported, and tried again. */
  constructor(name: string, folder: string, run: Run, describe: Describe) {
    this.#name = name;
    this.#events = new RunEvents(run, describe);
    this.#file = new EventFile(folder);
    this.#attempt();
    processEnd().add(this.#lastAct);
  }

  /** @throws Error when rows are none, or when too much is kept already; the others are taken. */
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
    if (refused === 0) return;
    const which = rows.length === 1 ? '' : `${refused} of ${rowsOf(rows.length)} could not be taken: `;
    throw failure(`${which}${reasonOf(reason)}`, reason, refused);
  }

  /** @throws Error when not all rows are in the file; they are kept for the next try. */
  flush(): void {
    try {
      this.#pass();
    } catch (error) {
      const lost = this.#file.keptRows;
      throw failure(`${rowsOf(lost)} could not be written: ${reasonOf(error)}`, error, lost);
    }
  }

  /** @throws Error when not all rows are in the file; this was the last try. */
  close(): void {
    processEnd().delete(this.#lastAct);
    this.#events.end(Date.now() / 1000);
    try {
      this.flush();
    } finally {
      clearTimeout(this.#retry);
      this.#file.close();
    }
  }

  #take(row: Row): void {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw new TypeError(`a row must be a plain object, got ${shown(row)}`);
    }
    if (this.#failing && this.#file.kept + this.#events.length > MOST_KEPT) {
      throw new Error(`${MOST_KEPT / 2 ** 20} MiB of rows wait for a file that cannot be written`);
    }
    const now = Date.now();
    this.#events.add(row, now / 1000);
    this.#last = row;
    if (this.#exiting) {
      // Another listener of `exit` has written it, and no later turn will come.
      this.flush();
      return;
    }
    // The clock is read here, and not by a timer alone, because a loop that never yields runs no timer.
    if (!this.#failing && (this.#events.length >= MOST_HELD || this.#isPast(LONGEST_HELD, now)))
      this.#attempt();
    else this.#later(now);
  }

  /** A clock that was put back says nothing: then it is time. */
  #isPast(pause: number, now: number): boolean {
    const passed = now - this.#writtenAt;
    return passed >= pause || passed < 0;
  }

  /** Tries when it is time: at the end of the macrotask, or, after a failure, when the pause is over. */
  #later(now: number): void {
    if (this.#failing) {
      if (this.#isPast(PAUSE, now)) this.#attempt();
    } else if (!this.#ending) {
      this.#ending = true;
      queueMicrotask(this.#afterMicrotasks);
    }
  }

  // A tick that a microtask asks for comes when no microtask is left: that is the end of the macrotask. An immediate
  // would come at the end of the loop's turn, which may be a thousand messages of a MessagePort later.
  readonly #afterMicrotasks = (): void => process.nextTick(this.#atEnd);

  readonly #atEnd = (): void => {
    this.#ending = false;
    if (this.#events.length > 0 && !this.#failing) this.#attempt();
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
    this.#writtenAt = Date.now();
    try {
      this.#file.write(this.#events.batch);
      this.#failing = false;
    } catch (error) {
      this.#failing = true;
      // It keeps no process alive: at its end there is a last try anyway.
      this.#retry = setTimeout(this.#attempt, PAUSE).unref();
      throw error;
    } finally {
      this.#events.clear();
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

/** An error that tells `log` how many rows it costs. */
function failure(what: string, cause: unknown, lost: number): Error & { readonly lost: number } {
  return Object.assign(new Error(what, { cause }), { lost });
}
