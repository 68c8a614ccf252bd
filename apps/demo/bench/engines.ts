import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { builtPage } from '../e2e/built-page.ts';
import type { Asked } from './page/asked.ts';
import type { Measure } from './page/page.ts';

// Which engine trains the racers fastest, measured in workers of a real browser: see docs/decisions.md.
const seconds = Number(process.argv[2] ?? 3);
const { page, folder, close } = await builtPage(fileURLToPath(new URL('page', import.meta.url)));
try {
  await page.waitForFunction(() => 'measure' in globalThis);
  console.log('engine                     racers  steps/s  start ms  longest step ms');
  for (const engine of ['jax-js', 'tfjs, a model each', 'tfjs, one set of tensors'] as const) {
    for (const racers of [1, 6]) {
      const asked: Asked = { engine, racers, seconds };
      const { stepsPerSecond, start, longest } = await page.evaluate(
        (asked) => (globalThis as unknown as { measure: Measure }).measure(asked),
        asked,
      );
      const cells = [stepsPerSecond.toFixed(0).padStart(8), start.toFixed(0).padStart(9), longest.toFixed(1)];
      console.log(engine.padEnd(26), String(racers).padStart(6), ...cells);
    }
  }
  for (const file of await readdir(join(folder, 'assets'))) {
    const size = gzipSync(await readFile(join(folder, 'assets', file))).length;
    if (size > 2000) console.log(`${file}: ${(size / 1000).toFixed(0)} kB gzipped`);
  }
} finally {
  await close();
}
