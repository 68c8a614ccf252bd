/** Each schedule that core exports has its rows, its section with a source, its picture, and a test beside its source. */
import { existsSync, readFileSync } from 'node:fs';
import * as core from '@anneal/core';
import { describe, expect, test } from 'vitest';
import { prose } from './collect.ts';
import { root } from './files.ts';

/** What core exports beside schedules and what makes them. A name that is not here is a schedule, and must be documented. */
const others = [
  'decisions',
  'describe',
  'diff',
  'improvement',
  'isCurve',
  'isSchedule',
  'live',
  'resume',
  'simulate',
  'smooth',
];
const schedules = Object.keys(core).filter((name) => !others.includes(name));

const page = prose(readFileSync(`${root}docs/schedules.md`, 'utf8'));
const index = readFileSync(`${root}packages/core/src/index.ts`, 'utf8');

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The names in the first cells of tables, each with the cells beside it. */
const rows = page.flatMap((line) => {
  const name = /^\| \[`(\w+)`\]\(#/.exec(line)?.[1];
  return name === undefined ? [] : [{ name, cells: line.split(' | ').slice(1) }];
});
const drawn = rows.filter(({ cells }) => cells.length === 2);
const elsewhere = rows.filter(({ cells }) => cells.length === 5);

/** What stands under the heading of that name, up to the next one. */
function section(name: string): string {
  const begin = page.findIndex((line) => /^#{3,4} (\w+)$/.exec(line)?.[1] === name);
  if (begin < 0) return '';
  const end = page.findIndex((line, i) => i > begin && line.startsWith('#'));
  return page.slice(begin + 1, end < 0 ? undefined : end).join('\n');
}

/** The file that an export comes from, as a path from the root. */
function sourceOf(name: string): string {
  for (const [, names = '', path] of index.matchAll(/export \{([^}]*)\} from '\.\/([^']+)'/g)) {
    if (names.split(',').some((one) => one.trim() === name)) return `packages/core/src/${path}`;
  }
  return '';
}

const sorted = (names: readonly { readonly name: string }[]) => names.map(({ name }) => name).sort();

test('the table of pictures and the table of names elsewhere have a row for each schedule, and no other', () => {
  expect(sorted(drawn)).toEqual([...schedules].sort());
  expect(sorted(elsewhere)).toEqual([...schedules].sort());
});

describe.each(schedules)('%s', (name) => {
  const text = section(name);

  test('has a section with its signature', () => {
    expect(text).toContain(`\`${name}(`);
  });

  test('has a source, or says that it has none', () => {
    const [, source = ''] = /^(Source: .*\]\(https:\/\/|No source: \S)/ms.exec(text) ?? [];
    expect(source, 'Source: … [title](https://…), or No source: …').not.toBe('');
  });

  test('names the source that its doc comment names', () => {
    const [, comment = ''] = /@see([\s\S]*?)\*\//.exec(readFileSync(root + sourceOf(name), 'utf8')) ?? [];
    for (const link of comment.match(/https:[^\s;]+/g) ?? []) expect(text).toContain(`](${link})`);
  });

  test('shows its picture', () => {
    const picture = `img/schedules/${kebab(name)}.svg`;
    expect(
      existsSync(`${root}docs/${picture}`),
      `${picture}: a line in tools/draw/catalog.ts, and pnpm draw`,
    ).toBe(true);
    expect(drawn.find((row) => row.name === name)?.cells[0]).toContain(`](${picture})`);
  });

  test('has a test beside its source', () => {
    const source = sourceOf(name);
    // The one function that is the idea itself, and stands with it.
    if (name !== 'curve') expect(source).toMatch(new RegExp(`/${kebab(name)}\\.ts$`));
    const tests = source.replace(/\.ts$/, '.test.ts');
    expect(existsSync(root + tests), `${tests} does not exist`).toBe(true);
  });
});
