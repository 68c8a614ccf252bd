import { concatAll, type Observable } from 'rxjs';
import type { Row } from '../row.ts';
import { toldLater } from '../told-later.ts';
import { attemptsOf, recover } from './attempts.ts';
import { type Attempt, connect, type Place } from './database.ts';
import { checkName } from './name.ts';
import { News } from './news.ts';
import { chunksBehind, endsOf, type Found, rowsOf } from './read-chunks.ts';

/**
 * Watches a run that `browser` writes, from any tab or worker of the same origin: the rows that are stored, restarts
 * folded, and then every later row as it is stored, each once and in order.
 *
 * - It completes when the run is closed. A run that is not there yet is waited for, and so is one whose page has gone: it
 *   may be opened again. What that new attempt takes again comes again, because what was told cannot be taken back.
 * - Unsubscribing lets go of the database and of the channel by which it hears of new rows.
 *
 * @throws TypeError when the name is no text.
 *
 * @example
 * ```ts
 * import { watchStored } from '@anneal/logger/browser';
 *
 * if ('indexedDB' in globalThis) {
 *   const watching = watchStored('first try').subscribe(({ step, loss }) => console.log(step, loss));
 *   setTimeout(() => watching.unsubscribe(), 60_000);
 * }
 * ```
 */
export function watchStored(name: string): Observable<Row> {
  checkName(name, 'watchStored');
  return toldLater((signal) => watch(name, signal)).pipe(concatAll());
}

async function* watch(name: string, signal: AbortSignal): AsyncGenerator<Row[]> {
  // Heard before anything is read: what is stored in between is news.
  const news = new News(name, signal);
  let db: IDBDatabase | undefined;
  let ends: ReadonlyMap<string, number> | undefined;
  let last: Last | undefined;
  try {
    while (!signal.aborted) {
      db ??= await connect();
      try {
        await recover(db, name).catch(() => {});
        ends ??= await endsByOpening(db, name);
        // Asked for before the rows: where it has ended by now, all of them are there.
        const attempts = await attemptsOf(db, name);
        const numbered = attempts.map(({ opening }) => ends?.get(opening) ?? Infinity);
        for await (const found of chunksBehind(db, name, placeOf(attempts, last))) {
          // An attempt that has begun since comes with the next news.
          const chunks = found.filter(({ attempt }) => attempt <= attempts.length);
          last = lastOf(chunks, attempts) ?? last;
          yield rowsOf(chunks, numbered);
        }
        if (attempts.at(-1)?.closed) return;
      } catch (error) {
        // The database was deleted, and is closed: what comes later is in another one.
        const { name } = error as { name?: unknown };
        if (name !== 'InvalidStateError' && name !== 'AbortError') throw error;
        db = undefined;
        continue;
      }
      await news.next();
    }
  } finally {
    news.close();
    db?.close();
  }
}

/** Where the attempts end that are there now: what has been told already cannot be taken back by later ones. */
async function endsByOpening(db: IDBDatabase, name: string): Promise<ReadonlyMap<string, number>> {
  const attempts = await attemptsOf(db, name);
  const ends = await endsOf(db, name);
  return new Map(attempts.map(({ opening }, index) => [opening, ends[index] ?? Infinity]));
}

/** The last chunk that was told: by its opening, whose number is another one after the storage was cleared. */
interface Last {
  readonly opening: string;
  readonly first: number;
}

function placeOf(attempts: readonly Attempt[], last: Last | undefined): Place | undefined {
  const attempt = attempts.find(({ opening }) => opening === last?.opening);
  return attempt && last && [attempt.name, attempt.attempt, last.first];
}

function lastOf(chunks: readonly Found[], attempts: readonly Attempt[]): Last | undefined {
  const chunk = chunks.at(-1);
  const attempt = attempts.find(({ attempt }) => attempt === chunk?.attempt);
  return chunk && attempt && { opening: attempt.opening, first: chunk.first };
}
