// Takes the pictures of `anneal-logger view` in the documentation: `pnpm run draw:view`.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launchChromium } from '../browser/chromium.ts';
import { trainRuns } from './train-runs.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'view-runs-'));
const files = await trainRuns(folder);
const out = join(folder, 'runs.html');
// The built program, as users have it.
execFileSync(
  process.execPath,
  [`${root}packages/logger/bin/anneal-logger.js`, 'view', ...files, '--out', out],
  {
    stdio: 'inherit',
  },
);

const browser = await launchChromium();
for (const colorScheme of ['light', 'dark'] as const) {
  const page = await browser.newPage({ viewport: { width: 700, height: 790 }, colorScheme });
  await page.goto(pathToFileURL(out).href);
  await page.getByLabel('smoothing').fill('0.45');
  // One run less: the finest grain of noise is what makes a picture big.
  await page.getByRole('button', { name: 'constant', exact: true }).click();
  await page.evaluate('document.activeElement.blur()');
  const file = `docs/img/view-${colorScheme}.png`;
  // To the end of the second chart.
  const { y, height } = (await page.locator('#rate-chart').boundingBox()) ?? { y: 0, height: 790 };
  const clip = { x: 0, y: 0, width: 700, height: Math.ceil(y + height) + 4 };
  await page.screenshot({ path: `${root}${file}`, fullPage: true, clip });
  console.log(file);
}
await browser.close();
rmSync(folder, { recursive: true });
