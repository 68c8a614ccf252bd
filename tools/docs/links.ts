/** Finds links of Markdown pages that lead nowhere in the repository. Links to elsewhere are not followed. */
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { prose } from './collect.ts';

export interface Link {
  readonly line: number;
  readonly target: string;
}

const patterns = [
  // [text](target), ![text](target "title"), [text](<target>): only the end, for texts hold brackets of their own.
  /\]\(\s*(?:<([^>]*)>|([^\s)]+))[^)]*\)/g,
  // [name]: target
  /^\s{0,3}\[[^\]]+\]:\s*(?:<([^>]*)>|(\S+))/g,
  // <img src="target">, <a href="target">
  /\s(?:src|srcset|href)="([^"\s]+)[^"]*"/g,
];

const withoutCode = (line: string): string => line.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, '');

export const linksIn = (markdown: string): Link[] =>
  prose(markdown).flatMap((text, index) =>
    patterns.flatMap((pattern) =>
      [...withoutCode(text).matchAll(pattern)].map((match) => ({
        line: index + 1,
        target: match[1] ?? match[2] ?? '',
      })),
    ),
  );

/** The anchors of a page, as GitHub makes them from headings, and those the page sets itself. */
export function anchorsIn(markdown: string): Set<string> {
  const anchors = new Set<string>();
  for (const line of prose(markdown)) {
    for (const [, id = ''] of line.matchAll(/<\w+\s[^>]*?\b(?:id|name)="([^"]+)"/g)) anchors.add(id);
    const heading = /^ {0,3}#{1,6}\s+(.*?)(?:\s+#+)?\s*$/.exec(line)?.[1];
    if (heading === undefined) continue;
    const slug = heading
      .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/<\/?[a-z][^>]*>/gi, (tag, at: number) => (insideCode(heading, at) ? tag : ''))
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\s-]/gu, '')
      .replace(/\s/g, '-');
    let anchor = slug;
    for (let n = 1; anchors.has(anchor); n += 1) anchor = `${slug}-${n}`;
    anchors.add(anchor);
  }
  return anchors;
}

const insideCode = (text: string, at: number): boolean => text.slice(0, at).split('`').length % 2 === 0;

/** What is wrong with the links of `file`, one line each. `root` ends with a slash, `file` is a path from there. */
export function brokenLinks(root: string, file: string): string[] {
  const markdown = readFileSync(root + file, 'utf8');
  return linksIn(markdown).flatMap(({ line, target }) => {
    if (/^([a-z][a-z\d+.-]*:|\/\/)/i.test(target)) return [];
    const [path = '', anchor = ''] = decodeURIComponent(target).split('#');
    const where = `${file}:${line}: ${target}`;
    const to = path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(file), path);
    const found = path === '' ? file : posix.normalize(to);
    if (found.startsWith('..')) return `${where} leads out of the repository`;
    if (!existsSync(root + found)) return `${where} does not exist`;
    if (anchor === '' || !found.endsWith('.md')) return [];
    return anchorsIn(readFileSync(root + found, 'utf8')).has(anchor)
      ? []
      : `${where} names a heading that ${found} does not have`;
  });
}
