import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../../../../tools/browser/chromium.ts';
import { trainRuns } from '../../../../tools/view-runs/train-runs.ts';
import { cli } from '../cli/cli.ts';

const hostile = `</script><img src=x onerror="document.title='broken'">\u2028<!--`;

describe.skipIf(chromiumPath === undefined)('the page in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'view-page-'));
  const file = join(folder, 'runs.html');
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    const files = await trainRuns(folder);
    const named = join(folder, 'hostile.jsonl');
    const header = {
      anneal: 1,
      run: hostile,
      attempt: 1,
      startedAt: hostile,
      name: hostile,
      config: { [hostile]: hostile },
    };
    const cause = { by: hostile, step: 1, path: hostile };
    const rows = [
      { step: 0, [hostile]: 1, loss: 1 },
      { step: 1, loss: 0.5, causes: [cause] },
    ];
    writeFileSync(named, [header, ...rows].map((line) => `${JSON.stringify(line)}\n`).join(''));
    const silent = { write: () => {} };
    const args = ['view', ...files, named, '--out', file];
    expect(await cli(args, { stdout: silent, stderr: silent, env: {} })).toBe(0);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  beforeEach(async () => {
    complaints = [];
    page = await browser.newPage({ viewport: { width: 1200, height: 860 }, colorScheme: 'light' });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (request.url() !== pathToFileURL(file).href && !request.url().startsWith('data:'))
        complaints.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector('#rate-chart canvas');
    await page.waitForTimeout(100);
  });
  afterEach(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });

  /** The colors of a chart, and how many of its dots have each: `r,g,b`. */
  const colors = (chart: string): Promise<Record<string, number>> =>
    page.evaluate(`(() => {
      const canvas = document.querySelector('#${chart}-chart canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const seen = {};
      for (let i = 0; i < data.length; i += 4) {
        if (data[i + 3] < 250) continue;
        const color = data.slice(i, i + 3).join();
        seen[color] = (seen[color] ?? 0) + 1;
      }
      return seen;
    })()`);
  const [blue, vermilion, green, pink] = ['0,114,178', '213,94,0', '0,136,106', '180,72,143'];
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const places = async (): Promise<string> =>
    (await page.locator('#rate-chart').getAttribute('aria-valuetext')) as string;
  const picture = (chart: string): Promise<string> =>
    page.evaluate(`document.querySelector('#${chart}-chart canvas').toDataURL()`);

  it('draws each run in one color in both charts', async () => {
    const [loss, rate] = [await colors('loss'), await colors('rate')];
    for (const color of [blue, vermilion, green, pink] as string[]) {
      expect(loss[color], color).toBeGreaterThan(20);
      expect(rate[color], color).toBeGreaterThan(20);
    }
  });

  it('takes a run out of both charts, and puts it back', async () => {
    await button('plateau').click();
    expect((await colors('rate'))[green as string] ?? 0).toBe(0);
    expect((await colors('loss'))[green as string] ?? 0).toBe(0);
    expect(await button('plateau').getAttribute('aria-pressed')).toBe('false');
    expect(await page.getByText('plateau: 7 times').count()).toBe(0);
    await button('plateau').click();
    expect((await colors('rate'))[green as string]).toBeGreaterThan(20);
  });

  it('shows text of the runs as text', async () => {
    expect(await page.title()).toContain('and 2 more');
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('.legend button').last().textContent()).toBe(hostile);
    expect(await page.locator('.runs th').last().textContent()).toBe(hostile);
    expect(await page.locator('.act').last().textContent()).toContain(hostile);
  });

  it('zooms both charts by a drag, and back by a double click', async () => {
    const [loss, rate] = [await picture('loss'), await picture('rate')];
    const over = await page.locator('#loss-chart .u-over').boundingBox();
    if (over === null) throw new Error('there is no chart');
    const y = over.y + 50;
    await page.mouse.move(over.x + 0.25 * over.width, y);
    await page.mouse.down();
    await page.mouse.move(over.x + 0.5 * over.width, y, { steps: 5 });
    await page.mouse.up();
    await page.mouse.move(5, 5);
    expect(await picture('loss')).not.toBe(loss);
    expect(await picture('rate')).not.toBe(rate);
    await page.locator('#data-table summary').click();
    await page.waitForSelector('#data-table tbody th');
    const steps = await page.locator('#data-table tbody th').allTextContents();
    expect(Math.abs(Number(steps[0]) - 500)).toBeLessThan(20);
    expect(Math.abs(Number(steps.at(-1)) - 1000)).toBeLessThan(20);
    await page.locator('#rate-chart .u-over').dblclick();
    await page.mouse.move(5, 5);
    await page.waitForTimeout(50);
    expect(await picture('loss')).toBe(loss);
    expect(await button('Show all').isDisabled()).toBe(true);
  });

  it('tells what all runs are at a step, to the mouse and to the keyboard', async () => {
    await page.locator('#loss-chart .u-over').hover({ position: { x: 300, y: 60 } });
    const readouts = page.locator('.readout:visible');
    expect(await readouts.count()).toBe(2);
    expect(await readouts.last().textContent()).toMatch(
      /^step \d+constant0\.02warmup-cosine0\.\d+plateau0\.\d+bold/,
    );
    expect(await readouts.first().textContent()).toContain('bold · lossNaN');
    await page.mouse.move(5, 5);
    await page.locator('#rate-chart').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    expect(await places()).toMatch(/^step 1; constant, rate: 0\.02; /);
    await page.keyboard.press('+');
    expect(await button('Show all').isDisabled()).toBe(false);
    await page.keyboard.press('End');
    expect(Number(/^step (\d+)/.exec(await places())?.[1])).toBeLessThan(1999);
    await page.keyboard.press('0');
    expect(await button('Show all').isDisabled()).toBe(true);
  });

  it('says what is not finite, and what is beyond the chart', async () => {
    const notes = (await page.locator('figure .notes').first().textContent()) as string;
    expect(notes).toMatch(/bold, loss: NaN at [\d,]+ points, first at step \d+/);
    expect(notes).toMatch(/points? beyond the chart, as far as \d/);
  });

  it('remembers the scale of each chart', async () => {
    const log = (chart: string): Promise<string | null> =>
      page.locator(`#${chart}-log`).getAttribute('aria-pressed');
    expect([await log('loss'), await log('rate')]).toEqual(['true', 'false']);
    await page.locator('#rate-log').click();
    await page.reload();
    await page.waitForSelector('#rate-chart canvas');
    expect([await log('loss'), await log('rate')]).toEqual(['true', 'true']);
    await page.locator('#loss-log').click();
    expect([await log('loss'), await log('rate')]).toEqual(['false', 'true']);
  });

  it('smooths the loss and no rate', async () => {
    const [loss, rate] = [await picture('loss'), await picture('rate')];
    expect(await page.getByLabel('smoothing').count()).toBe(1);
    await page.getByLabel('smoothing').fill('0.9');
    expect(await page.locator('.smoothing output').textContent()).toMatch(/^half-life \d+ steps$/);
    expect(await picture('loss')).not.toBe(loss);
    expect(await picture('rate')).toBe(rate);
  });

  it('has epochs for an axis, and points at what a schedule did', async () => {
    await button('Epoch').click();
    await page.locator('.act').first().click();
    expect(await page.locator('.readout:visible').last().textContent()).toMatch(/^epoch 2/);
  });

  it('is dark where the system is, or where one chooses so', async () => {
    const paper = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const light = [await paper(), await picture('rate')];
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.waitForTimeout(50);
    const dark = [await paper(), await picture('rate')];
    expect(dark[0]).not.toBe(light[0]);
    expect(dark[1]).not.toBe(light[1]);
    await button('Theme: auto').click();
    await page.waitForTimeout(50);
    expect([await paper(), await picture('rate')]).toEqual(light);
  });

  it('prints in light colors, without buttons', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.waitForSelector(':root[data-print]');
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect((await colors('rate'))[blue as string]).toBeGreaterThan(20);
    expect(await page.locator('.toolbar').isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.length).toBeGreaterThan(30_000);
  });

  it.each([390, 320])('has nothing that sticks out at %i pixels', async (width) => {
    await page.setViewportSize({ width, height: 844 });
    await page.waitForTimeout(100);
    for (const summary of await page.locator('summary').all()) await summary.click();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect((await colors('loss'))[blue as string]).toBeGreaterThan(20);
  });

  it('is small without its data', () => {
    const html = readFileSync(file, 'utf8');
    const data = /id="data">.*<\/script>/.exec(html)?.[0].length ?? 0;
    expect(html.length - data).toBeLessThan(100_000);
  });
});
