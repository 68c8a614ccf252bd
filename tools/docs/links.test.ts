import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anchorsIn, brokenLinks, linksIn } from './links.ts';

describe('linksIn', () => {
  test.each([
    ['a link', 'See [the guide](docs/guide.md).', ['docs/guide.md']],
    ['a link with a title', '[a](b.md "title")', ['b.md']],
    ['a link in angle brackets', '[a](<b c.md>)', ['b c.md']],
    ['an image in a link', '[![alt](a.svg)](b.md)', ['a.svg', 'b.md']],
    ['a definition', '[name]: docs/guide.md', ['docs/guide.md']],
    ['HTML', '<a href="b.md"><img src="a.png" alt=""></a>', ['b.md', 'a.png']],
    ['code', 'Write `[a](b.md)` for a link.', []],
    ['a fence', '```md\n[a](b.md)\n```', []],
  ])('%s', (_what, markdown, targets) => {
    const found = linksIn(markdown).map(({ target }) => target);
    expect(found.sort()).toEqual([...targets].sort());
  });
});

test('anchorsIn follows GitHub', () => {
  const markdown = [
    '# What is `anneal`?',
    '## Setup',
    '## Setup',
    '## Rates, *steps* & [links](a.md)',
    '## `Observable<Report>` → number',
    '```sh',
    '# a comment',
    '```',
    '<a id="own"></a>',
  ].join('\n');
  expect([...anchorsIn(markdown)]).toEqual([
    'what-is-anneal',
    'setup',
    'setup-1',
    'rates-steps--links',
    'observablereport--number',
    'own',
  ]);
});

describe('brokenLinks', () => {
  let root = '';

  beforeAll(() => {
    root = `${mkdtempSync(join(tmpdir(), 'docs-links-'))}/`;
    mkdirSync(`${root}docs`);
    writeFileSync(`${root}README.md`, '# Home\n\n## Use\n');
  });

  afterAll(() => rmSync(root, { recursive: true }));

  const broken = (markdown: string): string[] => {
    writeFileSync(`${root}docs/page.md`, markdown);
    return brokenLinks(root, 'docs/page.md');
  };

  test.each([
    '../README.md',
    '../README.md#use',
    '/README.md',
    '#here',
    '../docs',
    'https://example.org/x',
    'mailto:a@b.c',
  ])('%s leads somewhere', (target) => {
    expect(broken(`# Here\n[x](${target})`)).toEqual([]);
  });

  test.each([
    ['README.md', 'does not exist'],
    ['../README.md#gone', 'heading'],
    ['#gone', 'heading'],
    ['../../elsewhere.md', 'out of the repository'],
  ])('%s does not', (target, problem) => {
    expect(broken(`# Here\n\n[x](${target})`)).toEqual([expect.stringContaining(problem)]);
    expect(broken(`# Here\n\n[x](${target})`)[0]).toMatch(/^docs\/page\.md:3: /);
  });
});
