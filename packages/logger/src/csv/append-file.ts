import { closeSync, openSync, writeSync } from 'node:fs';

/** A file that is only ever added to, and keeps the bytes that the disk did not take for the next try. */
export class AppendFile {
  readonly #path: string;
  readonly #ready: () => string;
  #begun = false;
  #fd: number | undefined;
  /** What is not in the file yet, in order; the first one may be the rest of a chunk. */
  #kept: Buffer[] = [];

  /** `ready` readies the file and says what comes first; it is called again while it throws. */
  constructor(path: string, ready: () => string) {
    this.#path = path;
    this.#ready = ready;
  }

  add(text: string): void {
    if (text !== '') this.#kept.push(Buffer.from(text));
  }

  /** How many bytes are not in the file yet. */
  get kept(): number {
    return this.#kept.reduce((sum, chunk) => sum + chunk.length, 0);
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
      if (written === 0) throw new Error('nothing was written');
      if (written === chunk.length) this.#kept.shift();
      else this.#kept[0] = chunk.subarray(written);
    }
  }

  close(): void {
    const fd = this.#fd;
    this.#fd = undefined;
    if (fd !== undefined) closeSync(fd);
  }

  #open(): number {
    if (this.#fd !== undefined) return this.#fd;
    if (!this.#begun) {
      const first = this.#ready();
      // Before it is opened, which may fail: what was readied must not be readied twice.
      this.#begun = true;
      if (first !== '') this.#kept.unshift(Buffer.from(first));
    }
    this.#fd = openSync(this.#path, 'a');
    return this.#fd;
  }
}
