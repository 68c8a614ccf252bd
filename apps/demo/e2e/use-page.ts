import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { type PreviewServer, preview } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { chromiumPath, launchChromium } from '../../../tools/browser/chromium.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Whether there is no browser to test the page in. */
export const browserless = chromiumPath === undefined;

/** One step, as the tables behind the charts tell of it: numbers in full. */
export interface Step {
  readonly step: number;
  readonly planned: number;
  readonly rate: number;
  readonly loss: number;
}

/** The built page in a browser, fresh for each test; a test fails if the page complains, or asks another host. */
export class DemoPage {
  page!: Page;
  /** What the page should not have said or asked for. */
  complaints: string[] = [];

  readonly button = (name: string) => this.page.getByRole('button', { name, exact: true });
  readonly pick = (id: string) => this.page.locator(`input[value=${id}]`).check({ force: true });
  readonly fullSpeed = () => this.page.getByLabel('Speed').selectOption('Infinity');
  readonly field = (label: string) => this.page.getByLabel(label, { exact: true });
  readonly slider = (label: string) => this.page.getByLabel(`${label}, slider`, { exact: true });
  readonly text = async (id: string) => (await this.page.locator(`#${id}`).textContent()) as string;

  /** Waits until the status line says so; the one that is read aloud follows at its leisure. */
  async statusTo(wanted: RegExp): Promise<void> {
    await this.page.waitForFunction(
      ([source]) =>
        new RegExp(source as string).test(document.querySelector('#status-now')?.textContent ?? ''),
      [wanted.source],
    );
  }

  /** Waits until so many steps have run, or more. */
  async stepsTo(wanted: number): Promise<void> {
    await this.page.waitForFunction(
      (least) =>
        Number(document.querySelector('#figure-step')?.firstChild?.textContent?.replace(',', '')) >= least,
      wanted,
    );
  }

  /** The steps that have run, in order. */
  async steps(): Promise<Step[]> {
    const [losses = [], rates = []] = [await this.table('loss-data'), await this.table('rate-data')];
    return losses.map(([loss], step) => {
      const [planned, rate] = rates[step] as string[];
      return { step, planned: Number(planned), rate: Number(rate), loss: Number(loss) };
    });
  }

  /** The steps that have run, once no more of them come: the one that was under way at a pause still counts. */
  async still(): Promise<Step[]> {
    const steps = await this.steps();
    await this.page.waitForTimeout(250);
    return (await this.text('figure-step')).startsWith(`${steps.length} /`) ? steps : this.still();
  }

  /** The numbers behind a chart, in full; it is opened for no longer than that. */
  table(id: string): Promise<string[][]> {
    return this.page.locator(`#${id}`).evaluate(async (element) => {
      const details = element as HTMLDetailsElement;
      const before = details.open;
      if (!before) {
        const opened = new Promise((resolve) => details.addEventListener('toggle', resolve, { once: true }));
        details.open = true;
        await opened;
      }
      const rows = [...details.querySelectorAll('tbody tr')];
      const numbers = rows.map((row) => [...row.querySelectorAll('data')].map(({ value }) => value));
      details.open = before;
      return numbers;
    });
  }

  /** What is said of a chart in words. */
  async words(id: string): Promise<string> {
    await this.table(id);
    return (await this.page.locator(`#${id} .in-words`).textContent()) as string;
  }

  /** Runs what is picked to its end. */
  async whole(): Promise<Step[]> {
    await this.button('Run').click();
    await this.statusTo(/^Done/);
    return this.steps();
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
    const address = server.resolvedUrls?.local[0] as string;
    const complaints: string[] = [];
    demo.complaints = complaints;
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, colorScheme: 'light' });
    demo.page = page;
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(address) && !url.startsWith('data:')) complaints.push(`request to ${url}`);
    });
    await page.goto(address);
    await demo.statusTo(/^Ready/);
  });

  afterEach(async () => {
    await demo.page.close();
    expect(demo.complaints).toEqual([]);
  });

  return demo;
}
