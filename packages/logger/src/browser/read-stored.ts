import { concatAll, type Observable } from 'rxjs';
import type { Row } from '../row.ts';
import { toldLater } from '../told-later.ts';
import { checkName } from './name.ts';
import { chunksBehind, endsOf, rowsOf, someAttempts } from './read-chunks.ts';
import { opened } from './reading.ts';

/**
 * Reads the rows of a run that `browser` has stored, restarts folded by the rule of `readRun`.
 *
 * They are read some at a time, never all into memory, and where the run is still written up to some row that was stored
 * meanwhile. What a page left behind as it went is taken over first. Unsubscribing lets go of the database.
 *
 * The stream errors where there is no such run, and where there is no IndexedDB.
 *
 * @throws TypeError when the name is no text.
 *
 * @example
 * ```ts
 * import { readStored } from '@anneal/logger/browser';
 * import { lastValueFrom, toArray } from 'rxjs';
 *
 * if ('indexedDB' in globalThis) {
 *   const rows = await lastValueFrom(readStored('first try').pipe(toArray()));
 *   console.log(rows.length);
 * }
 * ```
 */
export function readStored(name: string): Observable<Row> {
  checkName(name, 'readStored');
  return toldLater(() => read(name)).pipe(concatAll());
}

async function* read(name: string): AsyncGenerator<Row[]> {
  const db = await opened(name);
  try {
    await someAttempts(db, name, 'readStored');
    const ends = await endsOf(db, name);
    for await (const chunks of chunksBehind(db, name)) {
      // An attempt that has begun since would not be folded with these.
      yield rowsOf(
        chunks.filter(({ attempt }) => attempt <= ends.length),
        ends,
      );
    }
  } finally {
    db.close();
  }
}
