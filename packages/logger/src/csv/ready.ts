import { mkdirSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { quoted } from './cell.ts';
import type { Past } from './past.ts';

/**
 * Readies a file for another attempt: its folder is there, no record is torn.
 *
 * @returns the header to write; nothing where the file has it.
 * @throws an error of the system when it cannot be readied.
 */
export function ready(path: string, past: Past, header: readonly string[]): string {
  mkdirSync(dirname(path), { recursive: true });
  if (past.size > past.end) truncateSync(path, past.end);
  return past.header === undefined ? headerLine(header) : '';
}

export function headerLine(header: readonly string[]): string {
  return `${header.map(quoted).join(',')}\n`;
}
