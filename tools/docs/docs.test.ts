/** The documentation is true: each TypeScript block compiles, runs and gives what it shows, and links lead somewhere. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { apart } from './apart.ts';
import { failures } from './claim.ts';
import { fromMarkdown, fromSource } from './collect.ts';
import { packages, pages, root, sources } from './files.ts';
import { brokenLinks } from './links.ts';
import { typeErrors } from './type-errors.ts';
import { write } from './written.ts';

const text = (file: string): string => readFileSync(root + file, 'utf8');
const markdown = Object.values(pages).flat();
const blocks = write([
  ...markdown.flatMap((file) => fromMarkdown(file, text(file))),
  ...sources.flatMap((file) => fromSource(file, text(file))),
]);

describe('documentation is found', () => {
  test.each(Object.entries(pages))('pages: %s', (list, files) => {
    expect(files.length, `no file is ${list}`).toBeGreaterThan(0);
  });

  test('a README for each package', () => {
    expect(pages['packages/*/README.md']).toHaveLength(packages.length);
  });

  test('blocks in README.md', () => {
    expect(blocks.filter(({ file }) => file === 'README.md').length).toBeGreaterThan(0);
  });

  test('blocks in doc comments', () => {
    expect(blocks.filter(({ file }) => sources.includes(file)).length).toBeGreaterThan(0);
  });

  test('values that blocks show', () => {
    expect(blocks.flatMap(({ claims }) => claims).length).toBeGreaterThan(0);
  });
});

describe('blocks run', () => {
  // Not test.each: it shortens names.
  for (const { name, info, path, claims, problems } of blocks)
    test(name, async () => {
      expect(info, `${name}: every block runs, so nothing but "ts" may follow the backticks`).toBe('ts');
      const { output, thrown } = await apart(() => import(/* @vite-ignore */ path));
      // A block that threw did not reach the claims after it: that is not worth saying.
      const wrong = thrown === undefined ? [...problems, ...failures(claims)] : problems;
      if (output !== '' && (thrown !== undefined || wrong.length > 0)) console.log(output);
      if (thrown !== undefined) throw thrown.error;
      expect(wrong.join('\n')).toBe('');
    });
});

test('blocks type-check', () => {
  expect(typeErrors(blocks).join('\n')).toBe('');
});

test('links lead somewhere', () => {
  expect(markdown.flatMap((file) => brokenLinks(root, file)).join('\n')).toBe('');
});
