/** Collects the fenced TypeScript blocks of Markdown pages and of the doc comments in sources. */
import { commentsIn, parse } from './comments.ts';

export interface Block {
  readonly file: string;
  /** The line of the opening fence: line n of `code` is line `line + n` of the file. */
  readonly line: number;
  /** What follows the backticks. Anything but `ts` is a mistake: no block is excused from running. */
  readonly info: string;
  readonly code: string;
}

/** Other spellings of `ts` are collected too, so that they fail instead of going unnoticed. */
const typescript = /^(ts|tsx|mts|cts|typescript)\b/i;

const fence = /^([\s>]*)(`{3,}|~{3,})\s*(.*?)\s*$/;

interface Line {
  readonly text: string;
  readonly fenced: boolean;
}

interface Fenced {
  readonly info: string;
  readonly line: number;
  readonly code: string[];
}

/** Tells fenced lines from prose: a fence ends with at least as many marks as it began with. */
function read(text: string): { lines: Line[]; fences: Fenced[] } {
  const lines: Line[] = [];
  const fences: Fenced[] = [];
  let open: { block: Fenced; indent: number; marks: string } | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const [, indent = '', marks = '', info = ''] = fence.exec(line) ?? [];
    lines.push({ text: line, fenced: open !== undefined || marks !== '' });
    if (open !== undefined) {
      if (info === '' && marks.startsWith(open.marks)) open = undefined;
      // An indented or quoted fence indents or quotes its lines as well, except the empty ones.
      else open.block.code.push(line.slice(open.indent));
    } else if (marks !== '' && !(marks.startsWith('`') && info.includes('`'))) {
      open = { block: { info, line: index + 1, code: [] }, indent: indent.length, marks };
      fences.push(open.block);
    }
  }
  return { lines, fences };
}

/** The lines of a page with those in fences emptied: where links and headings are looked for. */
export const prose = (markdown: string): string[] =>
  read(markdown).lines.map(({ text, fenced }) => (fenced ? '' : text));

/** The TypeScript blocks of a page. `above` is how many lines of the file come before `markdown`. */
export const fromMarkdown = (file: string, markdown: string, above = 0): Block[] =>
  read(markdown)
    .fences.filter(({ info }) => typescript.test(info))
    .map(({ info, line, code }) => ({ file, line: above + line, info, code: code.join('\n') }));

/** The TypeScript blocks of the doc comments in a source file. */
export function fromSource(file: string, code: string): Block[] {
  const source = parse(code);
  return commentsIn(source)
    .filter(({ text }) => text.startsWith('/**'))
    .flatMap(({ pos, text }) => {
      const markdown = text
        .slice('/**'.length, -'*/'.length)
        .split('\n')
        .map((line, index) => (index === 0 ? line : line.replace(/^\s*\* ?/, '')))
        .join('\n');
      return fromMarkdown(file, markdown, source.getLineAndCharacterOfPosition(pos).line);
    });
}
