import { Observable, type Subscriber } from 'rxjs';
import { fileLength, fileLines } from './file-lines.ts';
import { isHeader, parseHeader } from './header.ts';
import { fromLine } from './json-line.ts';
import { reasonOf } from './report.ts';
import { Restarts } from './restarts.ts';
import type { Row } from './row.ts';
import { shown } from './shown.ts';

/**
 * Reads the rows of a file that `jsonl` has written, restarts folded.
 *
 * - Where a run was restarted, a row of an earlier attempt is dropped if its step is not below the first step of a later
 *   one. Rows within one attempt stand as they were written, and so do rows without a step.
 * - Numbers that are not finite are numbers again; so is a text that is `'NaN'`, `'Infinity'` or `'-Infinity'`.
 * - A torn last line is passed over. The file may still be written: rows that come after the subscription are not read.
 * - The file is streamed, twice (once for the restarts), and never in memory as a whole. Unsubscribing closes it.
 *
 * The stream errors where the file is missing or is no run, and where a line is broken, with the number of that line.
 *
 * @throws TypeError when the file is not named by a string.
 *
 * @example
 * ```ts
 * import { log, readRun } from '@anneal/logger';
 * import { jsonl } from '@anneal/logger/jsonl';
 * import { mkdtempSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { lastValueFrom, of, toArray } from 'rxjs';
 *
 * const file = join(mkdtempSync(join(tmpdir(), 'run-')), 'run.jsonl');
 * of({ step: 0, loss: 0.7 }, { step: 1, loss: NaN }, { step: 2, loss: NaN }).pipe(log(jsonl(file))).subscribe();
 * of({ step: 1, loss: 0.5 }).pipe(log(jsonl(file))).subscribe();
 *
 * const rows = await lastValueFrom(readRun(file).pipe(toArray()));
 * rows; // => [{ step: 0, loss: 0.7 }, { step: 1, loss: 0.5 }]
 * ```
 */
export function readRun(file: string): Observable<Row> {
  if (typeof file !== 'string' || file === '') {
    throw new TypeError(`readRun: file must be the path of a file, got ${shown(file)}`);
  }
  return new Observable<Row>((out) => {
    const stop = new AbortController();
    read(file, out, stop.signal).then(
      () => out.complete(),
      // Reading that was stopped fails too, but then nobody listens.
      (error: unknown) => out.error(readable(file, error)),
    );
    return () => stop.abort();
  });
}

async function read(file: string, out: Subscriber<Row>, signal: AbortSignal): Promise<void> {
  // Both passes read the same bytes, whatever is written meanwhile.
  const length = await fileLength(file);
  const restarts = new Restarts();
  for await (const lines of fileLines(file, length, signal)) {
    for (const line of lines) restarts.hear(line);
  }
  const ends = restarts.ends();
  let attempt = -1;
  let number = 0;
  for await (const lines of fileLines(file, length, signal)) {
    for (const line of lines) {
      number++;
      const row = parse(line, number);
      if (row === undefined) attempt++;
      else if (!(typeof row.step === 'number' && row.step >= (ends[attempt] as number))) out.next(row);
    }
  }
  if (number === 0) throw new NoRun('it holds no complete line');
}

/** The row of a line; nothing for a header. */
function parse(line: string, number: number): Row | undefined {
  if (number > 1 && !isHeader(line)) {
    try {
      return fromLine(line);
    } catch (error) {
      throw new Error(`line ${number} is broken: ${reasonOf(error)}`, { cause: error });
    }
  }
  try {
    parseHeader(line);
  } catch (error) {
    if (number === 1) throw new NoRun(reasonOf(error));
    throw new Error(`line ${number} is broken: ${reasonOf(error)}`, { cause: error });
  }
  return undefined;
}

class NoRun extends Error {}

function readable(file: string, error: unknown): Error {
  const name = `'${file}'`;
  if ((error as { code?: unknown } | null)?.code === 'ENOENT') {
    return new Error(`readRun: there is no file ${name}`, { cause: error });
  }
  if (error instanceof NoRun) {
    return new Error(`readRun: ${name} is no run that jsonl has written: ${error.message}`, { cause: error });
  }
  return new Error(`readRun: ${name} cannot be read: ${reasonOf(error)}`, { cause: error });
}
