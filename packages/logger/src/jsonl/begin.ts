import { mkdirSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Header } from '../header.ts';
import type { Run } from '../run.ts';
import { past } from './past.ts';

/**
 * Readies a file for another attempt (its folder is there, no line is torn) and returns the header to write.
 *
 * @throws NoRunOfOurs when the file holds something else, an error of the system when it cannot be readied.
 */
export function begin(path: string, run: Run, config: unknown): string {
  mkdirSync(dirname(path), { recursive: true });
  const { attempts, run: id = run.id, end, size } = past(path);
  if (size > end) truncateSync(path, end);
  const header: Header = { anneal: 1, run: id, attempt: attempts + 1, startedAt: run.startedAt };
  return `${JSON.stringify(config === undefined ? header : { ...header, config })}\n`;
}
