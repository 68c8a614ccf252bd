import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type PreviewServer, preview } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { chromiumPath, launchChromium } from '../../../tools/browser/chromium.ts';
import type { RaceRow } from '../src/page/download.ts';
import { toHash } from '../src/plan/share.ts';
import type { Setup } from '../src/race/setup.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Whether there is no browser to test the page in. */
export const browserless = chromiumPath === undefined;

/** A small race that is over soon; what a test is about is said with it. */
export function raceOf(schedules: readonly object[], rest: Partial<Setup> = {}): Setup {
  return {
    v: 1,
    data: { kind: 'moons', points: 200, noise: 0.1 },
    model: { hidden: [8], activation: 'tanh', batch: 32, optimizer: 'sgd' },
    seed: 3,
    steps: 200,
    racers: schedules.map((schedule, lane) => ({
      lane,
      name: `racer ${lane + 1}`,
      schedule: { anneal: 1, ...schedule },
    })),
    ...rest,
  };
}

/** The built page in a browser, fresh for each test; a test fails if the page complains, or asks another host. */
export class DemoPage {
  page!: Page;
  context!: BrowserContext;
  address!: string;
  /** What the page should not have said or asked for. */
  complaints: string[] = [];

  readonly button = (name: string) => this.page.getByRole('button', { name, exact: true });
  readonly text = async (id: string) => (await this.page.locator(`#${id}`).textContent()) as string;
  readonly fullSpeed = () => this.page.getByLabel('Speed').selectOption('Infinity');
  readonly tab = (name: string) => this.page.locator('#tabs').getByRole('tab', { name, exact: true }).click();

  /** Opens the page as on a first visit. */
  async first(): Promise<void> {
    await this.page.goto(this.address);
    await this.statusTo(/^Ready/);
  }

  /** Opens the page with a race, as a link does. */
  async open(setup: Setup): Promise<void> {
    await this.page.goto(this.address + (await toHash(setup)));
    await this.statusTo(/^Ready/);
  }

  /** Waits until the status line says so; the one that is read aloud follows at its leisure. */
  async statusTo(wanted: RegExp): Promise<void> {
    await this.page.waitForFunction(
      ([source]) =>
        new RegExp(source as string).test(document.querySelector('#status-now')?.textContent ?? ''),
      [wanted.source],
    );
  }

  /** The number of steps that have run, as the status line tells. */
  async finished(): Promise<number> {
    const said = await this.text('status-now');
    return Number(/(?:step |Done: )([\d,]+)/.exec(said)?.[1]?.replace(',', '') ?? 0);
  }

  /** Waits until so many steps have run, or more. */
  async stepsTo(wanted: number): Promise<void> {
    await this.page.waitForFunction((least) => {
      const said = document.querySelector('#status-now')?.textContent ?? '';
      return Number(/(?:step |Done: )([\d,]+)/.exec(said)?.[1]?.replace(',', '') ?? 0) >= least;
    }, wanted);
  }

  /** What a button gives to download, as text. */
  async downloaded(id: string): Promise<string> {
    const [file] = await Promise.all([
      this.page.waitForEvent('download'),
      this.page.locator(`#${id}`).click(),
    ]);
    return readFile(await file.path(), 'utf8');
  }

  /** The rows of the race so far, in full. */
  async rows(): Promise<RaceRow[]> {
    const [, ...lines] = (await this.downloaded('jsonl')).trim().split('\n');
    return lines.map((line) => JSON.parse(line));
  }

  /** The rows of one racer. */
  async lane(lane: number): Promise<RaceRow[]> {
    return (await this.rows()).filter((row) => row.lane === lane);
  }

  /** Runs to the end, as fast as it goes. */
  async whole(): Promise<RaceRow[]> {
    await this.fullSpeed();
    await this.page.locator('#go').click();
    await this.statusTo(/^Done/);
    return this.rows();
  }

  /** Pauses, and waits until the step that was under way has come. */
  async pause(): Promise<number> {
    await this.button('Pause').click();
    await this.statusTo(/^Paused/);
    await this.page.waitForTimeout(150);
    return this.finished();
  }
}

/** Gives each test of a suite its page. */
export function usePage(): DemoPage {
  const demo = new DemoPage();
  let server: PreviewServer;
  let browser: Browser;

  beforeAll(async () => {
    if (!existsSync(`${root}/dist/index.html`)) {
      throw new Error('apps/demo/dist is missing: run `pnpm build` before the tests of the page');
    }
    server = await preview({ root, logLevel: 'error', preview: { port: 0 } });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  beforeEach(async () => {
    demo.address = server.resolvedUrls?.local[0] as string;
    const complaints: string[] = [];
    demo.complaints = complaints;
    demo.context = await browser.newContext({
      viewport: { width: 1280, height: 860 },
      colorScheme: 'light',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    demo.context.on('page', (page) => {
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(demo.address) && !/^(?:data|blob|about):/.test(url))
          complaints.push(`request to ${url}`);
      });
    });
    demo.page = await demo.context.newPage();
  });

  afterEach(async () => {
    await demo.context.close();
    expect(demo.complaints).toEqual([]);
  });

  return demo;
}
