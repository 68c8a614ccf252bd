import { Observable, type Subscriber } from 'rxjs';
import { fileLines } from './file-lines.ts';
import { fileParts, type Part } from './file-parts.ts';
import { Attempts, type Header, isHeader, isOurs, parseHeader } from './header.ts';
import { fromLine } from './json-line.ts';
import { reasonOf } from './report.ts';
import { Restarts } from './restarts.ts';
import type { Row } from './row.ts';
import { shown } from './shown.ts';

/**
 * Reads the rows of a run that `jsonl` has written, restarts folded.
 *
 * - Where a run was restarted, a row of an earlier attempt is dropped if its step is not below the step at which a later
 *   one took up the run: that of its marker, or of its first row where there is none. Rows within one attempt stand as
 *   they were written, and so do rows without a step.
 * - The files of a rotated run, `run.jsonl`, `run.2.jsonl`, … are read one after the other: name the first.
 * - Numbers that are not finite are numbers again, and texts that name them are texts. A file that something else has
 *   written may say `"NaN"`, `"Infinity"` and `"-Infinity"` too: there they all are numbers.
 * - A torn last line is passed over. The file may still be written: rows that come after the subscription are not read.
 * - The file is streamed, twice (once for the restarts), and never in memory as a whole. Unsubscribing closes it.
 *
 * The stream errors where a file is missing, is no run or is another one, by its name, and where a line is broken, by its
 * number.
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
  const parts = await fileParts(file);
  const restarts = new Restarts();
  for (const { file, length, whole } of parts) {
    for await (const lines of fileLines(file, length, signal, whole)) {
      for (const line of lines) restarts.hear(line);
    }
  }
  const ends = restarts.ends();
  const attempts = new Attempts();
  for (const part of parts) {
    let number = 0;
    for await (const lines of fileLines(part.file, part.length, signal)) {
      for (const line of lines) {
        number++;
        const row = parse(line, number, part, attempts);
        if (row === undefined) continue;
        const end = ends[attempts.count - 1] as number;
        if (!(typeof row.step === 'number' && row.step >= end)) out.next(row);
      }
    }
    if (number === 0 && part.part === 1) throw new NoRun('it holds no complete line');
  }
}

/** The row of a line; nothing for a line of ours. */
function parse(line: string, number: number, { part, file }: Part, attempts: Attempts): Row | undefined {
  if (number > 1 && !isOurs(line)) return whole(() => fromLine(line));
  if (number > 1 && !isHeader(line)) return void whole(() => JSON.parse(line));
  if (number > 1 || part > 1) return void whole(() => attempts.begins(parseHeader(line)));
  let header: Header;
  try {
    header = parseHeader(line);
  } catch (error) {
    throw new NoRun(reasonOf(error));
  }
  if (header.part !== undefined && header.part > 1) {
    throw new Error(`it is part ${header.part} of a run; read the first one, which has no number`);
  }
  attempts.begins(header);
  return undefined;

  function whole<T>(parsed: () => T): T {
    try {
      return parsed();
    } catch (error) {
      const where = part === 1 ? '' : ` of '${file}'`;
      throw new Error(`line ${number}${where} is broken: ${reasonOf(error)}`, { cause: error });
    }
  }
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
