import { closeSync, openSync, writeSync } from 'node:fs';
import { restartLine } from '../header.ts';
import { partFile } from '../parts.ts';
import type { Beginning } from './begin.ts';

const NEWLINE = 0x0a;
const NOTHING: Buffer = Buffer.alloc(0);

/**
 * The files of a run, which are only ever added to. The bytes that the disk does not take are kept for the next try; they
 * go into the part in which they fit when their turn comes, and no line is split over two.
 */
export class RunFile {
  readonly #path: string;
  readonly #begin: () => Beginning;
  #begun: Beginning | undefined;
  #part = 1;
  /** How many bytes the part will have when the piece is written. */
  #size = 0;
  /** Whether the part has more than its header. */
  #filled = false;
  #fd: number | undefined;
  /** What goes into the part now: whole lines, or the rest of such. */
  #piece: Buffer = NOTHING;
  /** The piece is a line of ours, and no row. */
  #ours = false;
  /** What comes after it, in order: whole lines, or the step of a restart. */
  #next: (Buffer | number)[] = [];
  #bytes = 0;

  /** `begin` readies the file; it is called again while it throws. */
  constructor(path: string, begin: () => Beginning) {
    this.#path = path;
    this.#begin = begin;
  }

  /** How many bytes are not in the file yet. */
  get kept(): number {
    return this.#bytes;
  }

  /** How many rows are not in the file yet, or not as a whole. */
  get keptRows(): number {
    let rows = this.#ours ? 0 : newlines(this.#piece);
    for (const lines of this.#next) if (typeof lines !== 'number') rows += newlines(lines);
    return rows;
  }

  /** Takes note that the attempt begins with this step; the row comes next. */
  restart(step: number): void {
    this.#next.push(step);
  }

  /** Keeps whole lines for the next `write`; a copy of them. */
  keep(lines: Buffer): void {
    if (lines.length === 0) return;
    this.#next.push(Buffer.from(lines));
    this.#bytes += lines.length;
  }

  /**
   * Writes all that is kept, and then these lines; what is not written is kept. The caller may use the buffer again.
   *
   * @throws what the system says, when the disk takes no more; the next call goes on at the byte that was not taken.
   */
  write(lines: Buffer): void {
    if (lines.length > 0) {
      this.#next.push(lines);
      this.#bytes += lines.length;
    }
    try {
      this.#open();
      while (this.#piece.length > 0 || this.#advance()) this.#put();
    } catch (error) {
      const own = (bytes: Buffer): Buffer => (bytes.buffer === lines.buffer ? Buffer.from(bytes) : bytes);
      this.#piece = own(this.#piece);
      const last = this.#next.length - 1;
      const latest = this.#next[last];
      if (typeof latest === 'object') this.#next[last] = own(latest);
      throw error;
    }
  }

  close(): void {
    const fd = this.#fd;
    this.#fd = undefined;
    if (fd !== undefined) closeSync(fd);
  }

  #put(): void {
    let written: number;
    try {
      written = writeSync(this.#open(), this.#piece);
    } catch (error) {
      // Somebody closed it. It is not closed again: the number may be another file's by now.
      if ((error as { code?: unknown }).code === 'EBADF') this.#fd = undefined;
      throw error;
    }
    if (written === 0) throw new Error('nothing was written');
    if (!this.#ours) this.#bytes -= written;
    this.#piece = written === this.#piece.length ? NOTHING : this.#piece.subarray(written);
  }

  /** Takes the next piece, from another part if it is time for one; false when there is none. */
  #advance(): boolean {
    const [lines] = this.#next;
    if (lines === undefined) return false;
    const { attempt, limit } = this.#begun as Beginning;
    const room = limit - this.#size;
    if (typeof lines === 'number') {
      const line = Buffer.from(attempt > 1 ? `${restartLine(lines, attempt)}\n` : '');
      if (line.length > room && this.#filled) return this.#rotate();
      this.#next.shift();
      if (line.length === 0) return this.#advance();
      return this.#take(line, true);
    }
    const end = fitting(lines, room) || (this.#filled ? 0 : lines.indexOf(NEWLINE) + 1);
    if (end === 0) return this.#rotate();
    if (end === lines.length) this.#next.shift();
    else this.#next[0] = lines.subarray(end);
    this.#filled = true;
    return this.#take(lines.subarray(0, end), false);
  }

  #take(piece: Buffer, ours: boolean): true {
    this.#piece = piece;
    this.#ours = ours;
    this.#size += piece.length;
    return true;
  }

  #rotate(): true {
    const part = this.#part + 1;
    // A file that is there is somebody else's by now: it is left alone, and this is tried again.
    const fd = openSync(partFile(this.#path, part), 'ax');
    this.close();
    this.#fd = fd;
    return this.#enter(part, 0, false);
  }

  #enter(part: number, size: number, filled: boolean): true {
    this.#part = part;
    this.#size = size;
    this.#filled = filled;
    return this.#take((this.#begun as Beginning).header(part), true);
  }

  #open(): number {
    if (this.#fd !== undefined) return this.#fd;
    const begun = this.#begun ?? this.#begin();
    this.#fd = openSync(partFile(this.#path, this.#begun === undefined ? begun.part : this.#part), 'a');
    if (this.#begun === undefined) {
      this.#begun = begun;
      this.#enter(begun.part, begun.size, begun.filled);
    }
    return this.#fd;
  }
}

/** How many of the bytes can go where there is so much room, so that no line is split. */
function fitting(lines: Buffer, room: number): number {
  if (lines.length <= room) return lines.length;
  return room <= 0 ? 0 : lines.lastIndexOf(NEWLINE, room - 1) + 1;
}

function newlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}
