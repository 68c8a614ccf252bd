import { resolve } from 'node:path';
import { checkNames } from '../options.ts';
import { shown } from '../shown.ts';
import type { Sink } from '../sink.ts';
import type { Form } from './form.ts';
import { long } from './long.ts';
import { Opening } from './opening.ts';
import { declared, wide } from './wide.ts';

export interface CsvOptions {
  /**
   * One record for each row, instead of one for each of its columns. `true`: with the columns that come; a new one costs
   * writing the whole file anew, which blocks. A list of names: with these; others are left out. Default `false`.
   */
  readonly wide?: boolean | readonly string[];
  /**
   * Whether texts that a spreadsheet would take for formulas (those that begin with `=`, `+`, `-`, `@`, a tab or a
   * carriage return) get an apostrophe before them. Numbers do not. Default `false`: what is read is what was logged.
   */
  readonly escapeFormulas?: boolean;
}

/** The files that this process is writing. */
const open = new Set<string>();

/**
 * Appends every row to a CSV file, for pandas, R and spreadsheets.
 *
 * - Long form by default: the header is `attempt,step,time,column,value`, and each column of a row is a record of its own,
 *   so that a new column needs no new header, and nothing is dropped. A row without other columns leaves both empty.
 * - With `wide` each row is one record; the header is `step,attempt,time` and the row's columns. A row's own `attempt` and
 *   `time` are called `row.attempt` and `row.time` there.
 * - `attempt` counts the openings that have left a row, from 1: nothing that stands in the file is ever changed, so after a
 *   restart some steps stand there twice. To fold them, drop a row if its step is not below the first step of a later
 *   attempt. `time` is when the row came: ISO 8601, UTC, with milliseconds.
 * - Numbers that are not finite are `NaN`, `Infinity` and `-Infinity`; `null` is an empty cell, `undefined` is none, and an
 *   empty text is `""`. Objects, such as `causes` and `state`, are JSON, in which numbers that are not finite are texts.
 * - Cells are quoted as RFC 4180 says, and at spaces on their ends. Lines end in LF, the text is UTF-8 without a mark.
 * - A file that is there is gone on with: a torn last record is cut. Rows reach the file when those of `jsonl` do: at the
 *   end of the macrotask, at 64 KiB, after 100 ms, at the end of the process; `kill -9` may leave a row of the long form
 *   without its last columns. A file that cannot be written is reported once, and its rows are kept, up to 64 MiB, and
 *   tried again every second and at the end.
 * - A new column in a wide file is added at the end. The file is written beside itself (`run.csv.widening`) and takes its
 *   own place when it is whole, so a crash leaves the old file or the new one. Who follows the file must open it again.
 *
 * `open` throws where the file holds something else, or has other columns than those declared, or is being written by
 * another sink.
 *
 * @throws TypeError when the file is not named by a string, an option is unknown, or `wide` is no list of columns.
 *
 * @example
 * ```ts
 * import { log } from '@anneal/logger';
 * import { csv } from '@anneal/logger/csv';
 * import { mkdtempSync, readFileSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { of } from 'rxjs';
 *
 * const folder = mkdtempSync(join(tmpdir(), 'run-'));
 * const sinks = [csv(join(folder, 'long.csv')), csv(join(folder, 'wide.csv'), { wide: ['rate', 'loss'] })];
 * of({ step: 0, rate: 0.1, loss: Infinity }, { step: 1, rate: 0.1 }).pipe(log(...sinks)).subscribe();
 *
 * const lines = (file: string) => readFileSync(join(folder, file), 'utf8').replace(/\d+-\d+-\d+T[\d:.]+Z/g, '(time)').split('\n');
 * lines('long.csv').slice(0, 3); // => ['attempt,step,time,column,value', '1,0,(time),rate,0.1', '1,0,(time),loss,Infinity']
 * lines('wide.csv').slice(0, 3); // => ['step,attempt,time,rate,loss', '0,1,(time),0.1,Infinity', '1,1,(time),0.1,']
 * ```
 */
export function csv(file: string, options: CsvOptions = {}): Sink {
  if (typeof file !== 'string' || file === '') {
    throw new TypeError(`csv: file must be the path of a file, got ${shown(file)}`);
  }
  checkNames(options, ['wide', 'escapeFormulas'], 'csv');
  const { wide: width = false, escapeFormulas = false } = options;
  if (typeof escapeFormulas !== 'boolean') {
    throw new TypeError(`csv: escapeFormulas must be true or false, got ${shown(escapeFormulas)}`);
  }
  const names = typeof width === 'boolean' ? undefined : columnNames(width);
  const name = `csv '${file}'`;
  const path = resolve(file);
  const form = (): Form => {
    if (names !== undefined) return declared(path, escapeFormulas, names, name);
    return width === true ? wide(path, escapeFormulas) : long(path, escapeFormulas);
  };
  let opening: Opening | undefined;
  const opened = (): Opening => {
    if (opening === undefined)
      throw new Error(`${name} is not open; hand it to log(), or call open(run) first`);
    return opening;
  };
  return {
    name,
    open() {
      if (open.has(path)) {
        throw new Error('the file is being written already; close that sink first, or name another file');
      }
      opening = new Opening(name, path, form());
      open.add(path);
    },
    write(rows) {
      opened().write(rows);
    },
    flush() {
      opened().flush();
    },
    close() {
      const closing = opened();
      opening = undefined;
      open.delete(path);
      closing.close();
    },
  };
}

function columnNames(wide: readonly string[]): readonly string[] {
  if (!Array.isArray(wide) || wide.length === 0 || wide.some((name) => typeof name !== 'string')) {
    throw new TypeError(`csv: wide must be true, or a list of columns ['loss'], got ${shown(wide)}`);
  }
  for (const [place, name] of wide.entries()) {
    if (name === 'step') {
      throw new TypeError("csv: wide must not name 'step', which every record has; leave it out");
    }
    if (wide.indexOf(name) < place) {
      throw new TypeError(`csv: wide must name each column once, got ${shown(name)} twice`);
    }
  }
  return [...wide];
}
