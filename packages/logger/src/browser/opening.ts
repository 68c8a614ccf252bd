import { toLine } from '../json-line.ts';
import { reasonOf, report, rowsOf } from '../report.ts';
import type { Row } from '../row.ts';
import type { Run } from '../run.ts';
import { enter, store } from './attempts.ts';
import { Connector } from './connector.ts';
import { type Attempt, storage } from './database.ts';
import { JournalWriter } from './journal.ts';
import { MacrotaskEnd } from './macrotask-end.ts';
import { onPageEnd } from './page-end.ts';
import { Pending } from './pending.ts';
import { writerLock } from './writer-lock.ts';

/** After a failure, how long until the next try, in milliseconds. */
const PAUSE = 1000;
/** How many characters are kept for a storage that takes nothing: beyond it rows are refused. */
const MOST_KEPT: number = 64 * 1024 * 1024;

/** How many openings this page has seen: no two have the same id. */
let openings = 0;

/** One opening of a run: takes rows at once, and stores them when the browser lets it. */
export class Opening {
  readonly #label: string;
  readonly #name: string;
  readonly #run: Run;
  readonly #id: string;
  readonly #pending = new Pending();
  readonly #journal: JournalWriter;
  readonly #macrotaskEnd: MacrotaskEnd = new MacrotaskEnd(() => this.#go());
  readonly #deafen: () => void;
  #entered: { readonly db: IDBDatabase; readonly attempt: Attempt } | undefined;
  readonly #connector = new Connector();
  #release: (() => void) | undefined;
  /** Another writer has it: what is journaled now would be read as a later attempt, which hides rows of that one. */
  #waits = false;
  /** It is being stored. */
  #storing: Promise<void> | undefined;
  /** Why it may not be written here at all, and how many rows had been taken by then. */
  #refused: { readonly reason: unknown; readonly rows: number } | undefined;
  /** Why the last try failed. */
  #failure: { readonly reason: unknown } | undefined;
  #reported = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  /** How many rows that had been stored were taken away. */
  #gone = 0;
  /** The page goes: nothing that takes time comes to its end any more. */
  #leaving = false;
  #ended = false;
  /** That it has ended is stored. */
  #closed = false;

  /** @throws Error where nothing can be stored. */
  constructor(label: string, name: string, run: Run) {
    storage();
    this.#label = label;
    this.#name = name;
    this.#run = run;
    this.#id = `${run.id}:${Date.now().toString(36)}:${openings++}`;
    this.#journal = new JournalWriter(name, this.#id, run);
    this.#deafen = onPageEnd({
      hidden: () => this.#keep(),
      going: () => {
        this.#leaving = true;
        const lost = this.#keep();
        if (lost === 0) return;
        const rows = rowsOf(lost);
        const what = this.#waits
          ? `${rows} ${lost === 1 ? 'is' : 'are'} lost: the run is being written in another tab or by another sink`
          : `${rows} did not fit into localStorage`;
        report(`${this.#label}: the page goes, and ${what}`);
      },
      back: () => {
        this.#leaving = false;
        this.#go();
      },
    });
    this.#go();
  }

  /** @throws Error when rows cannot be said in JSON, or when too much is kept already; the others are taken. */
  write(rows: readonly Row[]): void {
    if (this.#refused !== undefined) throw this.#refused.reason;
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
    if (this.#leaving) this.#keep();
    else this.#macrotaskEnd.ask();
    if (refused === 0) return;
    const message = `${refused} of ${rowsOf(rows.length)} could not be taken: ${reasonOf(reason)}`;
    throw rows.length === 1 ? reason : losing(refused, message, reason);
  }

  /** Rejects when not all rows are stored; they are kept for the next try. */
  async flush(): Promise<void> {
    await this.#storing;
    await this.#go();
    this.#check();
  }

  /** Rejects when not all rows are stored; this was the last try. */
  async close(): Promise<void> {
    this.#ended = true;
    try {
      await this.flush();
      if (this.#gone > 0) {
        const what = `${rowsOf(this.#gone)} that had been stored are gone`;
        throw losing(this.#gone, `${what}: the storage was cleared while the run was written`);
      }
    } finally {
      clearTimeout(this.#retry);
      this.#deafen();
      this.#macrotaskEnd.close();
      this.#journal.clear();
      this.#entered?.db.close();
      this.#connector.close();
      this.#release?.();
    }
  }

  #take(row: Row): void {
    if (this.#failure !== undefined && this.#pending.size > MOST_KEPT) {
      throw new Error(`${MOST_KEPT / 2 ** 20} Mi characters of rows wait for a storage that takes nothing`);
    }
    this.#pending.take(toLine(row));
  }

  /** Journals what is not known to be stored, if it may be; says how many rows are not kept. */
  #keep(): number {
    this.#pending.seal();
    const unsaid = this.#ended && !this.#closed;
    if (this.#refused !== undefined || (this.#pending.empty && !unsaid)) return 0;
    if (this.#waits) return this.#pending.rows;
    return this.#pending.rows - this.#journal.write(this.#pending.chunks(), this.#ended);
  }

  /** Stores what there is, and what comes meanwhile. */
  #go(): Promise<void> {
    this.#pending.seal();
    clearTimeout(this.#retry);
    this.#storing ??= this.#storeAll().finally(() => {
      this.#storing = undefined;
    });
    return this.#storing;
  }

  async #storeAll(): Promise<void> {
    if (this.#refused !== undefined || this.#closed) return;
    try {
      this.#release ??= await writerLock(this.#name, () => {
        this.#waits = true;
        this.#journal.clear();
      });
      this.#waits = false;
    } catch (reason) {
      this.#pending.seal();
      this.#refused = { reason, rows: this.#pending.rows };
      this.#pending.clear();
      this.#journal.clear();
      return;
    }
    // Once more at once where it was well before: what was cleared away, or closed, can be opened anew.
    let again = this.#failure === undefined;
    while (this.#entered === undefined || this.#pending.waiting || this.#ended !== this.#closed) {
      try {
        await this.#storeSome();
        this.#failure = undefined;
        again = true;
      } catch (reason) {
        this.#entered?.db.close();
        this.#entered = undefined;
        if (!again) {
          this.#fail(reason);
          return;
        }
        again = false;
      }
    }
  }

  async #storeSome(): Promise<void> {
    if (this.#entered === undefined) {
      const db = await this.#connector.connect();
      try {
        const opened = { opening: this.#id, run: this.#run, from: this.#pending.oldest };
        const attempt = await enter(db, this.#name, opened);
        this.#gone = attempt.from;
        this.#entered = { db, attempt };
      } catch (error) {
        db.close();
        throw error;
      }
    }
    const { db, attempt } = this.#entered;
    const chunks = this.#pending.next();
    const last = this.#ended && !this.#pending.waiting;
    if (chunks.length === 0 && !last) return;
    try {
      await store(db, attempt, chunks, last);
    } catch (error) {
      this.#pending.failed(chunks);
      throw error;
    }
    this.#pending.stored(chunks);
    this.#closed = last;
    if (this.#pending.empty) this.#journal.clear();
  }

  #fail(reason: unknown): void {
    this.#failure = { reason };
    if (!this.#ended) this.#retry = setTimeout(() => this.#go(), PAUSE);
    if (this.#reported || this.#ended) return;
    this.#reported = true;
    const then = 'the rows are kept in memory, and tried again every second and at the end';
    report(`${this.#label}: storing failed: ${reasonOf(reason)}; ${then}`);
  }

  #check(): void {
    if (this.#refused !== undefined) {
      const { rows, reason } = this.#refused;
      throw losing(rows, reasonOf(reason), reason);
    }
    if (this.#failure === undefined) return;
    const { reason } = this.#failure;
    const { rows } = this.#pending;
    throw losing(rows + this.#gone, `${rowsOf(rows)} could not be stored: ${reasonOf(reason)}`, reason);
  }
}

/** An error that says how many rows it costs: `log` counts them. */
function losing(lost: number, message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { lost });
}
