import { type About, aboutOf, checkAbout } from '../about.ts';
import type { Sink } from '../sink.ts';
import { checkName } from './name.ts';
import { Opening } from './opening.ts';

/** What the header of this run says in place of what `log` was told. */
export interface BrowserOptions extends About {}

/** The runs that are written from here. */
const open = new Set<string>();

/**
 * Keeps every row in the browser's own storage (IndexedDB), where it survives a reload, a crash and the end of the browser.
 *
 * - The rows of one macrotask are stored in one transaction. A reload or the end of the tab loses none: what is not known
 *   to be stored when the page goes is put into `localStorage`, and is taken over, each row once, when a page next opens or
 *   reads a run. There is room for some 5 million characters, of rows that had not been stored yet; what does not fit is
 *   counted on the console.
 * - A worker has no `localStorage`: of one that is ended, the rows of the last transaction may be missing, some
 *   milliseconds. A power cut may take more: nothing is forced onto the disk.
 * - Rows of a loop that never yields are stored when it does: until then a crash, the end of a worker, or of a tab that
 *   does not answer, takes all of them. Let a long loop yield now and then (`await new Promise((on) => setTimeout(on))`).
 * - Opening the same name again goes on with that run as a new attempt. One tab, or worker, writes a run at a time; another
 *   is refused after 3 s, in which a page that is being reloaded lets go; what it was given by then is lost, and reported,
 *   as it is where it goes before. Browsers have such locks where a page is served
 *   securely (https, localhost); elsewhere two writers are two attempts.
 * - A storage that is full is reported once; its rows are kept in memory, up to 64 Mi characters, and tried again every
 *   second and at the end. Where the storage is cleared under it, it goes on in a new one, and says at the end how many
 *   rows are gone. A database that does not open within 3 s, because another page holds it while it is deleted, is such a
 *   failure, too. Browsers may clear it themselves when the disk is full: `navigator.storage.persist()` asks them not to.
 * - Numbers that are not finite are kept exactly. A row that JSON cannot say (a BigInt, a cycle) is lost alone.
 *
 * `open` throws where there is no IndexedDB: in Node, and in frames that may not store anything.
 *
 * @param name names the run in this origin (scheme, host and port of the page).
 * @throws TypeError when the name is no text, an option is unknown, or `config` is not plain JSON.
 *
 * @example
 * ```ts
 * import { log } from '@anneal/logger';
 * import { browser, readStored } from '@anneal/logger/browser';
 * import { lastValueFrom, of, toArray } from 'rxjs';
 *
 * if ('indexedDB' in globalThis) {
 *   await lastValueFrom(of({ step: 0, loss: Infinity }).pipe(log({ config: { layers: 3 } }, browser('first try'))));
 *   const rows = await lastValueFrom(readStored('first try').pipe(toArray()));
 *   console.log(rows); // [{ step: 0, loss: Infinity }]
 * }
 * ```
 */
export function browser(name: string, options: BrowserOptions = {}): Sink {
  checkName(name, 'browser');
  checkAbout(options, 'browser');
  const label = `browser '${name}'`;
  const about = aboutOf(options, 'browser');
  let opening: Opening | undefined;
  const opened = (): Opening => {
    if (opening === undefined)
      throw new Error(`${label} is not open; hand it to log(), or call open(run) first`);
    return opening;
  };
  return {
    name: label,
    // None of these but the last two returns a promise: rows that waited for one would be lost when the page goes.
    open(run) {
      if (open.has(name)) {
        throw new Error('the run is being written already; close that sink first, or choose another name');
      }
      opening = new Opening(label, name, { ...run, ...about });
      open.add(name);
    },
    write(rows) {
      opened().write(rows);
    },
    flush: () => opened().flush(),
    async close() {
      const closing = opened();
      try {
        await closing.close();
      } finally {
        opening = undefined;
        open.delete(name);
      }
    },
  };
}
