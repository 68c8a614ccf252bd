import Papa from 'papaparse';
import type { Table } from '../race/messages.ts';
import { tableOf } from './table.ts';

/** What a file may be at most; a class or a feature too many is left to say to {@link tableOf}. */
export const fileLimits = { bytes: 5_000_000, rows: 20_000 } as const;

/** A table from a file, and all of its columns, one of which may be asked for as the target. It never leaves the machine. */
export interface FileRead {
  readonly table: Table;
  readonly columns: readonly string[];
}

/**
 * Reads a CSV file: numbers to learn from, and a column to tell.
 *
 * @param target the column with the classes; it is guessed where none is given.
 * @throws Error when the file cannot be used, in words for the visitor.
 */
export async function readTable(file: File, target?: string): Promise<FileRead> {
  if (file.size > fileLimits.bytes) {
    throw new Error(`The file has ${megabytes(file.size)} MB; 5 MB is the most that this page reads.`);
  }
  const text = await file.text();
  if (text.includes('\0')) throw new Error('The file is no text; save it as CSV first.');
  const { data, meta } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), { skipEmptyLines: 'greedy' });
  if (data.length === 0) throw new Error('The file is empty.');
  if (data.length > fileLimits.rows + 1) {
    const rows = data.length.toLocaleString('en-US');
    throw new Error(`The file has ${rows} rows; 20,000 is the most that this page reads.`);
  }
  // Where cells are parted by something else, a comma may well be the decimal point.
  return tableOf(data, { name: file.name, decimalComma: meta.delimiter !== ',', target });
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
