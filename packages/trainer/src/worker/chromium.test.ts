import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { Observable } from 'rxjs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../../../../tools/browser/chromium.ts';
import type {} from './browser/page.ts';

const onDist = Boolean(process.env.ANNEAL_TEST_DIST);
const source = (name: string) => fileURLToPath(new URL(`browser/${name}`, import.meta.url));

/** Files as a server has them: the page and the workers, bundled, and workers that are broken. */
async function site(): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await build({
    entryPoints: ['page.ts', 'walker.worker.ts', 'fit.worker.ts'].map(source),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    outdir: '/',
    conditions: onDist ? [] : ['@anneal/source'],
    define: { 'process.env.NODE_ENV': '"production"' },
    write: false,
    logLevel: 'error',
  });
  return new Map([
    ['/', '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>'],
    ...outputFiles.map(({ path, text }) => [path, text] as const),
    ['/syntax.js', 'const = 3;\n'],
    ['/throws.js', '\n\nthrow new Error("no memory");\n'],
    ['/imports.js', 'import "/nowhere.js";\n'],
    ['/silent.js', 'self.onmessage = () => {};\n'],
  ]);
}

describe.skipIf(chromiumPath === undefined)('a real worker in Chromium', { timeout: 60_000 }, () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  const address = () => `http://localhost:${(server.address() as AddressInfo).port}/`;

  beforeAll(async () => {
    const files = await site();
    server = createServer(({ url = '' }, response) => {
      const body = files.get(url);
      const type = url === '/' ? 'text/html' : 'text/javascript';
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': type }).end(body);
    });
    await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
    browser = await launchChromium();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  beforeEach(async () => {
    page = await browser.newPage();
    await page.goto(address());
    await page.waitForFunction(() => globalThis.anneal !== undefined);
  });
  afterEach(() => page.close());

  it('runs no step at another rate than its own, read from the weight', async () => {
    const [rows, weight, sum] = await page.evaluate(async () => {
      const { linear, rxjs, train, workerTrainer } = globalThis.anneal;
      const worker = new Worker('/walker.worker.js', { type: 'module' });
      const schedule = linear({ from: 1, to: 0, over: 1000 });
      const rows = await rxjs.lastValueFrom(
        train(workerTrainer<{ w: number }>(worker), schedule).pipe(rxjs.take(500), rxjs.toArray()),
      );
      let sum = 0;
      const wrong = rows.filter((row, step) => {
        sum += schedule.at(step);
        return row.step !== step || row.w !== -sum;
      });
      await new Promise((later) => setTimeout(later, 50));
      worker.postMessage({ ask: 'weight' });
      const weight = await new Promise<number>((told) =>
        worker.addEventListener('message', ({ data }) => data.weight !== undefined && told(data.weight)),
      );
      return [wrong, weight, sum] as const;
    });
    expect(rows).toEqual([]);
    // Not one step more than the 500 that were taken.
    expect(weight).toBe(-sum);
  });

  it('gives the same rows in batches as step by step, to the bit, with causes and states', async () => {
    const [barrier, batches] = await page.evaluate(async () => {
      const { reduceOnPlateau, rxjs, train, trainInWorker, warmup, workerTrainer } = globalThis.anneal;
      const schedule = warmup(reduceOnPlateau({ initial: 0.1, factor: 0.9, patience: 3, cooldown: 2 }), {
        over: 7,
      });
      const started = () => new Worker('/walker.worker.js', { type: 'module' });
      const rows = (stream: Observable<object>) =>
        rxjs.lastValueFrom(stream.pipe(rxjs.take(2000), rxjs.toArray()));
      const options = { states: true };
      const all = await Promise.all([
        rows(train(workerTrainer<{ loss: number; w: number }>(started()), schedule, options)),
        rows(trainInWorker<{ loss: number; w: number }>(started(), schedule, options)),
      ]);
      return all.map((list) => list.map((row) => JSON.stringify(row)));
    });
    expect(barrier?.length).toBe(2000);
    expect(barrier?.some((row) => row.includes('"by":"reduceOnPlateau"'))).toBe(true);
    expect(batches).toEqual(barrier);
  });

  it('gives 200,000 rows in order, in typed arrays, and waits for a page that is busy or frozen', async () => {
    const session = await page.context().newCDPSession(page);
    await page.evaluate(() => {
      const { curve, trainInWorker } = globalThis.anneal;
      const worker = new Worker('/walker.worker.js', { type: 'module' });
      worker.postMessage({ clock: true });
      const seen = { rows: 0, wrong: 0, batches: 0, whileBusy: 0, done: false };
      Object.assign(globalThis, { seen });
      worker.addEventListener('message', ({ data }) => {
        if (data.rows === undefined) return;
        seen.batches++;
        const [{ columns }] = data.rows.tables as [{ columns: unknown[] }];
        if (!columns.every((column) => column instanceof Float64Array)) seen.wrong++;
      });
      const rate = (step: number) => 1 / (1 + (step % 10));
      const schedule = curve(rate, { name: 'sawtooth', options: { period: 10 } });
      let [sum, from, to] = [0, 0, 0];
      trainInWorker<{ w: number; at: number }>(worker, schedule).subscribe({
        next(row) {
          sum += rate(row.step);
          if (row.step !== seen.rows++ || row.w !== -sum || row.rate !== rate(row.step)) seen.wrong++;
          if (row.at > from && row.at < to) seen.whileBusy++;
          if (row.step !== 1000) return;
          // For a time in which the worker could run all of its steps.
          from = Date.now();
          to = from + 2000;
          while (Date.now() < to);
        },
        complete() {
          seen.done = true;
        },
      });
    });
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    await new Promise((later) => setTimeout(later, 300));
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await page.waitForFunction(() => (globalThis as unknown as { seen: { done: boolean } }).seen.done);
    const seen = await page.evaluate(() => (globalThis as unknown as { seen: Record<string, number> }).seen);
    expect(seen).toMatchObject({ rows: 200_000, wrong: 0 });
    expect(seen.batches).toBeLessThan(20_000);
    // It ran on, but not for ever.
    expect(seen.whileBusy).toBeGreaterThan(2048);
    expect(seen.whileBusy).toBeLessThan(65_536 + 2048);
  });

  it('stops in the worker when it is unsubscribed, pauses, and runs again on the same worker', async () => {
    const [left, later, paused, resumed, again] = await page.evaluate(async () => {
      const { constant, rxjs, trainInWorker } = globalThis.anneal;
      const worker = new Worker('/walker.worker.js', { type: 'module' });
      const sleep = (ms: number) => new Promise((wake) => setTimeout(wake, ms));
      const weight = () => {
        worker.postMessage({ ask: 'weight' });
        return new Promise<number>((told) => {
          const hear = ({ data }: MessageEvent) => {
            if (data.weight === undefined) return;
            worker.removeEventListener('message', hear);
            told(data.weight);
          };
          worker.addEventListener('message', hear);
        });
      };
      await rxjs.lastValueFrom(trainInWorker(worker, constant(1)).pipe(rxjs.take(100)));
      const left = await weight();
      await sleep(50);
      const later = await weight();
      const running = new rxjs.BehaviorSubject(true);
      let rows = 0;
      const run = trainInWorker(worker, constant(1), { running }).subscribe(({ step }) => {
        rows++;
        if (step === 100) running.next(false);
      });
      await sleep(100);
      const paused = [rows, later - (await weight())];
      await sleep(50);
      paused.push(later - (await weight()));
      running.next(true);
      await sleep(50);
      const resumed = rows;
      run.unsubscribe();
      const first = await rxjs.firstValueFrom(trainInWorker(worker, constant(1)));
      return [left, later, paused, resumed, first.step] as const;
    });
    expect(left).toBeLessThanOrEqual(-100);
    expect(later).toBe(left);
    const [rows = 0, ran, still] = paused;
    expect(rows).toBeGreaterThan(100);
    expect([ran, still]).toEqual([rows, rows]);
    expect(resumed).toBeGreaterThan(rows);
    expect(again).toBe(0);
  });

  it('saves behind the row whose handler asks, and gives back', async () => {
    const [saved, next] = await page.evaluate(async () => {
      const { constant, rxjs, train, workerTrainer } = globalThis.anneal;
      const trainer = workerTrainer<{ w: number }>(new Worker('/walker.worker.js', { type: 'module' }));
      const saved: Promise<unknown>[] = [];
      await rxjs.lastValueFrom(
        train(trainer, constant(1)).pipe(
          rxjs.tap(() => saved.push(trainer.save())),
          rxjs.take(5),
        ),
      );
      const states = await Promise.all(saved);
      await trainer.restore(states[1]);
      const { w } = await rxjs.firstValueFrom(train(trainer, constant(1)));
      return [states, w] as const;
    });
    expect([saved, next]).toEqual([[-1, -2, -3, -4, -5], -3]);
  });

  /** The message that a run in a worker ends with, and how many rows came before. */
  const failure = (
    mode: string,
    script: string,
    say?: object,
    timeout?: number,
    type: WorkerType = 'module',
  ) =>
    page.evaluate(
      async ([mode, script, say, timeout, type]) => {
        const { constant, rxjs, train, trainInWorker, workerTrainer } = globalThis.anneal;
        const worker = new Worker(script, { type });
        const options = timeout === undefined ? {} : { timeout };
        const rows =
          mode === 'trainInWorker'
            ? trainInWorker(worker, constant(1), options)
            : train(workerTrainer(worker, options), constant(1));
        // Long enough for it to have failed before anybody asks.
        if (mode === 'late') await new Promise((later) => setTimeout(later, 300));
        let count = 0;
        const each = (rows as Observable<unknown>).pipe(
          rxjs.tap(() => {
            if (++count === 10 && say !== undefined) worker.postMessage(say);
          }),
        );
        const text = await rxjs.lastValueFrom(each).then(
          () => 'none',
          (error: Error) => error.message,
        );
        return [text, count] as const;
      },
      [mode, script, say, timeout, type] as const,
    );

  it.each(['trainInWorker', 'workerTrainer'])(
    'tells of a throw in a step, with all rows before it: %s',
    async (mode) => {
      const [text, count] = await failure(mode, '/walker.worker.js', { breakAt: 20_000 });
      expect(text).toMatch(/^train: the trainer failed at step 20000 \(rate 1\): .*the tank is empty/);
      expect(count).toBe(20_000);
    },
  );

  it.each(['trainInWorker', 'workerTrainer'])(
    'tells of an uncaught error with its file and line: %s',
    async (mode) => {
      const [text] = await failure(mode, '/walker.worker.js', { boom: true });
      expect(text).toMatch(
        new RegExp(
          `${mode}: the worker failed: Uncaught Error: a bug elsewhere \\(${address()}walker.worker.js:\\d+\\)`,
        ),
      );
    },
  );

  it('trains on in a worker that has had an uncaught error', async () => {
    const steps = await page.evaluate(async () => {
      const { constant, rxjs, train, trainInWorker, workerTrainer } = globalThis.anneal;
      const worker = new Worker('/walker.worker.js', { type: 'module' });
      const modes = [
        () => train(workerTrainer(worker), constant(1)),
        () => trainInWorker(worker, constant(1)),
      ].map((mode) => mode as () => Observable<{ step: number }>);
      const steps: (number | string)[] = [];
      for (const mode of [...modes, ...modes]) {
        const rows = mode().pipe(
          rxjs.tap(({ step }) => {
            if (step === 3) worker.postMessage({ boom: true });
          }),
        );
        await rxjs.lastValueFrom(rows).catch(() => steps.push('failed'));
        steps.push((await rxjs.firstValueFrom(mode())).step);
      }
      return steps;
    });
    expect(steps).toEqual(['failed', 0, 'failed', 0, 'failed', 0, 'failed', 0]);
  });

  it.each(['trainInWorker', 'workerTrainer', 'late'])(
    'tells of a worker that cannot be loaded: %s',
    async (mode) => {
      const loaded = 'the worker could not be loaded: its script, or one that it imports, is not there';
      expect((await failure(mode, '/nowhere.js'))[0]).toContain(loaded);
      expect((await failure(mode, '/imports.js'))[0]).toContain(loaded);
      expect((await failure(mode, '/syntax.js'))[0]).toContain(loaded);
      expect((await failure(mode, '/syntax.js', undefined, undefined, 'classic'))[0]).toMatch(
        /the worker failed: Uncaught SyntaxError: .*\/syntax.js:1\)/,
      );
      expect((await failure(mode, '/throws.js'))[0]).toMatch(
        /the worker failed: Uncaught Error: no memory \(.*\/throws.js:3\)/,
      );
    },
  );

  it.each(['trainInWorker', 'workerTrainer'])(
    'tells of a worker in which nobody serves: %s',
    async (mode) => {
      expect((await failure(mode, '/silent.js', undefined, 500))[0]).toMatch(
        /did not say hello.* within 500 ms/,
      );
    },
  );

  it('fits a model of TensorFlow.js, with a cut at the end of an epoch before the next batch, both ways', async () => {
    const [barrier, batches] = await page.evaluate(async () => {
      const { reduceOnPlateau, rxjs, train, trainInWorker, workerTrainer } = globalThis.anneal;
      type Report = { loss: number; val_loss: number };
      const started = () => new Worker('/fit.worker.js', { type: 'module' });
      const schedule = reduceOnPlateau({ initial: 0.5, factor: 0.5, patience: 0, monitor: 'val_loss' });
      return [
        await rxjs.lastValueFrom(train(workerTrainer<Report>(started()), schedule).pipe(rxjs.toArray())),
        await rxjs.lastValueFrom(trainInWorker<Report>(started(), schedule).pipe(rxjs.toArray())),
      ] as const;
    });
    expect(barrier).toEqual(batches);
    const steps = batches.filter((row) => row.loss !== undefined);
    expect(steps.map(({ step, epoch }) => [step, epoch])).toEqual(
      Array.from({ length: 20 }, (_, step) => [step, Math.floor(step / 4)]),
    );
    // The validation loss rises: its first reading is the baseline, and each later one a cut.
    expect(steps.map(({ rate }) => rate)).toEqual(
      [0.5, 0.5, 0.25, 0.125, 0.0625].flatMap((rate) => [rate, rate, rate, rate]),
    );
    // The gradient is 1: what the next batch sees has moved by the rate of the one before.
    expect(steps.map((row, i) => row.loss - (steps[i + 1]?.loss ?? row.loss - row.rate))).toEqual(
      steps.map(({ rate }) => rate),
    );
  });
});
