import { mkdirSync, statSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { headerLine } from '../header.ts';
import { partFile } from '../parts.ts';
import type { Run } from '../run.ts';
import { type LastPart, lastPart } from './last-part.ts';

/** An attempt of a run, and the file that it stands in at first. */
export interface Beginning extends Pick<LastPart, 'file' | 'part' | 'filled'> {
  readonly attempt: number;
  /** How many bytes the file has. */
  readonly size: number;
  /** How many it may have. */
  readonly limit: number;
  /** The line of the header for a part, with its newline. */
  header(part: number): Buffer;
}

/**
 * Readies a file for another attempt: its folder is there, and no line is torn.
 *
 * @throws NoRunOfOurs when a file holds something else, an error of the system when it cannot be readied.
 */
export function begin(path: string, run: Run, rotate: number): Beginning {
  mkdirSync(dirname(path), { recursive: true });
  const { file, part, run: id = run.id, attempts, filled, end, size } = lastPart(path, rotate < Infinity);
  if (size > end) truncateSync(file, end);
  const attempt = attempts + 1;
  const header = (part: number): Buffer => Buffer.from(`${headerLine(run, id, attempt, part)}\n`);
  // A pipe or a device has no size, and nothing can stand beside it.
  const limit = statSync(file, { throwIfNoEntry: false })?.isFile() === false ? Infinity : rotate;
  const begun = { attempt, limit, header };
  if (end > 0 && end + header(part).length > limit) {
    return { ...begun, file: partFile(path, part + 1), part: part + 1, filled: false, size: 0 };
  }
  return { ...begun, file, part, filled, size: end };
}
