import { rmSync } from 'node:fs';
import { processEnd } from '../jsonl/process-end.ts';
import { placeOf, reasonOf, report, rowsOf } from '../report.ts';
import type { Row } from '../row.ts';
import { Cadence } from './cadence.ts';
import { CsvFile } from './csv-file.ts';
import type { Form } from './form.ts';
import { besides } from './widen.ts';

/** How much is kept for a disk that takes nothing: beyond it rows are refused, before training runs out of memory. */
const MOST_KEPT: number = 64 * 1024 * 1024;

/** One opening of a file: from its header to its last row. */
export class Opening {
  readonly #name: string;
  readonly #form: Form;
  readonly #file: CsvFile;
  readonly #cadence: Cadence = new Cadence(
    () => this.#pass(),
    (error) => this.#report(error),
  );
  /** Records that are not handed to the file yet, and where the rows among them end, in bytes. */
  #text = '';
  #ends: number[] = [];
  #refused = 0;
  #exiting = false;
  #last: Row | undefined;
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

  constructor(name: string, path: string, form: Form) {
    this.#name = name;
    this.#form = form;
    this.#file = new CsvFile(path);
    rmSync(besides(path), { force: true });
    if (form.begin !== undefined) this.#file.begin(form.begin);
    this.#cadence.attempt();
    processEnd().add(this.#lastAct);
  }

  /** @throws Error when rows cannot be said, or when too much is kept already; the others are taken. */
  write(rows: readonly Row[]): void {
    let lost = 0;
    let reason: unknown;
    for (const row of rows) {
      try {
        this.#take(row);
      } catch (error) {
        if (lost === 0) reason = error;
        lost++;
      }
    }
    this.#refused += lost;
    if (lost === 0) return;
    if (rows.length === 1) throw reason;
    const text = `${lost} of ${rowsOf(rows.length)} could not be taken: ${reasonOf(reason)}`;
    throw Object.assign(new Error(text, { cause: reason }), { lost });
  }

  /** @throws Error when not all rows are in the file; they are kept for the next try. */
  flush(): void {
    try {
      this.#cadence.now();
    } catch (error) {
      const lost = this.#file.keptRows;
      const text = `${rowsOf(lost)} could not be written: ${reasonOf(error)}`;
      throw Object.assign(new Error(text, { cause: error }), { lost });
    }
  }

  /** @throws Error when not all rows are in the file; this was the last try. */
  close(): void {
    processEnd().delete(this.#lastAct);
    try {
      this.flush();
    } finally {
      this.#cadence.stop();
      this.#file.close();
    }
  }

  #take(row: Row): void {
    if (this.#cadence.failing && this.#file.kept + this.#cadence.held > MOST_KEPT) {
      throw new Error(`${MOST_KEPT / 2 ** 20} MiB of rows wait for a file that cannot be written`);
    }
    const { text, begin } = this.#form.lines(row);
    if (begin !== undefined) {
      this.#handOver();
      this.#file.begin(begin);
    }
    const bytes = Buffer.byteLength(text);
    this.#text += text;
    this.#ends.push((this.#ends.at(-1) ?? 0) + bytes);
    this.#last = row;
    // After the last act, which another listener of `exit` may have come behind, no later turn will come.
    if (this.#exiting) this.flush();
    else this.#cadence.took(bytes);
  }

  #pass(): void {
    this.#handOver();
    this.#file.write();
  }

  #handOver(): void {
    if (this.#ends.length > 0) this.#file.add(this.#text, this.#ends);
    this.#text = '';
    this.#ends = [];
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
