import * as rxjs from 'rxjs';
import { of } from 'rxjs';
import { expect, it, vi } from 'vitest';
import { log } from '../log.ts';
import * as entry from './index.ts';
import {
  browser,
  download,
  exportStored,
  readStored,
  removeStored,
  storedRuns,
  watchStored,
} from './index.ts';

it('refuses what names no run, and what is no option', () => {
  for (const call of [browser, readStored, watchStored, removeStored] as ((name: unknown) => unknown)[]) {
    for (const name of ['', 5, undefined]) {
      expect(() => call(name)).toThrow(/^\w+: name must be a text that is not empty, got ('|5|undefined)/);
    }
  }
  expect(() => browser('a', { confg: 1 } as never)).toThrow("browser: unknown option 'confg', did you mean");
  expect(() => browser('a', { config: 1n } as never)).toThrow('browser: config must be plain JSON, got 1n');
  for (const call of [exportStored, download]) {
    expect(() => call('a', 'xml' as never)).toThrow(
      /^(exportStored|download): format must be 'jsonl' or 'csv', got 'xml'$/,
    );
  }
});

it('can be loaded where there is no browser, and says that nothing is stored there', async () => {
  const said = vi.spyOn(console, 'error').mockReturnValue();
  of({ step: 0 })
    .pipe(log(browser('a')))
    .subscribe();
  expect(said.mock.calls.flat()).toEqual([
    "log: browser 'a' could not be opened: there is no IndexedDB here; it needs a page or a worker of a browser; it gets no row of this run",
    "log: browser 'a' lost 1 of 1 row",
  ]);
  said.mockRestore();
  await expect(storedRuns()).rejects.toThrow('there is no IndexedDB here');
  await expect(rxjs.lastValueFrom(readStored('a'))).rejects.toThrow('there is no IndexedDB here');
  await expect(rxjs.lastValueFrom(watchStored('a'))).rejects.toThrow('there is no IndexedDB here');
  await expect(download('a', 'csv')).rejects.toThrow('download: only a page can save a file');
});

it('must be opened before it is written', () => {
  expect(() => browser('a').write([{ step: 0 }])).toThrow("browser 'a' is not open; hand it to log()");
});

it('has no name that rxjs has', () => {
  expect(Object.keys(entry).filter((name) => name in rxjs)).toEqual([]);
});
