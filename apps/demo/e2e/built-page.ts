import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { build, defaultClientConditions, preview } from 'vite';
import { launchChromium } from '../../../tools/browser/chromium.ts';

const config = fileURLToPath(new URL('../vite.config.ts', import.meta.url));

/** A page of a folder of its own, built of the sources, in a browser. */
export interface BuiltPage {
  readonly page: Page;
  /** The folder that it is served from. */
  readonly folder: string;
  close(): Promise<void>;
}

export async function builtPage(root: string): Promise<BuiltPage> {
  const folder = await mkdtemp(join(tmpdir(), 'anneal-page-'));
  await build({
    root,
    configFile: config,
    logLevel: 'error',
    resolve: { conditions: ['@anneal/source', ...defaultClientConditions] },
    build: { outDir: folder, emptyOutDir: true },
  });
  const server = await preview({
    root,
    configFile: config,
    logLevel: 'error',
    preview: { port: 0 },
    build: { outDir: folder },
  });
  const browser = await launchChromium();
  const page = await browser.newPage();
  await page.goto(server.resolvedUrls?.local[0] as string);
  return {
    page,
    folder,
    async close() {
      await browser.close();
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}
