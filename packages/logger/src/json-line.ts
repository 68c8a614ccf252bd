import { isOurs } from './header.ts';
import type { Row } from './row.ts';
import { shown } from './shown.ts';

/**
 * A row as one line of JSON, without its newline.
 *
 * @throws TypeError when the row is no object, or holds what JSON cannot say: a BigInt, a cycle.
 */
export function toLine(row: object): string {
  if (isUsual(row)) return JSON.stringify(row);
  const line = stringify(row);
  if (!line?.startsWith('{')) throw new TypeError(`a row must be a plain object, got ${shown(row)}`);
  // A space makes a row with such columns differ from a line of ours, and means nothing to JSON.
  return isOurs(line) ? ` ${line}` : line;
}

/**
 * Whether the columns alone say that its JSON is its line. To look at the line instead would cost more: to V8 it is a rope
 * of two pieces at first, which it ties together for whoever asks for a letter.
 */
function isUsual(row: object): boolean {
  // An array, a date or a boxed number has another constructor; to ask for the prototype would take longer.
  if (typeof row !== 'object' || row === null || row.constructor !== Object || 'toJSON' in row) return false;
  for (const column in row) {
    const value = (row as Row)[column];
    const usual =
      typeof value === 'number'
        ? value - value === 0
        : typeof value === 'string'
          ? !isName(value)
          : typeof value === 'boolean' || value === null;
    if (!usual || column === 'anneal') return false;
  }
  return true;
}

/**
 * JSON in which a number that is not finite is its name, where plain JSON would say `null`; a text that is such a name
 * has its letter N or I as `\u004e` or `\u0049`, which is the same text to everybody who reads JSON.
 */
export function stringify(value: unknown): string | undefined {
  const line = JSON.stringify(value);
  return line !== undefined && UNUSUAL.test(line) ? withNames(value, line) : line;
}

/** What a line has that holds a number that is not finite, or the text of one; others may have it too. */
const UNUSUAL = /null|NaN"|Infinity"/;

function isName(text: string): boolean {
  return text === 'NaN' || text === 'Infinity' || text === '-Infinity';
}

function withNames(value: unknown, line: string): string {
  const mark = notIn(line);
  const named = JSON.stringify(value, (_key, given: unknown) => {
    const part = given instanceof Number || given instanceof String ? given.valueOf() : given;
    if (typeof part === 'number' && !Number.isFinite(part)) return String(part);
    return typeof part === 'string' && isName(part) ? mark + part : part;
  });
  return named
    .replaceAll(`"${mark}NaN"`, '"\\u004eaN"')
    .replaceAll(`"${mark}Infinity"`, '"\\u0049nfinity"')
    .replaceAll(`"${mark}-Infinity"`, '"-\\u0049nfinity"');
}

/**
 * The row that stands on a line.
 *
 * @throws SyntaxError when it is no JSON, TypeError when it is no object.
 */
export function fromLine(line: string): Row {
  const row: unknown = /"(?:NaN|-?Infinity)"/.test(line) ? withNumbers(line) : JSON.parse(line);
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw new TypeError(`a row must be an object, got ${shown(row)}`);
  }
  return row as Row;
}

/**
 * A text of such a name as it stands on a line, where it is no key. A quote after a backslash is inside of a text: one
 * that ended a text could not be followed by a letter.
 */
const NAMED = /(?<!\\)"(NaN|-?Infinity)"(?!\s*:)/g;

function withNumbers(line: string): unknown {
  // Only an escaped letter can make a text of such a name; where there is none, they all are numbers.
  if (!line.includes('\\u')) {
    return JSON.parse(line, (_key, part) => (typeof part === 'string' && isName(part) ? Number(part) : part));
  }
  // Read and written again, because a text may have escaped what the mark is made of.
  const mark = notIn(JSON.stringify(JSON.parse(line)));
  return JSON.parse(line.replace(NAMED, `"${mark}$1"`), (_key, part) =>
    typeof part === 'string' && part.startsWith(mark) ? Number(part.slice(mark.length)) : part,
  );
}

/** A text that stands nowhere in it. */
function notIn(line: string): string {
  let mark = '~';
  while (line.includes(mark)) mark += '~';
  return mark;
}
