import type { Observable } from 'rxjs';
import type { Header } from './header.ts';
import { headersOf, readable } from './headers-of.ts';
import { shown } from './shown.ts';
import { toldLater } from './told-later.ts';

/**
 * Reads the header of each attempt of a run that `jsonl` has written, in order: what was told of it, and when it began.
 *
 * The later files of a rotated run are read with the first one, and add a header only where an attempt begins in them. The
 * file is streamed, and never in memory as a whole. Unsubscribing closes it.
 *
 * The stream errors where the file is missing or is no run, and where a header is broken.
 *
 * @throws TypeError when the file is not named by a string.
 *
 * @example
 * ```ts
 * import { log, readHeaders } from '@anneal/logger';
 * import { jsonl } from '@anneal/logger/jsonl';
 * import { mkdtempSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { lastValueFrom, of, toArray } from 'rxjs';
 *
 * const file = join(mkdtempSync(join(tmpdir(), 'run-')), 'run.jsonl');
 * of({ step: 0 }).pipe(log({ config: { batch: 32 } }, jsonl(file))).subscribe();
 * of({ step: 1 }).pipe(log({ config: { batch: 64 } }, jsonl(file))).subscribe();
 *
 * const headers = await lastValueFrom(readHeaders(file).pipe(toArray()));
 * headers.map(({ attempt, config }) => ({ attempt, config })); // => [{ attempt: 1, config: { batch: 32 } }, { attempt: 2, config: { batch: 64 } }]
 * ```
 */
export function readHeaders(file: string): Observable<Header> {
  if (typeof file !== 'string' || file === '') {
    throw new TypeError(`readHeaders: file must be the path of a file, got ${shown(file)}`);
  }
  return toldLater(async function* (signal) {
    try {
      yield* headersOf(file, signal);
    } catch (error) {
      throw readable('readHeaders', file, error);
    }
  });
}
