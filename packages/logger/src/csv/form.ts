import { shown } from '../shown.ts';
import { isSaid } from './cell.ts';

/** How rows become records. */
export interface Form {
  /** Readies the file and says its header; none where only the first row tells what that is. */
  readonly begin?: () => string;
  /** @throws TypeError when the row is no object, or holds what cannot be said; then nothing has changed. */
  lines(row: object): Lines;
}

/** The records of one row. */
export interface Lines {
  readonly text: string;
  /** Where they need another header: readies the file for it. */
  readonly begin?: () => string;
}

/** The columns of a row beside its step, in order, with what is in them. */
export function columnsOf(row: object): [name: string, value: unknown][] {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw new TypeError(`a row must be a plain object, got ${shown(row)}`);
  }
  const columns: [name: string, value: unknown][] = [];
  for (const name of Object.keys(row)) {
    const value: unknown = (row as Record<string, unknown>)[name];
    if (name !== 'step' && isSaid(value)) columns.push([name, value]);
  }
  return columns;
}
