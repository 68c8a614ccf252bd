import { closeSync, openSync, writeSync } from 'node:fs';

/** A file that is only ever added to, and keeps the bytes that the disk did not take for the next try. */
export class AppendFile {
  readonly #path: string;
  readonly #begin: () => string;
  #begun = false;
  #headerKept = false;
  #fd: number | undefined;
  /** What is not in the file yet, in order; the first one may be the rest of a chunk. */
  #kept: Buffer[] = [];

  /** `begin` readies the file and says what comes first; it is called again while it throws. */
  constructor(path: string, begin: () => string) {
    this.#path = path;
    this.#begin = begin;
  }

  add(text: string): void {
    if (text !== '') this.#kept.push(Buffer.from(text));
  }

  /** How many bytes are not in the file yet. */
  get kept(): number {
    return this.#kept.reduce((sum, chunk) => sum + chunk.length, 0);
  }

  /** How many lines, the header apart, are not in the file yet, or not as a whole. */
  get keptLines(): number {
    let lines = this.#headerKept ? -1 : 0;
    for (const chunk of this.#kept) {
      for (let at = chunk.indexOf(0x0a); at !== -1; at = chunk.indexOf(0x0a, at + 1)) lines++;
    }
    return lines;
  }

  /**
   * Writes all that is kept.
   *
   * @throws what the system says, when the disk takes no more; the next call goes on at the byte that was not taken.
   */
  write(): void {
    const fd = this.#open();
    for (let chunk = this.#kept[0]; chunk !== undefined; chunk = this.#kept[0]) {
      let written: number;
      try {
        written = writeSync(fd, chunk);
      } catch (error) {
        // Somebody closed it. It is not closed again: the number may be another file's by now.
        if ((error as { code?: unknown }).code === 'EBADF') this.#fd = undefined;
        throw error;
      }
      if (written === chunk.length) {
        this.#kept.shift();
        this.#headerKept = false;
      } else if (written > 0) {
        this.#kept[0] = chunk.subarray(written);
      } else {
        throw new Error('nothing was written');
      }
    }
  }

  close(): void {
    const fd = this.#fd;
    this.#fd = undefined;
    if (fd !== undefined) closeSync(fd);
  }

  #open(): number {
    if (this.#fd !== undefined) return this.#fd;
    const header = this.#begun ? undefined : this.#begin();
    this.#fd = openSync(this.#path, 'a');
    if (header !== undefined) {
      this.#begun = true;
      this.#headerKept = true;
      this.#kept.unshift(Buffer.from(header));
    }
    return this.#fd;
  }
}
