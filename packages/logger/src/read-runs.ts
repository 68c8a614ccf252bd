import type { Observable } from 'rxjs';
import { builtin } from './file-lines.ts';
import type { Header } from './header.ts';
import { headersOf, NoRunThere, readable } from './headers-of.ts';
import { readRun } from './read-run.ts';
import type { Row } from './row.ts';
import { shown } from './shown.ts';
import { toldLater } from './told-later.ts';

/** A run in a file. */
export interface StoredRun {
  /** Its path; of a rotated run, that of the first part. */
  readonly file: string;
  /** Of each attempt, in order. */
  readonly headers: readonly Header[];
  /** Its rows, restarts folded: `readRun(file)`, so that each subscription reads the file anew. */
  readonly rows: Observable<Row>;
}

/**
 * Finds runs that `jsonl` has written, to compare them.
 *
 * - Of a folder: each of its `*.jsonl` files that is a run, in the order of their names, and none of its folders'. What is
 *   no run is passed over, and so are the later parts of a rotated run, which are read with the first.
 * - Of a list of files: each, in the order of the list. One that is missing or is no run errors the stream.
 * - A run is told of when its headers have been read, one run after the other; rows are read where they are subscribed.
 *
 * @param where the path of a folder, or a list of files.
 * @throws TypeError when it is neither.
 *
 * @example
 * ```ts
 * import { log, readRuns } from '@anneal/logger';
 * import { jsonl } from '@anneal/logger/jsonl';
 * import { mkdtempSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { groupBy, last, lastValueFrom, map, mergeMap, min, of, toArray } from 'rxjs';
 *
 * const folder = mkdtempSync(join(tmpdir(), 'runs-'));
 * for (const [rate, seed] of [[0.1, 1], [0.1, 2], [0.5, 1]] as const) {
 *   const rows = of({ step: 0, loss: 1 }, { step: 1, loss: rate * seed });
 *   rows.pipe(log({ config: { rate } }, jsonl(join(folder, `${rate}-${seed}.jsonl`)))).subscribe();
 * }
 *
 * // The last loss of each run, and the best of these at each rate.
 * const best = readRuns(folder).pipe(
 *   mergeMap(({ headers, rows }) =>
 *     rows.pipe(last(), map(({ loss }) => ({ ...(headers[0]?.config as { rate: number }), loss: loss as number }))),
 *   ),
 *   groupBy(({ rate }) => rate),
 *   mergeMap((runs) => runs.pipe(min((a, b) => a.loss - b.loss))),
 *   toArray(),
 * );
 * (await lastValueFrom(best)).sort((a, b) => a.loss - b.loss); // => [{ rate: 0.1, loss: 0.1 }, { rate: 0.5, loss: 0.5 }]
 * ```
 */
export function readRuns(where: string | readonly string[]): Observable<StoredRun> {
  const files = Array.isArray(where) ? where : [where];
  const odd = files.findIndex((file) => typeof file !== 'string' || file === '');
  if (odd !== -1) {
    const what = Array.isArray(where) ? `an array with ${shown(files[odd])}` : shown(where);
    throw new TypeError(`readRuns: where must be the path of a folder, or an array of files, got ${what}`);
  }
  return toldLater(async function* (signal) {
    const named = typeof where !== 'string';
    for (const file of named ? [...where] : await filesIn(where)) {
      const run = await storedRun(file, named, signal);
      if (run !== undefined) yield run;
    }
  });
}

async function storedRun(file: string, named: boolean, signal: AbortSignal): Promise<StoredRun | undefined> {
  const headers: Header[] = [];
  try {
    for await (const header of headersOf(file, signal)) headers.push(header);
  } catch (error) {
    if (error instanceof NoRunThere && !named) return undefined;
    throw readable('readRuns', file, error);
  }
  return { file, headers, rows: readRun(file) };
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    const { join } = builtin('node:path');
    const entries = await builtin('node:fs').promises.readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.name.endsWith('.jsonl') && (entry.isFile() || entry.isSymbolicLink()))
      .map(({ name }) => name)
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: string };
    const what =
      code === 'ENOENT'
        ? `there is no folder '${folder}'`
        : code === 'ENOTDIR'
          ? `'${folder}' is no folder; name files in an array: readRuns(['${folder}'])`
          : `the folder '${folder}' cannot be read: ${message}`;
    throw new Error(`readRuns: ${what}`, { cause: error });
  }
}
