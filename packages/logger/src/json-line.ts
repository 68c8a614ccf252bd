import { isHeader } from './header.ts';
import type { Row } from './row.ts';
import { shown } from './shown.ts';

/**
 * A row as one line of JSON, without its newline.
 *
 * @throws TypeError when the row is no object, or holds what JSON cannot say: a BigInt, a cycle.
 */
export function toLine(row: object): string {
  const line = stringify(row);
  if (line?.charCodeAt(0) !== 0x7b) throw new TypeError(`a row must be a plain object, got ${shown(row)}`);
  // A space makes a row with such columns differ from a header, and means nothing to JSON.
  return isHeader(line) ? ` ${line}` : line;
}

/** JSON in which a number that is not finite is its name, where plain JSON would say `null`. */
export function stringify(value: unknown): string | undefined {
  return isFlatAndFinite(value) ? JSON.stringify(value) : JSON.stringify(value, named);
}

/** The common case, for which a replacer would cost several times the rest. */
function isFlatAndFinite(row: unknown): boolean {
  for (const column in row as object) {
    const value = (row as Row)[column];
    if (typeof value === 'number' ? !Number.isFinite(value) : typeof value === 'object' && value !== null) {
      return false;
    }
  }
  return true;
}

function named(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

/**
 * The row that stands on a line.
 *
 * @throws SyntaxError when it is no JSON, TypeError when it is no object.
 */
export function fromLine(line: string): Row {
  const row: unknown = /"(?:NaN|-?Infinity)"/.test(line) ? JSON.parse(line, numbered) : JSON.parse(line);
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw new TypeError(`a row must be an object, got ${shown(row)}`);
  }
  return row as Row;
}

function numbered(_key: string, value: unknown): unknown {
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : value;
}
