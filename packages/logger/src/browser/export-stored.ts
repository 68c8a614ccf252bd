import { shown } from '../shown.ts';
import { csvRecords, HEADER } from './csv-records.ts';
import type { Attempt } from './database.ts';
import { checkName } from './name.ts';
import { chunksBehind, type Found, linesOf, someAttempts } from './read-chunks.ts';
import { lent } from './reading.ts';

/** How a run is exported. */
export type StoredFormat = 'jsonl' | 'csv';

/** What a `Blob` has, where its own type is not known. */
export interface BlobLike {
  readonly size: number;
  readonly type: string;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** A `Blob`, by the types of whoever asks: those of a page, those of Node, or the least that it has. */
export type StoredBlob = typeof globalThis extends { Blob: { prototype: infer T } } ? T : BlobLike;

/**
 * A stored run as a file in memory, or where the browser puts what is large.
 *
 * - `'jsonl'`: what `jsonl` would have written, all attempts: `readRun` and `anneal-logger view` read it.
 * - `'csv'`: the long form of `csv`, all attempts. `time` is when the first row of its macrotask came.
 *
 * Rejects where there is no such run, and where there is no IndexedDB.
 *
 * @throws TypeError when the name is no text, or the format is none of these.
 *
 * @example
 * ```ts
 * import { exportStored } from '@anneal/logger/browser';
 *
 * if ('indexedDB' in globalThis) {
 *   const file = await exportStored('first try', 'jsonl');
 *   console.log(await file.text());
 * }
 * ```
 */
export function exportStored(name: string, format: StoredFormat): Promise<StoredBlob> {
  checkExport(name, format, 'exportStored');
  return exported(name, format, 'exportStored') as Promise<unknown> as Promise<StoredBlob>;
}

export function checkExport(name: unknown, format: unknown, caller: string): void {
  checkName(name, caller);
  if (format === 'jsonl' || format === 'csv') return;
  throw new TypeError(`${caller}: format must be 'jsonl' or 'csv', got ${shown(format)}`);
}

export function exported(name: string, format: StoredFormat, caller: string): Promise<Blob> {
  return lent(async (db) => {
    const attempts = await someAttempts(db, name, caller);
    const form = format === 'csv' ? csvText() : jsonlText(attempts);
    const parts = [new Blob([form.start])];
    for await (const found of chunksBehind(db, name)) {
      // An attempt may have begun since: the file ends before it.
      const chunks = found.filter(({ attempt }) => attempt <= attempts.length);
      const texts = chunks.map((chunk) => form.chunk(chunk));
      // A blob of its own, which the browser need not keep in memory.
      parts.push(new Blob(texts));
    }
    return new Blob([...parts, form.end()], { type: format === 'csv' ? 'text/csv' : 'application/jsonl' });
  }, name);
}

interface Text {
  readonly start: string;
  chunk(chunk: Found): string;
  end(): string;
}

function jsonlText(attempts: readonly Attempt[]): Text {
  let told = 0;
  const headers = (until: number): string => {
    const more = attempts.slice(told, until);
    told = Math.max(told, until);
    return more.map(({ header }) => `${header}\n`).join('');
  };
  return {
    start: '',
    chunk: ({ text, attempt }) => headers(attempt) + text,
    end: () => headers(attempts.length),
  };
}

/** There attempts are counted that have left a row. */
function csvText(): Text {
  let [count, last] = [0, 0];
  return {
    start: HEADER,
    chunk(chunk) {
      if (chunk.attempt !== last) count++;
      last = chunk.attempt;
      return csvRecords(linesOf(chunk), count, chunk.time);
    },
    end: () => '',
  };
}
