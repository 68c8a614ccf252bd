import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Curve } from '@anneal/core';
import type { Browser, Page } from 'playwright-core';
import { type PreviewServer, preview } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { choiceOf } from '../src/schedules.ts';
import { browserPath, launch } from './browser.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const steps = 1080;

if (browserPath === undefined) {
  const text = 'no Chromium was found; install it, or set CHROMIUM_PATH to one';
  // Where all is to be checked, nothing may be left out in silence.
  if (process.env.CI === 'true') throw new Error(`the page cannot be tested: ${text}`);
  console.warn(`The tests of the page are skipped: ${text}.`);
}

describe.skipIf(browserPath === undefined)('the page', () => {
  let server: PreviewServer;
  let browser: Browser;
  let address: string;
  let page: Page;
  /** What the page should not have said or asked for. */
  let complaints: string[];

  beforeAll(async () => {
    if (!existsSync(`${root}/dist/index.html`)) {
      throw new Error('apps/demo/dist is missing: run `pnpm build` before the tests of the page');
    }
    server = await preview({ root, logLevel: 'error', preview: { port: 0 } });
    address = server.resolvedUrls?.local[0] as string;
    browser = await launch(browserPath as string);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  beforeEach(async () => {
    complaints = [];
    page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(address) && !url.startsWith('data:')) complaints.push(`request to ${url}`);
    });
    await page.goto(address);
    await page.getByText('The last steps as numbers').click();
    await statusTo(/^Ready/);
  });

  afterEach(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const pick = (id: string) => page.locator(`input[value=${id}]`).check({ force: true });
  const fullSpeed = () => page.getByLabel('Speed').selectOption('Infinity');

  /** Waits until the status line says so. */
  async function statusTo(wanted: RegExp): Promise<void> {
    await page.waitForFunction(
      ([source]) => new RegExp(source as string).test(document.querySelector('#status')?.textContent ?? ''),
      [wanted.source],
    );
  }

  /** The rows of the table, newest first: the numbers in full. */
  async function rows(): Promise<{ step: number; rate: number; loss: number }[]> {
    const cells = await page
      .locator('#last-steps tbody tr')
      .evaluateAll((lines) =>
        lines.map((line) => [...line.querySelectorAll('data')].map((data) => data.value)),
      );
    return cells
      .filter(([step]) => step !== '')
      .map(([step, rate, loss]) => ({ step: Number(step), rate: Number(rate), loss: Number(loss) }));
  }

  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('learns under the schedule: the loss falls, and every rate is the one that the schedule says', async () => {
    await button('Run').click();
    await page.waitForFunction(() => document.querySelector('#last-steps data')?.getAttribute('value'));
    const first = await rows();
    await fullSpeed();
    await statusTo(/^Done: 1,080 steps/);
    const last = await rows();

    expect(last.map(({ step }) => step)).toEqual(Array.from({ length: 12 }, (_, back) => 1079 - back));
    expect(first[0]?.step).toBeLessThan(300);
    expect(mean(last.map(({ loss }) => loss))).toBeLessThan(0.1 * (first.at(-1)?.loss as number));
    const { at } = choiceOf('warmup-cosine').make(steps) as Curve;
    for (const { step, rate } of [...first, ...last]) expect(rate).toBe(at(step));
    const accuracy = await page.locator('#figure-accuracy').textContent();
    expect(Number.parseFloat(accuracy as string)).toBeGreaterThan(90);
  });

  it('pauses, goes on, and comes back to the start', async () => {
    await button('Run').click();
    await page.waitForFunction(
      () => Number(document.querySelector('#last-steps data')?.getAttribute('value')) > 20,
    );
    await button('Pause').click();
    await statusTo(/^Paused after step/);
    // The step that was under way still counts.
    await page.waitForTimeout(150);
    const before = await rows();
    await page.waitForTimeout(400);
    expect(await rows()).toEqual(before);

    await button('Resume').click();
    await page.waitForFunction(
      (step) => Number(document.querySelector('#last-steps data')?.getAttribute('value')) > step,
      before[0]?.step as number,
    );
    await button('Reset').click();
    await statusTo(/^Ready/);
    await page.waitForTimeout(150);
    expect(await rows()).toEqual([]);
    expect(await page.locator('#figure-step').textContent()).toBe('0 / 1,080');
    expect(await button('Run').count()).toBe(1);
  });

  it('runs the schedule that is picked, and says why it acted', async () => {
    await fullSpeed();
    await button('Run').click();
    await page.waitForFunction(() => document.querySelector('#last-steps data')?.getAttribute('value'));
    await pick('plateau');
    await statusTo(/^Ready/);
    expect(await rows()).toEqual([]);
    expect(await page.locator('#code').textContent()).toContain('reduceOnPlateau({');
    expect(await page.locator('#act').textContent()).toMatch(/not known before the run/);

    await button('Run').click();
    await statusTo(/^Done/);
    expect(await page.locator('#act').textContent()).toMatch(
      /^The schedule says: reduced from .+ at step \d+: no gain > 0\.01 \(relative\) over val_loss .+ in 5 readings\.$/,
    );
    expect((await rows())[0]?.rate).toBeLessThan(0.5);
  });

  it('repeats a run of the same seed to the last bit, and learns nothing at rate 0', async () => {
    await fullSpeed();
    await pick('constant');
    const run = async (name: string) => {
      await button(name).click();
      await statusTo(/^Done/);
      const done = await rows();
      await button('Reset').click();
      await statusTo(/^Ready/);
      return done;
    };
    const [one, two] = [await run('Run'), await run('Run')];
    expect(one).toEqual(two);
    await page.getByLabel('Seed').fill('4');
    expect(await run('Run')).not.toEqual(one);

    await pick('zero');
    await run('Run').then((still) => {
      const [newest, , , , , , , , , oneEpochAgo] = still;
      expect(newest?.rate).toBe(0);
      expect(newest?.loss).toBe(oneEpochAgo?.loss);
    });
  });

  it('can be used by keyboard, and tells the numbers under the cursor', async () => {
    const go = button('Run');
    await go.focus();
    await page.keyboard.press('Enter');
    await statusTo(/^Step/);
    await page.keyboard.press('Enter');
    await statusTo(/^Paused/);
    // Still the same button, so that one can go on.
    expect(await button('Resume').evaluate((element) => element === document.activeElement)).toBe(true);

    const chart = page.getByRole('slider', { name: 'Learning rate by step' });
    await chart.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    expect(await chart.getAttribute('aria-valuenow')).toBe('1');
    // 0.5 / 108, and then one 108th of the way up.
    expect(await chart.getAttribute('aria-valuetext')).toMatch(/^step 1: rate 0\.00922, loss \d\.\d+/);
    expect(await page.locator('#key-step').textContent()).toBe('1');
  });

  it.each([360, 768, 1280])(
    'at %d pixels nothing sticks out, and nothing moves while it runs',
    async (width) => {
      await page.setViewportSize({ width, height: 800 });
      const places = () =>
        page.evaluate(() => ({
          width: document.documentElement.scrollWidth,
          tops: ['.figures', '#loss-chart', '#rate-chart', '#last-steps', '.about'].map(
            (part) => (document.querySelector(part) as HTMLElement).getBoundingClientRect().top + scrollY,
          ),
        }));
      const before = await places();
      expect(before.width).toBe(width);
      await button('Run').click();
      await statusTo(/^Step/);
      expect(await places()).toEqual(before);
      await fullSpeed();
      await statusTo(/^Done/);
      expect(await places()).toEqual(before);
    },
  );

  it('says in words that the worker is not to be had, and tries again when told to', async () => {
    await page.route('**/worker-*.js', (route) => route.abort());
    await page.reload();
    await statusTo(/^Training has failed\. The worker could not be loaded\.$/);
    expect(complaints.splice(0).every((text) => /Failed to load resource|net::ERR_FAILED/.test(text))).toBe(
      true,
    );
    await page.unroute('**/worker-*.js');
    await button('Run').click();
    await statusTo(/^Step/);
  });
});
