import type { Run } from '../run.ts';
import type { Chunk } from './pending.ts';

/** What a page left behind when it went: rows of one attempt that were not known to be stored. */
export interface Journal {
  readonly key: string;
  readonly name: string;
  /** The id of the opening. */
  readonly opening: string;
  readonly run: Run;
  readonly chunks: readonly Chunk[];
  /** The run had ended: nothing was to come but these. */
  readonly ended: boolean;
}

/**
 * The journal of one attempt, in `localStorage`: the only storage of a page that has taken what it was given when the
 * call returns.
 *
 * Each writing has a key of its own, so that nobody removes under it what has not been read.
 */
export class JournalWriter {
  readonly #name: string;
  readonly #opening: string;
  readonly #run: Run;
  #writings = 0;
  #key: string | undefined;

  constructor(name: string, opening: string, run: Run) {
    this.#name = name;
    this.#opening = opening;
    this.#run = run;
  }

  /** Keeps these chunks in place of those before, the oldest of them where there is no room for all; says how many rows. */
  write(chunks: readonly Chunk[], ended: boolean): number {
    const store = localStore();
    if (store === undefined) return 0;
    const before = this.#key;
    for (let most = chunks.length; this.#key === before; most = Math.floor(most * 0.8)) {
      const some = chunks.slice(0, most);
      const key = `${prefix(this.#name)}${this.#opening}:${this.#writings++}`;
      const all = { name: this.#name, opening: this.#opening, run: this.#run, chunks: some };
      try {
        store.setItem(key, JSON.stringify({ ...all, ended: ended && most === chunks.length }));
        this.#key = key;
      } catch {
        // Full. What is older is worth more: with a gap before it, what is newer would be misread.
        if (most === 0) return 0;
        continue;
      }
      if (before !== undefined) store.removeItem(before);
      return some.reduce((rows, { count }) => rows + count, 0);
    }
    return 0;
  }

  clear(): void {
    if (this.#key === undefined) return;
    localStore()?.removeItem(this.#key);
    this.#key = undefined;
  }
}

/** All journals of a run, or of all runs, oldest attempt first. None in a worker, which cannot see them. */
export function journals(name?: string): Journal[] {
  const store = localStore();
  if (store === undefined) return [];
  const start = name === undefined ? PREFIX : prefix(name);
  return Object.keys(store)
    .filter((key) => key.startsWith(start))
    .flatMap((key) => parsed(key, store.getItem(key)))
    .sort((a, b) => (a.run.startedAt < b.run.startedAt ? -1 : 1));
}

export function forget(found: readonly Journal[]): void {
  for (const { key } of found) localStore()?.removeItem(key);
}

/** Whether this key of `localStorage` is a journal of that run. */
export function isJournal(key: string | null, name: string): boolean {
  return key?.startsWith(prefix(name)) ?? false;
}

const PREFIX = 'anneal-logger:';

/** As JSON, which says itself where it ends: no name is the beginning of another. */
function prefix(name: string): string {
  return `${PREFIX}${JSON.stringify(name)}:`;
}

function parsed(key: string, value: string | null): Journal[] {
  try {
    const { name, opening, run, chunks, ended } = JSON.parse(value ?? '') as Omit<Journal, 'key'>;
    if (typeof name === 'string' && typeof opening === 'string' && Array.isArray(chunks)) {
      return [{ key, name, opening, run, chunks, ended }];
    }
  } catch {
    // Somebody else's.
  }
  return [];
}

/** A worker has none, and where cookies are refused to ask for it throws. */
function localStore(): Storage | undefined {
  try {
    return globalThis.localStorage ?? undefined;
  } catch {
    return undefined;
  }
}
