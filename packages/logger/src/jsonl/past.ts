import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { type Header, MARK, parseHeader } from '../header.ts';
import { reasonOf } from '../report.ts';

/** What a file holds before it is written to. */
export interface Past {
  /** Its first line; none while that is not whole. */
  readonly header?: Header;
  /** How many attempts the run has come to. */
  readonly attempts: number;
  /** Whether anything stands behind the first line. */
  readonly filled: boolean;
  /** Where its last complete line ends, in bytes. */
  readonly end: number;
  /** Where the file ends: beyond `end` if the last line is torn. */
  readonly size: number;
}

/** The file is somebody else's: it must not be cut, nor appended to. */
export class NoRunOfOurs extends Error {}

const NEWLINE = 0x0a;
const CHUNK = 2 ** 20;
const AT_START: Buffer = Buffer.from(MARK);
const AFTER_NEWLINE: Buffer = Buffer.from(`\n${MARK}`);

/**
 * Looks through a file for its attempts and for its end.
 *
 * @throws NoRunOfOurs when it does not begin with a header, an error of the system when it cannot be read.
 */
export function past(file: string): Past {
  return look(file, (fd, header, size) => {
    if (header === undefined) return { attempts: 0, filled: false, end: 0, size };
    const { headers, second, ...found } = scan(fd);
    const first = Number.isSafeInteger(header.attempt) ? header.attempt : 1;
    return { header, attempts: first + headers - 1, filled: found.end > second, ...found };
  });
}

/**
 * The first line of a file; nothing where there is no file, or none that is whole.
 *
 * @throws NoRunOfOurs when it is no header, an error of the system when it cannot be read.
 */
export function headerOf(file: string): Header | undefined {
  return look(file, (_, header) => header);
}

function look<T>(file: string, then: (fd: number, header: Header | undefined, size: number) => T): T {
  const stat = statSync(file, { throwIfNoEntry: false });
  // A pipe or a device has no past; reading one would wait, or never end.
  if (!stat?.isFile() || stat.size === 0) return then(-1, undefined, 0);
  const fd = openSync(file, 'r');
  try {
    const line = firstLine(fd);
    return then(fd, line === undefined ? undefined : parseHeader(line), stat.size);
  } catch (error) {
    if ((error as { code?: unknown }).code !== undefined) throw error;
    throw new NoRunOfOurs(`the file holds something else: ${reasonOf(error)}`);
  } finally {
    closeSync(fd);
  }
}

/** The first line; nothing where it is the torn beginning of a header. */
function firstLine(fd: number): string | undefined {
  const pieces: Buffer[] = [];
  for (let position = 0; ; ) {
    const buffer = Buffer.alloc(2 ** 16);
    const read = readSync(fd, buffer, 0, buffer.length, position);
    if (read === 0) return undefined;
    const newline = buffer.subarray(0, read).indexOf(NEWLINE);
    const piece = buffer.subarray(0, newline === -1 ? read : newline);
    pieces.push(piece);
    // Before the rest is read: a file of another kind may be one line of many gigabytes.
    const foreign = position === 0 && !mayBeHeader(piece);
    if (foreign || newline !== -1) return Buffer.concat(pieces).toString();
    position += read;
  }
}

function mayBeHeader(start: Buffer): boolean {
  const known = Math.min(start.length, AT_START.length);
  return start.subarray(0, known).equals(AT_START.subarray(0, known));
}

/** How many headers there are, where the second line begins, where the last complete one ends, where the file does. */
function scan(fd: number): { headers: number; second: number; end: number; size: number } {
  const buffer = Buffer.alloc(CHUNK);
  let headers = 1;
  let lastHeader = 0;
  let second = 0;
  let end = 0;
  let size = 0;
  // The last bytes of a chunk are looked at again with the next one: a mark may lie across the border.
  let carried = 0;
  for (;;) {
    const read = readSync(fd, buffer, carried, CHUNK - carried, size);
    if (read === 0) break;
    const chunk = buffer.subarray(0, carried + read);
    const origin = size - carried;
    size += read;
    for (let at = chunk.indexOf(AFTER_NEWLINE); at !== -1; at = chunk.indexOf(AFTER_NEWLINE, at + 1)) {
      headers++;
      lastHeader = origin + at + 1;
    }
    const newline = chunk.lastIndexOf(NEWLINE);
    if (second === 0 && newline !== -1) second = origin + chunk.indexOf(NEWLINE) + 1;
    if (newline !== -1) end = origin + newline + 1;
    carried = Math.min(chunk.length, AFTER_NEWLINE.length - 1);
    buffer.copyWithin(0, chunk.length - carried, chunk.length);
  }
  // A header that is itself the torn line is cut, and its attempt never was.
  return { headers: lastHeader === end ? headers - 1 : headers, second, end, size };
}
