import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { build } from 'esbuild';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { lastValueFrom, toArray } from 'rxjs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../../../../tools/browser/chromium.ts';
import type { Counts } from '../counts.ts';
import { fromLine } from '../json-line.ts';
import { readRun } from '../read-run.ts';
import type {} from './page/page.ts';

const onDist = Boolean(process.env.ANNEAL_TEST_DIST);

/** Files as a server has them. */
async function site(): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await build({
    entryPoints: ['page.ts', 'run.worker.ts'].map((name) =>
      fileURLToPath(new URL(`page/${name}`, import.meta.url)),
    ),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    outdir: '/',
    conditions: onDist ? [] : ['@anneal/source'],
    write: false,
    logLevel: 'error',
  });
  const html = '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>';
  return new Map([['/', html], ...outputFiles.map(({ path, text }) => [path, text] as const)]);
}

/** Steps from 0 to the last. */
const upTo = (last: number) => Array.from({ length: last + 1 }, (_, step) => step);

describe.skipIf(chromiumPath === undefined)('browser() in Chromium', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'logger-browser-'));
  let server: Server;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let said: string[];
  const address = (query = '') => `http://localhost:${(server.address() as AddressInfo).port}/${query}`;

  beforeAll(async () => {
    const files = await site();
    server = createServer(({ url = '' }, response) => {
      const path = url.replace(/\?.*/, '');
      const body = files.get(path);
      const type = path === '/' ? 'text/html' : 'text/javascript';
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': type }).end(body);
    });
    await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
    browser = await launchChromium();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Another tab of the same browser, with the same storage. */
  const tab = async (query = ''): Promise<Page> => {
    const tab = await context.newPage();
    tab.on('console', (message) => message.type() === 'error' && said.push(message.text()));
    tab.on('pageerror', (error) => said.push(String(error)));
    await tab.goto(address(query));
    await tab.waitForFunction(() => globalThis.anneal !== undefined);
    return tab;
  };
  beforeEach(async () => {
    said = [];
    context = await browser.newContext();
    page = await tab();
  });
  afterEach(() => context.close());

  const steps = (from: Page, name: string) =>
    from.evaluate(async (name) => {
      const { readStored, rxjs } = globalThis.anneal;
      return rxjs.lastValueFrom(
        readStored(name).pipe(
          rxjs.map(({ step }) => step),
          rxjs.toArray(),
        ),
      );
    }, name);
  const end = (from: Page) => from.evaluate(() => globalThis.training?.end());
  const tally = (from: Page, name: string) =>
    from.evaluate((name) => Number(localStorage.getItem(`tally:${name}`)), name);
  /** Until so many rows were accepted. */
  const trained = (from: Page, name: string, step: number) =>
    from.waitForFunction(([name, step]) => Number(localStorage.getItem(`tally:${name}`)) >= step, [
      name,
      step,
    ] as const);

  it('loses no row to reloads at any moment of a run, and has each once', async () => {
    await page.evaluate(() => {
      sessionStorage.setItem('reloads', JSON.stringify([0, 0, 3, 8, 20, 45, 100, 0, 13, 200]));
    });
    await page.goto(address('?run=a'), { waitUntil: 'commit' });
    await page.waitForFunction(() => globalThis.reloads === false);
    await trained(page, 'a', 200);
    // Rows of a run that has not ended are there, too, before it goes on and while it does.
    const other = await tab();
    const read = await steps(other, 'a');
    expect(read).toEqual(upTo(read.length - 1));
    expect(read.length).toBeGreaterThan(0);
    const last = (await end(page)) as number;
    expect(last).toBeGreaterThan(100);
    expect(await steps(page, 'a')).toEqual(upTo(last));
    const [run] = await page.evaluate(() => globalThis.anneal.storedRuns());
    expect(run).toMatchObject({ name: 'a', rows: last + 1, closed: true });
    expect(run?.attempts).toBeGreaterThan(3);
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(['tally:a']);
    expect(said).toEqual([]);
  });

  it('has the rows that come while the page goes, and 20,000 that came in the macrotask before', async () => {
    await page.evaluate(() => {
      const training = globalThis.anneal.train('b');
      addEventListener('pagehide', () => training.row());
      addEventListener('unload', () => training.row());
      for (let row = 0; row < 20_000; row++) training.row();
      location.reload();
      // It is gone a moment later only.
      for (let row = 0; row < 10; row++) training.row();
    });
    await page.waitForFunction(() => globalThis.anneal !== undefined && globalThis.training === undefined);
    const last = await tally(page, 'b');
    expect(last).toBeGreaterThan(20_010);
    expect(await steps(page, 'b')).toEqual(upTo(last));
  });

  it.each([false, true])(
    'loses no row to a tab that is closed, asked or not: %s',
    async (runBeforeUnload) => {
      const other = await tab('?run=c');
      await trained(other, 'c', 100);
      const gone = new Promise((gone) => other.once('close', gone));
      await other.close({ runBeforeUnload });
      await gone;
      const missing = async () => (await tally(page, 'c')) + 1 - (await steps(page, 'c')).length;
      // A row may have been stored whose tally was not any more: one that goes in between, or the note of it.
      await expect.poll(missing, { timeout: 10_000 }).toBeLessThanOrEqual(0);
      const stored = await steps(page, 'c');
      expect(stored).toEqual(upTo(stored.length - 1));
    },
  );

  it('keeps what waits when a page is hidden, each row once', async () => {
    const journal = await page.evaluate(() => {
      globalThis.training = globalThis.anneal.train('d');
      for (let row = 0; row < 500; row++) globalThis.training.row();
      Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
      document.dispatchEvent(new Event('visibilitychange'));
      return Object.entries(localStorage).filter(([key]) => key.startsWith('anneal'));
    });
    expect(journal).toHaveLength(1);
    const other = await tab();
    // Whatever has been stored of it by now.
    await other.evaluate(([key, value]) => localStorage.setItem(key, value), journal[0] as [string, string]);
    expect((await steps(other, 'd')).length).toBeGreaterThan(500);
    const last = (await end(page)) as number;
    expect(await steps(other, 'd')).toEqual(upTo(last));
    const [run] = await page.evaluate(() => globalThis.anneal.storedRuns());
    expect(run).toMatchObject({ rows: last + 1, attempts: 1, closed: true });
  });

  it('refuses a second writer of one name, in the page at once and in another tab', async () => {
    const other = await tab('?run=e');
    await trained(other, 'e', 50);
    const counts = await page.evaluate(async () => {
      const { browser, log, rxjs } = globalThis.anneal;
      const rows = new rxjs.Subject<object>();
      const logged = log(browser('e'));
      const counts = rxjs.lastValueFrom(logged.counts);
      const refused = rxjs.firstValueFrom(logged.counts.pipe(rxjs.filter(([all]) => (all?.failed ?? 0) > 0)));
      rows.pipe(logged).subscribe();
      rows.next({ step: 0 });
      const turn = setInterval(() => rows.next({ step: 1 }), 100);
      await refused;
      clearInterval(turn);
      rows.complete();
      const [all] = await counts;
      return all;
    });
    expect(counts).toMatchObject({ written: 0, failed: counts?.accepted });
    expect(said[0]).toMatch(
      /^log: browser 'e' failed at step 1: the run is being written already, in another/,
    );
    expect(said.at(-1)).toMatch(/^log: browser 'e' lost \d+ of \d+ rows$/);
    await other.evaluate(() => {
      const { browser, log, rxjs } = globalThis.anneal;
      rxjs
        .of({ step: 0 })
        .pipe(log(browser('e')))
        .subscribe();
    });
    expect(said.at(-2)).toMatch(/^log: browser 'e' could not be opened: the run is being written already/);
    const refusal = await page.evaluate(() => globalThis.anneal.removeStored('e').catch(String));
    expect(refusal).toBe("Error: removeStored: the run 'e' is being written; end it first");
    const last = (await end(other)) as number;
    expect(await steps(page, 'e')).toEqual(upTo(last));
    await page.evaluate(() => globalThis.anneal.removeStored('e'));
    expect(await page.evaluate(() => globalThis.anneal.storedRuns())).toEqual([]);
    await expect(steps(page, 'e')).rejects.toThrow(/readStored: there is no run 'e' in this browser/);
  });

  it('hides no row of a run behind those of a tab that waits to write it, too, and goes', async () => {
    const writer = await tab('?run=k');
    await trained(writer, 'k', 100);
    const other = await tab();
    await other.evaluate(async () => {
      const { browser, log, rxjs } = globalThis.anneal;
      // What the console of a page that goes is told does not arrive here.
      console.error = (line: string) => sessionStorage.setItem('said', line);
      rxjs
        .concat(rxjs.of({ step: 0 }, { step: 1 }, { step: 2 }), rxjs.NEVER)
        .pipe(log(browser('k')))
        .subscribe();
      while ((await navigator.locks.query()).pending?.length === 0)
        await new Promise((on) => setTimeout(on, 5));
    });
    await other.reload();
    expect(await other.evaluate(() => sessionStorage.getItem('said'))).toBe(
      "browser 'k': the page goes, and 3 rows are lost: the run is being written in another tab or by another sink",
    );
    const last = (await end(writer)) as number;
    expect(await steps(page, 'k')).toEqual(upTo(last));
    const [run] = await page.evaluate(() => globalThis.anneal.storedRuns());
    expect(run).toMatchObject({ rows: last + 1, attempts: 1 });
  });

  it('is watched from other tabs, early, late and through a reload: each row once, in order, to its end', async () => {
    const watch = (from: Page) =>
      from.evaluate(() => {
        const seen: unknown[] = [];
        const done = new Promise((done) => {
          globalThis.anneal
            .watchStored('f')
            .subscribe({ next: ({ step }) => seen.push(step), complete: done as () => void });
        });
        Object.assign(globalThis, { seen: done.then(() => seen) });
      });
    const seen = (from: Page) =>
      from.evaluate(() => (globalThis as unknown as { seen: Promise<number[]> }).seen);
    const early = page;
    await watch(early);
    const writer = await tab('?run=f');
    await trained(writer, 'f', 100);
    const late = await tab();
    await watch(late);
    await trained(writer, 'f', 200);
    await writer.reload();
    await trained(writer, 'f', 300);
    await watch(writer);
    await trained(writer, 'f', 400);
    const last = (await end(writer)) as number;
    for (const watcher of [early, late, writer]) expect(await seen(watcher)).toEqual(upTo(last));
    await watch(late);
    expect(await seen(late)).toEqual(upTo(last));
  });

  it('lets go of its channel and of the database when a watcher unsubscribes', async () => {
    const open = await page.evaluate(async () => {
      const channels = new Set<BroadcastChannel>();
      const { BroadcastChannel: Real } = globalThis;
      globalThis.BroadcastChannel = class extends Real {
        constructor(name: string) {
          super(name);
          channels.add(this);
        }
        override close() {
          channels.delete(this);
          super.close();
        }
      };
      const watching = globalThis.anneal.watchStored('none').subscribe();
      await new Promise((over) => setTimeout(over, 100));
      const during = channels.size;
      watching.unsubscribe();
      await new Promise((over) => setTimeout(over, 50));
      return [during, channels.size];
    });
    expect(open).toEqual([1, 0]);
  });

  it('folds restarts as readRun does what is downloaded, NaN included', async () => {
    await page.evaluate(async () => {
      const { browser, log, rxjs } = globalThis.anneal;
      const attempt = (...rows: object[]) =>
        rxjs.lastValueFrom(rxjs.from(rows).pipe(log({ config: { seed: 7 } }, browser('a/b "ü"'))), {
          defaultValue: undefined,
        });
      const hard = { step: 2, loss: Number.NaN, up: Infinity, text: 'a,"b"\n\u2028' };
      await attempt({ step: 0 }, { note: 'none' }, { step: 1, loss: 9 }, hard, { step: 3 });
      await attempt();
      await attempt({ step: 2, loss: -Infinity }, hard, { anneal: 1, run: 'x' });
    });
    const saved = async (format: 'jsonl' | 'csv') => {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.evaluate((format) => globalThis.anneal.download('a/b "ü"', format), format),
      ]);
      expect(file.suggestedFilename()).toBe(`a-b -ü-.${format}`);
      const path = join(folder, `run.${format}`);
      await file.saveAs(path);
      return path;
    };
    const inPage = await page.evaluate(async () => {
      const { readStored, rxjs, toLine } = globalThis.anneal;
      const rows = await rxjs.lastValueFrom(readStored('a/b "ü"').pipe(rxjs.toArray()));
      return rows.map(toLine);
    });
    const rows = await lastValueFrom(readRun(await saved('jsonl')).pipe(toArray()));
    expect(rows).toEqual(inPage.map(fromLine));
    expect(rows).toEqual([
      { step: 0 },
      { note: 'none' },
      { step: 1, loss: 9 },
      { step: 2, loss: -Infinity },
      { step: 2, loss: Number.NaN, up: Infinity, text: 'a,"b"\n\u2028' },
      { anneal: 1, run: 'x' },
    ]);
    const records = parse(readFileSync(await saved('csv'), 'utf8')) as string[][];
    expect(records[0]).toEqual(['attempt', 'step', 'time', 'column', 'value']);
    expect(
      records.map(([attempt, step, , column, value]) => [attempt, step, column, value]).slice(1, 7),
    ).toEqual([
      ['1', '0', '', ''],
      ['1', '', 'note', 'none'],
      ['1', '1', 'loss', '9'],
      ['1', '2', 'loss', 'NaN'],
      ['1', '2', 'up', 'Infinity'],
      ['1', '2', 'text', 'a,"b"\n\u2028'],
    ]);
    expect(records.at(-1)?.[0]).toBe('2');
  });

  it('lets go of the file when it was saved', async () => {
    await page.clock.install();
    const state = () => page.evaluate(() => (globalThis as unknown as { urls: string[] }).urls);
    await page.evaluate(async () => {
      const { browser, log, rxjs } = globalThis.anneal;
      const urls: string[] = [];
      const { revokeObjectURL } = URL;
      URL.revokeObjectURL = (url) => {
        urls.push(url);
        revokeObjectURL.call(URL, url);
      };
      Object.assign(globalThis, { urls });
      await rxjs.lastValueFrom(rxjs.of({ step: 0 }).pipe(log(browser('g'))));
      await globalThis.anneal.download('g', 'jsonl');
    });
    expect(await state()).toEqual([]);
    await page.clock.fastForward(60_000);
    expect(await state()).toHaveLength(1);
  });

  it.each(['deleted', 'cleared'])(
    'goes on where the database is %s under it, and says what is gone',
    async (how) => {
      const writer = await tab('?run=h');
      await trained(writer, 'h', 100);
      await steps(page, 'h');
      if (how === 'deleted') {
        await page.evaluate(() =>
          new Promise((done, failed) => {
            const request = indexedDB.deleteDatabase('anneal-logger');
            request.onsuccess = done;
            request.onerror = failed;
          }).then(() => undefined),
        );
      } else {
        const session = await context.newCDPSession(page);
        const origin = address().slice(0, -1);
        await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
      }
      await trained(writer, 'h', (await tally(writer, 'h')) + 100);
      const last = (await end(writer)) as number;
      const left = await steps(page, 'h');
      expect(left).toEqual(upTo(last).slice(-left.length));
      expect(left.length).toBeGreaterThan(50);
      const gone = last + 1 - left.length;
      expect(gone).toBeGreaterThan(50);
      // It may have needed more than one try.
      expect(said.filter((line) => line.startsWith('log:'))).toEqual([
        `log: browser 'h' failed to close: ${gone} rows that had been stored are gone: the storage was cleared while the run was written`,
        `log: browser 'h' lost ${gone} of ${last + 1} rows`,
      ]);
    },
  );

  it('gives up on a database that does not open, and goes on with it when it does', async () => {
    const logged = (name: string) =>
      page.evaluate((name) => {
        const { browser, log, rxjs } = globalThis.anneal;
        const sink = log(browser(name));
        const counts = rxjs.lastValueFrom(sink.counts);
        rxjs.of({ step: 0 }).pipe(sink).subscribe();
        return counts.then(([all]) => all);
      }, name);
    await logged('l');
    const holder = await tab();
    await holder.evaluate(async () => {
      const open = indexedDB.open('anneal-logger');
      await new Promise((opened) => open.addEventListener('success', opened));
      Object.assign(globalThis, { held: open.result });
      await new Promise((blocked) => {
        indexedDB.deleteDatabase('anneal-logger').onblocked = blocked;
      });
    });
    expect(await logged('m')).toMatchObject({ accepted: 1, written: 0, failed: 1 });
    expect(said).toEqual([
      expect.stringMatching(
        /^browser 'm': storing failed: the database did not open within 3 s: .*; the rows are kept in memory/,
      ),
      expect.stringMatching(
        /^log: browser 'm' failed to close: 1 row could not be stored: the database did not open within 3 s/,
      ),
      "log: browser 'm' lost 1 of 1 row",
    ]);
    await holder.close();
    expect(await logged('m')).toMatchObject({ written: 1 });
    expect(await steps(page, 'm')).toEqual([0]);
  });

  it.each([true, false])(
    'says once that the storage is full, and loses nothing if there is room: %s',
    async (room) => {
      const session = await context.newCDPSession(page);
      const origin = address().slice(0, -1);
      await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 2_000_000 });
      await page.evaluate(() => {
        const { browser, log, rxjs } = globalThis.anneal;
        const rows = new rxjs.Subject<object>();
        const logged = log(browser('i'));
        const counts = rxjs.lastValueFrom(logged.counts);
        rows.pipe(logged).subscribe();
        let step = 0;
        // Random, because the database packs what is not.
        const random = crypto.getRandomValues(new Uint8Array(60_000));
        const text = Array.from({ length: 10 }, () => btoa(String.fromCharCode(...random))).join('');
        const turn = setInterval(() => rows.next({ step: step++, text }), 100);
        Object.assign(globalThis, {
          stop() {
            clearInterval(turn);
            rows.complete();
            return counts;
          },
        });
      });
      await expect.poll(() => said.length, { timeout: 20_000 }).toBe(1);
      expect(said[0]).toMatch(
        /^browser 'i': storing failed: .*; the rows are kept in memory, and tried again every/,
      );
      if (room) await session.send('Storage.overrideQuotaForOrigin', { origin });
      // The browser counts what it stores by and by: with less room than there was, the last try finds none for sure.
      else await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1000 });
      const [counts] = await page.evaluate(() =>
        (globalThis as unknown as { stop(): Promise<readonly Counts[]> }).stop(),
      );
      const { accepted, written, failed } = counts as Counts;
      expect(accepted).toBeGreaterThan(1);
      await session.send('Storage.overrideQuotaForOrigin', { origin });
      expect(await steps(page, 'i')).toEqual(upTo(written - 1));
      if (room) expect([failed, said.length]).toEqual([0, 1]);
      else {
        expect(failed).toBeGreaterThan(0);
        expect(said[1]).toMatch(
          new RegExp(`^log: browser 'i' failed to close: ${failed} rows? could not be stored: `),
        );
        expect(said[2]).toBe(`log: browser 'i' lost ${failed} of ${accepted} rows`);
      }
    },
  );

  it('stores what a worker logs', async () => {
    await page.evaluate(async () => {
      const worker = new Worker('/run.worker.js', { type: 'module' });
      worker.postMessage('j');
      await new Promise((done) => worker.addEventListener('message', done));
    });
    expect(await steps(page, 'j')).toEqual(upTo(999));
    expect(said).toEqual([]);
  });

  it('keeps the laws of sinks', async () => {
    const broken = await page.evaluate(async () => {
      const { browser, laws, readStored, rxjs } = globalThis.anneal;
      let made = 0;
      const make = () => {
        const name = `law ${made++}`;
        const read = () => rxjs.lastValueFrom(readStored(name).pipe(rxjs.toArray()));
        return { sink: browser(name), read };
      };
      const broken: string[] = [];
      for (const { name, check } of laws(make)) {
        await check().catch((error) => broken.push(`${name}: ${error}`));
      }
      return broken;
    });
    expect(broken).toEqual([]);
  });
});
