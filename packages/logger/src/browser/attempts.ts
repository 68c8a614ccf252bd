import { headerLine, parseHeader } from '../header.ts';
import type { Run } from '../run.ts';
import { type Attempt, all, type Place, result, writing } from './database.ts';
import { forget, type Journal, journals } from './journal.ts';
import { tell } from './news.ts';
import type { Chunk } from './pending.ts';

/** A chunk as it is stored, under its place. */
export type StoredChunk = Pick<Chunk, 'count' | 'time' | 'text'>;

/** One opening of a run. */
export interface Opened {
  /** The id that it alone has. */
  readonly opening: string;
  readonly run: Run;
  /** The place of its first row that is still to come, where the attempt is not there. */
  readonly from: number;
}

/** What was stored of an attempt has been taken away under it. */
export class Gone extends Error {}

/** The attempts of a run, in order. */
export function attemptsOf(db: IDBDatabase, name: string): Promise<Attempt[]> {
  return result(db.transaction('attempts').objectStore('attempts').getAll(all(name)));
}

/** Enters an attempt, where it is not known yet, behind those before, with what they have left in their journals. */
export async function enter(db: IDBDatabase, name: string, opened: Opened): Promise<Attempt> {
  const found = journals(name);
  const attempt = await writing(db, async (transaction) => {
    const attempts = await within(transaction, name);
    for (const journal of found) await takeOver(transaction, attempts, journal);
    const entered = known(attempts, name, opened);
    transaction.objectStore('attempts').put(entered);
    return entered;
  });
  forget(found);
  tell(name);
  return attempt;
}

/** Stores what pages that are gone have left in their journals; each row once, however many do this at once. */
export async function recover(db: IDBDatabase, name?: string): Promise<void> {
  for (const journal of journals(name)) {
    await writing(db, async (transaction) => {
      await takeOver(transaction, await within(transaction, journal.name), journal);
    });
    forget([journal]);
    tell(journal.name);
  }
}

/**
 * Stores chunks of an attempt, in one transaction.
 *
 * @throws Gone when the attempt is not there any more.
 */
export async function store(
  db: IDBDatabase,
  { name, attempt, opening }: Attempt,
  chunks: readonly Chunk[],
  ended: boolean,
): Promise<void> {
  await writing(db, async (transaction) => {
    const place = [name, attempt];
    const found = await result<Attempt | undefined>(transaction.objectStore('attempts').get(place));
    if (found?.opening !== opening) throw new Gone('it was removed while it was written');
    await put(transaction, found, chunks, ended);
  });
  tell(name);
}

/** The id of the run that these are attempts of. */
export function runOf([first]: readonly Attempt[]): string | undefined {
  return first === undefined ? undefined : parseHeader(first.header).run;
}

function within(transaction: IDBTransaction, name: string): Promise<Attempt[]> {
  return result<Attempt[]>(transaction.objectStore('attempts').getAll(all(name)));
}

async function takeOver(transaction: IDBTransaction, attempts: Attempt[], journal: Journal): Promise<void> {
  const { name, chunks, ended } = journal;
  const attempt = known(attempts, name, { ...journal, from: chunks[0]?.first ?? 0 });
  attempts[attempt.attempt - 1] = await put(transaction, attempt, chunks, ended);
}

/** Puts chunks into their places. One that is there already, from a journal or by a writer that was slow, is the same. */
async function put(
  transaction: IDBTransaction,
  attempt: Attempt,
  chunks: readonly Chunk[],
  ended: boolean,
): Promise<Attempt> {
  const places = transaction.objectStore('chunks');
  const at = (first: number): Place => [attempt.name, attempt.attempt, first];
  const [oldest, newest] = [chunks[0], chunks.at(-1)];
  const there = new Set<number>();
  if (oldest !== undefined && newest !== undefined) {
    const range = IDBKeyRange.bound(at(oldest.first), at(newest.first));
    for (const key of await result(places.getAllKeys(range))) there.add((key as Place)[2]);
  }
  let { rows } = attempt;
  for (const { first, count, time, text } of chunks) {
    if (there.has(first)) continue;
    places.put({ count, time, text } satisfies StoredChunk, at(first));
    rows += count;
  }
  const grown = { ...attempt, rows, closed: attempt.closed || ended };
  transaction.objectStore('attempts').put(grown);
  return grown;
}

/** The attempt of that opening; a new one where there is none, which is added. */
function known(attempts: Attempt[], name: string, { opening, run, from }: Opened): Attempt {
  const found = attempts.find((attempt) => attempt.opening === opening);
  if (found !== undefined) return found;
  const number = attempts.length + 1;
  const header = headerLine(run, runOf(attempts) ?? run.id, number);
  const attempt = { name, attempt: number, opening, header, from, rows: 0, closed: false };
  attempts.push(attempt);
  return attempt;
}
