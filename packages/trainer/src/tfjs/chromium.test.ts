import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleTests } from '../../../../tools/browser/bundle-tests.ts';
import { chromiumPath, launchChromium } from '../../../../tools/browser/chromium.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

/** What needs Node: this one, and the one that writes with `v8`. */
const notHere = ['chromium.test.ts', 'snapshot-serialized.test.ts'];
const files = readdirSync(here).filter((file) => file.endsWith('.test.ts') && !notHere.includes(file));

interface Result {
  readonly name: string;
  readonly error?: string;
}

describe.skipIf(chromiumPath === undefined)('the tests of TensorFlow.js in Chromium', () => {
  let script: string;
  let browser: Awaited<ReturnType<typeof launchChromium>>;

  beforeAll(async () => {
    const onCpu = "import * as tf from '@tensorflow/tfjs'; await tf.setBackend('cpu');";
    script = await bundleTests(
      files.map((file) => here + file),
      onCpu,
    );
    browser = await launchChromium();
  }, 60_000);

  afterAll(() => browser?.close());

  async function resultsIn(hidden: boolean): Promise<Result[]> {
    const page = await browser.newPage();
    // What a hidden tab is to a page: it says so, and no frame ever comes. A headless browser hides none.
    if (hidden) {
      await page.addInitScript(() => {
        globalThis.requestAnimationFrame = () => 0;
        Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
        Object.defineProperty(document, 'hidden', { value: true });
      });
    }
    await page.goto('about:blank');
    await page.addScriptTag({ type: 'module', content: script });
    await page.waitForFunction(() => 'runTests' in globalThis, undefined, { polling: 50 });
    const frame = await page.evaluate(
      () =>
        new Promise((resolve) => {
          requestAnimationFrame(() => resolve('a frame'));
          setTimeout(() => resolve('none'), 300);
        }),
    );
    expect(frame).toBe(hidden ? 'none' : 'a frame');
    const results = await page.evaluate(() =>
      (globalThis as unknown as { runTests(): Promise<Result[]> }).runTests(),
    );
    await page.close();
    return results;
  }

  it.each([
    ['in a tab', false],
    ['in a tab without frames, as a hidden one is', true],
  ])(
    'pass %s',
    async (_, hidden) => {
      const results = await resultsIn(hidden);
      expect(results.filter(({ error }) => error !== undefined)).toEqual([]);
      expect(results.length).toBeGreaterThan(200);
    },
    120_000,
  );
});
