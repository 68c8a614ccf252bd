import { resolve } from 'node:path';
import { nearest } from '../nearest.ts';
import { shown } from '../shown.ts';
import type { Sink } from '../sink.ts';
import { plainConfig } from './config.ts';
import { Opening } from './opening.ts';

export interface JsonlOptions {
  /**
   * What the run was made with, as plain JSON: hyperparameters, a description of its schedule. It stands in the header,
   * and is copied when the sink is made. Default: nothing.
   */
  readonly config?: unknown;
}

/** The files that this process is writing. */
const open = new Set<string>();

/**
 * Appends every row to a JSONL file, which is the source of truth of a run: it drops nothing.
 *
 * - Each opening writes a header (`run`, `attempt`, `startedAt`, `config`) and then one row a line. A file that is there
 *   is gone on with: a torn last line is cut, the run's id is kept, and the attempt counts up. Folders are made.
 * - Rows reach the file at the end of the macrotask, at 64 KiB, and at the first row that comes 100 ms after the last
 *   write, so in a loop that never yields too. `process.exit`, Ctrl-C, SIGTERM, SIGHUP and an uncaught exception lose
 *   none. It is not forced onto the disk (`fsync`): a power cut may take the last seconds.
 * - A file that cannot be written (a full disk, no permission) is reported once; the rows are kept in memory, up to
 *   64 MiB, and tried again every second and at the end, from the very byte that was not taken.
 * - Numbers that are not finite are written as `"NaN"`, `"Infinity"` and `"-Infinity"`; the rest is as in `JSON.stringify`.
 *   A row that JSON cannot say (a BigInt, a cycle) is lost alone.
 *
 * `open` throws where the file holds something else than a run, or is being written by another sink.
 *
 * @throws TypeError when the file is not named by a string, an option is unknown, or `config` is not plain JSON.
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
  checkOptions(options);
  const name = `jsonl '${file}'`;
  const path = resolve(file);
  const config = options.config === undefined ? undefined : plainConfig(options.config);
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
      opening = new Opening(name, path, run, config);
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

function checkOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError(`jsonl: the options must be an object { config }, got ${shown(options)}`);
  }
  for (const name of Object.keys(options)) {
    if (name === 'config') continue;
    const guess = nearest(name, ['config']);
    const hint = guess === undefined ? '' : `, did you mean '${guess}'?`;
    throw new TypeError(`jsonl: unknown option ${shown(name)}${hint} (the option is config)`);
  }
}
