import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** The modules that a bundler takes in with this one, and what they import from elsewhere. */
function imports(url: URL, seen = new Map<string, string[]>()): Map<string, string[]> {
  if (seen.has(url.href)) return seen;
  const source = readFileSync(url, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const named = [...source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'(\))?/g)].map(
    ([, name]) => name as string,
  );
  const values = named.filter((name) => !source.includes(`typeof import('${name}')`));
  seen.set(
    url.href,
    values.filter((name) => !name.startsWith('.')),
  );
  for (const name of named.filter((name) => name.startsWith('.'))) imports(new URL(name, url), seen);
  return seen;
}

it('the main entry needs nothing but rxjs, so that it can be bundled for a browser', () => {
  const graph = imports(new URL('./index.ts', import.meta.url));
  expect(graph.size).toBeGreaterThan(10);
  expect(new Set([...graph.values()].flat())).toEqual(new Set(['rxjs']));
});
