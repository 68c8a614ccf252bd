import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { shown } from '../shown.ts';
import { fieldsOf, RecordEnds } from './record.ts';

/** What a file holds before it is written to. */
export interface Past {
  /** Its header, as names; none while it has none. */
  readonly header: readonly string[] | undefined;
  /** The attempt of its last row; 0 while it has no row. */
  readonly attempt: number;
  /** Where its last complete record ends, in bytes. */
  readonly end: number;
  /** Where the file ends: beyond `end` if the last record is torn. */
  readonly size: number;
}

/** A file that does not begin with `start` is somebody else's: it must not be cut, nor appended to. */
export class NoFileOfOurs extends Error {}

const CHUNK = 2 ** 20;
const NOTHING: Past = { header: undefined, attempt: 0, end: 0, size: 0 };

/**
 * Looks through a file for its header, for its latest attempt and for its end.
 *
 * @param start the names that its header begins with; `attempt` is one of them.
 * @throws NoFileOfOurs when it does not, an error of the system when the file cannot be read.
 */
export function past(file: string, start: readonly string[]): Past {
  const stat = statSync(file, { throwIfNoEntry: false });
  // A pipe or a device has no past; reading one would wait, or never end.
  if (stat === undefined || (!stat.isFile() && !stat.isDirectory())) return NOTHING;
  const fd = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(CHUNK);
    const first = bytes.subarray(0, readSync(fd, bytes, 0, CHUNK, 0)).toString();
    const mark = start.join(',');
    if (!first.startsWith(mark.slice(0, first.length))) throw foreign(first, mark);
    const { ends, size } = scan(fd);
    refuseMore(fd, ends[2] ?? 0, size);
    // Torn while the header was being written.
    if (ends.length === 0) return { ...NOTHING, size };
    const [headerEnd, last, end] = ends;
    const line = read(fd, 0, headerEnd - 1);
    const header = fieldsOf(line);
    // A spreadsheet has saved it: its lines end as ours do not.
    if (line.endsWith('\r') || start.some((name, place) => header[place] !== name))
      throw foreign(first, mark);
    // Of a record as large as a checkpoint its beginning is enough.
    const record = read(fd, last, Math.min(end - 1, last + CHUNK));
    return { header, attempt: last === 0 ? 0 : attemptOf(record, start), end, size };
  } finally {
    closeSync(fd);
  }
}

/** How a record of ours begins, in either form, behind another one. */
const BEGINNING = /\n[^,\n]*,[^,\n]*,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z,/;

/** What is torn will be cut: not if it is a quote in the middle of the file that swallows all records behind it. */
function refuseMore(fd: number, end: number, size: number): void {
  if (!BEGINNING.test(read(fd, end, Math.min(size, end + CHUNK)))) return;
  throw new NoFileOfOurs(
    `the file is broken: a quote of the record at byte ${end} is not closed, and more records follow; ` +
      'mend it, or name another file',
  );
}

/** Where the header ends, where the last complete record begins (0 if it is the header), and where it ends. */
type Ends = [headerEnd: number, last: number, end: number];

function scan(fd: number): { ends: Ends | []; size: number } {
  const records = new RecordEnds();
  const buffer = Buffer.alloc(CHUNK);
  let ends: Ends | [] = [];
  let size = 0;
  for (;;) {
    const length = readSync(fd, buffer, 0, CHUNK, size);
    if (length === 0) return { ends, size };
    const origin = size;
    records.hear(buffer.subarray(0, length), (at) => {
      const end = origin + at + 1;
      ends = ends.length === 0 ? [end, 0, end] : [ends[0], ends[2], end];
    });
    size += length;
  }
}

function read(fd: number, from: number, to: number): string {
  const bytes = Buffer.alloc(to - from);
  let filled = 0;
  while (filled < bytes.length) {
    const length = readSync(fd, bytes, filled, bytes.length - filled, from + filled);
    if (length === 0) break;
    filled += length;
  }
  return bytes.toString('utf8', 0, filled);
}

function attemptOf(record: string, start: readonly string[]): number {
  const field = fieldsOf(record)[start.indexOf('attempt')];
  const attempt = Number(field);
  if (Number.isSafeInteger(attempt) && attempt > 0) return attempt;
  throw new NoFileOfOurs(
    `the file holds something else: the attempt of its last row must be a whole number, got ${shown(field)}`,
  );
}

function foreign(first: string, mark: string): NoFileOfOurs {
  const line = first.split('\n', 1)[0] as string;
  return new NoFileOfOurs(
    `the file holds something else: its first line must begin with ${mark}, got ${shown(line)}; name another file`,
  );
}
