import { resolve } from 'node:path';
import { ABOUT, type About, aboutOf } from '../about.ts';
import { checkNames } from '../options.ts';
import { shown } from '../shown.ts';
import type { Sink } from '../sink.ts';
import { Opening } from './opening.ts';

/** What the header of this file says in place of what `log` was told, and how the file is kept. */
export interface JsonlOptions extends About {
  /**
   * How many bytes a file may have, a whole number from 1 up; the rows after them go to another one, `run.2.jsonl`,
   * `run.3.jsonl`, … Default: as many as come, all in one file.
   */
  readonly rotate?: number;
}

/** The files that this process is writing. */
const open = new Set<string>();

/**
 * Appends every row to a JSONL file, which is the source of truth of a run: it drops nothing.
 *
 * - Each opening writes a header (`run`, `attempt`, `startedAt`, and what is told of the run: `name`, `schedule`, `config`,
 *   `versions`) and then one row a line. A file that is there is gone on with: a torn last line is cut, the run's id is
 *   kept, and the attempt counts up; before its first row with a step stands `{"anneal":1,"restart":step,"attempt":n}`.
 *   Folders are made.
 * - With `{ rotate: bytes }` a row with which the file would be larger goes to another one, `run.2.jsonl`, `run.3.jsonl`,
 *   …, each with the header and its `part`. No row is split, no file is renamed, and a row that is larger than `rotate` has
 *   a file to itself. Opening `run.jsonl` again goes on in the last one.
 * - Rows reach the file at the end of the macrotask, at 64 KiB, and at the first row that comes 100 ms after the last
 *   write, so in a loop that never yields too. `process.exit`, Ctrl-C, SIGTERM, SIGHUP and an uncaught exception lose
 *   none. It is not forced onto the disk (`fsync`): a power cut may take the last seconds.
 * - A file that cannot be written (a full disk, no permission) is reported once; the rows are kept in memory, up to
 *   64 MiB, and tried again every second and at the end, from the very byte that was not taken.
 * - Numbers that are not finite are written as `"NaN"`, `"Infinity"` and `"-Infinity"`; a text that is such a name has a
 *   letter escaped (`"\u004eaN"`), which is the same text to everybody who reads JSON. The rest is as in `JSON.stringify`.
 *   A row that JSON cannot say (a BigInt, a cycle) is lost alone.
 *
 * `open` throws where a file holds something else, is a part of another run or a part is missing, and where the run is
 * being written by another sink. Errors of `flush`, `close` and of a `write` of many carry the number of rows that they
 * cost, `lost`.
 *
 * @throws TypeError when the file is not named by a string, an option is unknown, or `config` is not plain JSON; RangeError
 * when `rotate` is no whole number of bytes from 1 up.
 *
 * @example
 * ```ts
 * import { log } from '@anneal/logger';
 * import { jsonl } from '@anneal/logger/jsonl';
 * import { mkdtempSync, readFileSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { of } from 'rxjs';
 *
 * const file = join(mkdtempSync(join(tmpdir(), 'run-')), 'run.jsonl');
 * of({ step: 0, rate: 0.1, loss: Infinity }).pipe(log(jsonl(file, { config: { layers: 3 } }))).subscribe();
 *
 * const [header, row] = readFileSync(file, 'utf8').split('\n');
 * JSON.parse(header ?? '').config; // => { layers: 3 }
 * row; // => '{"step":0,"rate":0.1,"loss":"Infinity"}'
 * ```
 */
export function jsonl(file: string, options: JsonlOptions = {}): Sink {
  if (typeof file !== 'string' || file === '') {
    throw new TypeError(`jsonl: file must be the path of a file, got ${shown(file)}`);
  }
  checkNames(options, [...ABOUT, 'rotate'], 'jsonl');
  const { rotate = Infinity } = options;
  if (rotate !== Infinity && !(Number.isSafeInteger(rotate) && rotate > 0)) {
    throw new RangeError(`jsonl: rotate must be a whole number of bytes from 1 up, got ${shown(rotate)}`);
  }
  const name = `jsonl '${file}'`;
  const path = resolve(file);
  const about = aboutOf(options, 'jsonl');
  let opening: Opening | undefined;
  const opened = (): Opening => {
    if (opening === undefined)
      throw new Error(`${name} is not open; hand it to log(), or call open(run) first`);
    return opening;
  };
  return {
    name,
    open(run) {
      if (open.has(path)) {
        throw new Error('the file is being written already; close that sink first, or name another file');
      }
      opening = new Opening(name, path, { ...run, ...about }, rotate);
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
