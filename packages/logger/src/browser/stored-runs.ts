import { parseHeader } from '../header.ts';
import { attemptsOf, runOf } from './attempts.ts';
import { type Attempt, all, result, writing } from './database.ts';
import { forget, journals } from './journal.ts';
import { checkName } from './name.ts';
import { tell } from './news.ts';
import { lent } from './reading.ts';
import { writerLock } from './writer-lock.ts';

/** A run that `browser` has stored. */
export interface StoredName {
  /** What `browser(name)` called it. */
  readonly name: string;
  /** The id of the run: the same in all attempts. */
  readonly id: string;
  /** How often it was opened. */
  readonly attempts: number;
  /** How many rows are stored, of all attempts: where steps were taken again, more than are read. */
  readonly rows: number;
  /** When it was first opened, as an ISO 8601 string. */
  readonly startedAt: string;
  /** Its last attempt has ended; one whose page went, or goes on, has not. */
  readonly closed: boolean;
}

/**
 * The runs that are stored in this browser, for this origin, in the order of their names.
 *
 * Rejects where there is no IndexedDB.
 *
 * @example
 * ```ts
 * import { storedRuns } from '@anneal/logger/browser';
 *
 * if ('indexedDB' in globalThis) {
 *   for (const { name, rows, startedAt } of await storedRuns()) console.log(name, rows, startedAt);
 * }
 * ```
 */
export function storedRuns(): Promise<readonly StoredName[]> {
  return lent(async (db) => {
    const store = db.transaction('attempts').objectStore('attempts');
    const runs = new Map<string, Attempt[]>();
    for (const attempt of await result<Attempt[]>(store.getAll())) {
      runs.set(attempt.name, [...(runs.get(attempt.name) ?? []), attempt]);
    }
    return [...runs].map(([name, attempts]) => ({
      name,
      id: runOf(attempts) as string,
      attempts: attempts.length,
      rows: attempts.reduce((sum, { rows }) => sum + rows, 0),
      startedAt: parseHeader((attempts[0] as Attempt).header).startedAt,
      closed: (attempts.at(-1) as Attempt).closed,
    }));
  });
}

/**
 * Removes a run from the browser's storage; one that is not there is removed already.
 *
 * Rejects where it is being written.
 *
 * @throws TypeError when the name is no text.
 *
 * @example
 * ```ts
 * import { removeStored } from '@anneal/logger/browser';
 *
 * if ('indexedDB' in globalThis) await removeStored('first try');
 * ```
 */
export function removeStored(name: string): Promise<void> {
  checkName(name, 'removeStored');
  return lent(async (db) => {
    const release = await writerLock(name).catch(() => {
      throw new Error(`removeStored: the run '${name}' is being written; end it first`);
    });
    try {
      forget(journals(name));
      const { length } = await attemptsOf(db, name);
      if (length === 0) return;
      await writing(db, async (transaction) => {
        transaction.objectStore('chunks').delete(all(name));
        transaction.objectStore('attempts').delete(all(name));
      });
      tell(name);
    } finally {
      release();
    }
  });
}
