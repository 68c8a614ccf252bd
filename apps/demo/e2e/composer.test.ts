import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Plan } from '../src/plan/plan.ts';
import { type BuiltPage, builtPage } from './built-page.ts';
import type { Bench } from './composer-page/page.ts';
import { browserless } from './use-page.ts';

const axe = browserless
  ? ''
  : readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(browserless)('the composer in Chromium', () => {
  let built: BuiltPage;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    built = await builtPage(fileURLToPath(new URL('composer-page', import.meta.url)));
    page = built.page;
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
  });
  afterAll(() => built?.close());

  beforeEach(async () => {
    await page.setViewportSize({ width: 1000, height: 900 });
    await page.reload();
    await chip('cosine').waitFor();
  });
  afterEach(() => expect(complaints.splice(0)).toEqual([]));

  const chip = (name: string) => page.locator('.composer-chip', { hasText: new RegExp(`^${name}$`) });
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const field = (name: string) => page.getByLabel(name, { exact: true });
  const schedule = () =>
    page.evaluate(() => (globalThis as unknown as { bench: Bench }).bench.composer.schedule as Plan);
  const told = (what: 'turned' | 'changed') =>
    page.evaluate((what) => (globalThis as unknown as { bench: Bench }).bench[what], what);
  const show = (schedule: object) =>
    page.evaluate(
      (schedule) => (globalThis as unknown as { bench: Bench }).bench.composer.show(schedule),
      schedule,
    );
  const chips = () => page.locator('.composer-chip').allTextContents();
  const picked = () => page.locator('.composer-chip[aria-pressed=true]').allTextContents();
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  const code = () => page.locator('.composer-code [role=tabpanel]:not([hidden]) code').textContent();

  /** Opens an offer and takes a block of it. */
  async function take(opener: RegExp, type: string): Promise<void> {
    await button(opener).click();
    await page.locator(`.composer-item[data-type=${type}]`).click();
  }

  it('puts blocks after, beside and around each other, and takes them away again', async () => {
    await take(/^Multiply by/, 'reduceOnPlateau');
    expect(await picked()).toEqual(['?plateau']);
    await chip('product').click();
    await take(/^Put in/, 'warmup');
    expect(await chips()).toEqual(['warm-up', 'product', 'cosine', '?plateau']);
    expect(await schedule()).toMatchObject({
      anneal: 1,
      type: 'warmup',
      over: 60,
      part: { type: 'multiply', parts: [{ over: 540 }, { type: 'reduceOnPlateau', initial: 1 }] },
    });
    expect(await code()).toContain('export const schedule = warmup(');
    await chip('cosine').click();
    await take(/^Replace by/, 'linear');
    expect(await chips()).toEqual(['warm-up', 'product', 'line', '?plateau']);
    await button('Remove this block').click();
    expect(await chips()).toEqual(['warm-up', '?plateau']);
    await button('Undo').click();
    expect(await chips()).toEqual(['warm-up', 'product', 'line', '?plateau']);
    expect((await told('changed')).at(-1)).toEqual(await schedule());
  });

  it('redraws curve, chip and code in the frame in which a slider moves, and tells of it', async () => {
    const looks = await page.evaluate(async () => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const look = () => ({
        curve: document.querySelector('.composer-curve path')?.getAttribute('d'),
        chip: document.querySelector('.composer-chip path')?.getAttribute('d'),
        code: document.querySelector('.composer-code code')?.textContent,
      });
      await frame();
      const before = look();
      const slider = document.querySelectorAll<HTMLInputElement>(
        '.composer [type=range]',
      )[2] as HTMLInputElement;
      slider.focus();
      slider.valueAsNumber = 60;
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      return [before, look()];
    });
    const [before, after] = looks;
    for (const what of ['curve', 'code'] as const) expect(after?.[what]).not.toBe(before?.[what]);
    expect(after?.code).toMatch(/over: 300 \}/);
    expect((await told('turned')).at(-1)).toMatchObject({ over: 300 });
    expect(await told('changed')).toEqual([]);
    expect(await page.evaluate(() => document.activeElement?.ariaLabel)).toBe('Length, steps, slider');
  });

  it('takes numbers in full, and refuses what makes no schedule in its own words', async () => {
    await field('First rate').fill('0.3123');
    await field('First rate').press('Enter');
    expect(await schedule()).toMatchObject({ from: 0.3123 });
    expect((await told('changed')).at(-1)).toMatchObject({ from: 0.3123 });
    await field('Length, steps').fill('-3');
    expect(await page.locator('.parameter .refused').allTextContents()).toContain(
      'over must be a positive number, got -3',
    );
    expect(await schedule()).toMatchObject({ over: 600 });
    await field('Length, steps').press('Escape');
    expect(await field('Length, steps').inputValue()).toBe('600');
    await field('First rate').fill('-1');
    expect(await page.locator('.parameter .refused').allTextContents()).toContain(
      'The rate of step 0 must be a number from 0 up, got -1.',
    );
  });

  it('refuses an operation with the reason, and changes nothing', async () => {
    const before = await schedule();
    await button('Remove this block').click();
    expect(await page.locator('.composer > .refused').textContent()).toMatch(
      /^A plan has at least one block/,
    );
    expect(await schedule()).toEqual(before);
  });

  it('turns words and tables', async () => {
    await take(/^Replace by/, 'oneCycle');
    await page.getByLabel('Moves along').focus();
    await page.getByLabel('Moves along').selectOption('linear');
    expect(await schedule()).toMatchObject({ ease: 'linear' });
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('SELECT');
    await take(/^Replace by/, 'piecewiseLinear');
    await field('Corners 2, rate').fill('0.25');
    await field('Corners 2, rate').press('Enter');
    expect(((await schedule()).points as number[][])[1]).toEqual([120, 0.25]);
    await button('Add one').click();
    expect((await schedule()).points).toHaveLength(4);
    expect(await focused()).toBe('Add one');
    await button('Remove corners 4').click();
    expect((await schedule()).points).toHaveLength(3);
    await field('Corners 2, step').fill('0');
    expect(await page.locator('.table .refused').textContent()).toContain('ascending');
  });

  it('is used by keyboard alone', async () => {
    await chip('cosine').focus();
    await button(/^Then/).focus();
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('Straight line');
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('Then…');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    expect(await chips()).toEqual(['sequence', 'cosine', 'line']);
    expect(await focused()).toBe('line');
    await page.keyboard.press('ArrowLeft');
    expect(await picked()).toEqual(['cosine']);
    await page.keyboard.press('Home');
    expect(await picked()).toEqual(['sequence']);
    await page.keyboard.press('End');
    await page.keyboard.press('Delete');
    expect(await chips()).toEqual(['cosine']);
    expect(await focused()).toBe('cosine');
    expect(await page.locator('.composer [role=status]').textContent()).toBe(
      'cosine. Half a cosine is picked.',
    );
  });

  it('says where the future is not known, and picks the block that a cause names', async () => {
    expect(await page.getByText('if it never acts').isVisible()).toBe(false);
    await show({ anneal: 1, type: 'warmup', over: 50, part: { type: 'reduceOnPlateau', initial: 0.3 } });
    expect(await page.getByText('if it never acts').isVisible()).toBe(true);
    expect(
      await page
        .getByRole('img', { name: /if it never acts: it begins at 0\.00600, is highest with 0\.300/ })
        .count(),
    ).toBe(1);
    await page.evaluate(() => (globalThis as unknown as { bench: Bench }).bench.composer.pick('$'));
    expect(await picked()).toEqual(['warm-up']);
  });

  it('counts in epochs within what counts epochs', async () => {
    await take(/^Put in/, 'perEpoch');
    await chip('cosine').click();
    expect(await field('Length, epochs').inputValue()).toBe('30');
  });

  it('gives code, programs and JSON to take home', async () => {
    for (const [tab, wanted] of [
      ['Your loop', /stepTrainer/],
      ['TensorFlow.js', /fitTrainer/],
      ['JSON', /^\{\s+"anneal": 1,\s+"type": "cosineAnnealing"/],
      ['TypeScript', /^import \{ cosineAnnealing \} from '@anneal\/core';/],
    ] as const) {
      await page.getByRole('tab', { name: tab }).click();
      expect(await code()).toMatch(wanted);
    }
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await button('Copy').click();
    await button('Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await code());
  });

  it.each(['light', 'dark'] as const)('is accessible, and fits 360 pixels: %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 360, height: 800 });
    await take(/^Multiply by/, 'backOff');
    await take(/^Put in/, 'restarts');
    await button(/^Then/).click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.addScriptTag({ content: axe });
    const { violations } = await page.evaluate(() =>
      (
        globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        }
      ).axe.run(),
    );
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    const small = await page
      .locator('.composer :is(button, select, input):visible')
      .evaluateAll((all) =>
        all.filter((one) => one.getBoundingClientRect().height < 24).map((one) => one.outerHTML),
      );
    expect(small).toEqual([]);
    await page.emulateMedia({ colorScheme: null });
  });
});
