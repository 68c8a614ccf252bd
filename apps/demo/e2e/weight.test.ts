import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const dist = fileURLToPath(new URL('../dist', import.meta.url));

/** What a browser loads before the engine: the page, and what the page itself names. */
function firstLoad(): string[] {
  if (!existsSync(`${dist}/index.html`))
    throw new Error('apps/demo/dist is missing: run `pnpm build` before the tests of the page');
  const page = readFileSync(`${dist}/index.html`, 'utf8');
  const named = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, path]) => path as string);
  return ['index.html', ...named];
}

it('is on the screen after 150 kB, the engine left out', () => {
  const files = firstLoad();
  expect(files.some((file) => file.endsWith('.js'))).toBe(true);
  expect(files.some((file) => file.endsWith('.css'))).toBe(true);
  const sizes = files.map((file) => gzipSync(readFileSync(`${dist}/${file}`)).length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(150_000);
});

it('asks no other host for anything, and works under any path', () => {
  const page = readFileSync(`${dist}/index.html`, 'utf8');
  expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  expect(page).not.toMatch(/(?:src|href)="\//);
  const styles = readdirSync(`${dist}/assets`).filter((file) => file.endsWith('.css'));
  for (const file of styles) {
    expect(readFileSync(`${dist}/assets/${file}`, 'utf8')).not.toMatch(/url\((?!["']?(?:data:|\.))|@import/);
  }
});
