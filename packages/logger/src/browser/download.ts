import { checkExport, exported, type StoredFormat } from './export-stored.ts';

/** How long the browser may take to begin reading what it saves, in milliseconds. */
const LONGEST = 10_000;

/**
 * Saves a stored run as a file, where the browser puts downloads: `name.jsonl` or `name.csv`, as `exportStored` gives it.
 *
 * It resolves when the browser has been asked. Rejects where there is no such run, and in a worker.
 *
 * @throws TypeError when the name is no text, or the format is none.
 *
 * @example
 * ```ts
 * import { download } from '@anneal/logger/browser';
 *
 * if ('document' in globalThis) await download('first try', 'jsonl');
 * ```
 */
export function download(name: string, format: StoredFormat): Promise<void> {
  checkExport(name, format, 'download');
  return save(name, format);
}

async function save(name: string, format: StoredFormat): Promise<void> {
  if (typeof document === 'undefined') {
    throw new Error('download: only a page can save a file; use exportStored here, and hand it to one');
  }
  const url = URL.createObjectURL(await exported(name, format, 'download'));
  const link = document.createElement('a');
  link.href = url;
  // What no file system takes in a name.
  link.download = `${name.replace(/[\p{Cc}/\\:*?"<>|]+/gu, '-')}.${format}`;
  link.click();
  // Not at once: Safari begins to read it some time later.
  setTimeout(() => URL.revokeObjectURL(url), LONGEST);
}
