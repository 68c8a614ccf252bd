import { stringify } from '../json-line.ts';

/** What a spreadsheet takes for the beginning of a formula, full-width signs included. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

/** Whether a value has a cell of its own: JSON drops the others, too. */
export function isSaid(value: unknown): boolean {
  return value !== undefined && typeof value !== 'function' && typeof value !== 'symbol';
}

/**
 * A value as the cell of a CSV file, quoted by RFC 4180 where it must be.
 *
 * @throws TypeError when it holds what JSON cannot say: a cycle, a BigInt within an object.
 */
export function cell(value: unknown, escapeFormulas: boolean): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quoted(textOf(value, escapeFormulas));
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (value === null || !isSaid(value)) return '';
  const json = stringify(value);
  // A date that is none says null for itself.
  if (json === undefined || json === 'null') return '';
  // A date, say, is a text to JSON: it needs no second pair of quotes.
  return quoted(json.startsWith('"') ? textOf(JSON.parse(json), escapeFormulas) : json);
}

/** A text as a spreadsheet should show it. */
export function textOf(text: string, escapeFormulas: boolean): string {
  return escapeFormulas && FORMULA.test(text) ? `'${text}` : text;
}

/** Spaces at the ends are quoted too, because some readers trim; an empty text, so that it differs from nothing. */
export function quoted(text: string): string {
  return text === '' || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
