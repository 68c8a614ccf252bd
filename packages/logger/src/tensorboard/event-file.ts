import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileVersion } from './events.ts';
import { nextName } from './file-name.ts';

/** Records one behind the other. */
export interface Batch {
  readonly bytes: Uint8Array;
  /** For each row where it ends, in bytes from the beginning. */
  readonly rowEnds: readonly number[];
}

/** A batch of which so many bytes are in the file. */
interface Kept extends Batch {
  written: number;
}

/** A new event file of a folder. It keeps the bytes that the disk did not take for the next try. */
export class EventFile {
  readonly #folder: string;
  #path: string | undefined;
  #fd: number | undefined;
  /** What is not in the file yet, in order, or not as a whole. */
  #kept: Kept[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** How many bytes are not in the file yet. */
  get kept(): number {
    return this.#kept.reduce((sum, { bytes, written }) => sum + bytes.length - written, 0);
  }

  /** How many rows are not in the file yet, or not as a whole. */
  get keptRows(): number {
    return this.#kept.reduce((sum, { rowEnds, written }) => {
      return sum + rowEnds.filter((end) => end > written).length;
    }, 0);
  }

  /**
   * Writes all that is kept, and then a batch, whose memory may be used again afterwards.
   *
   * @throws what the system says, when the disk takes no more; the next call goes on at the byte that was not taken.
   */
  write({ bytes, rowEnds }: Batch): void {
    const batch: Kept = { bytes, rowEnds, written: 0 };
    try {
      const fd = this.#open();
      for (let first = this.#kept[0]; first !== undefined; first = this.#kept[0]) {
        this.#writeAll(fd, first);
        this.#kept.shift();
      }
      this.#writeAll(fd, batch);
    } catch (error) {
      if (batch.written < bytes.length) {
        this.#kept.push({ ...batch, bytes: bytes.slice(), rowEnds: [...rowEnds] });
      }
      throw error;
    }
  }

  close(): void {
    const fd = this.#fd;
    this.#fd = undefined;
    if (fd !== undefined) closeSync(fd);
  }

  #writeAll(fd: number, batch: Kept): void {
    while (batch.written < batch.bytes.length) {
      let taken: number;
      try {
        taken = writeSync(fd, batch.bytes, batch.written);
      } catch (error) {
        // Somebody closed it. It is not closed again: the number may be another file's by now.
        if ((error as { code?: unknown }).code === 'EBADF') this.#fd = undefined;
        throw error;
      }
      if (taken === 0) throw new Error('nothing was written');
      batch.written += taken;
    }
  }

  #open(): number {
    if (this.#fd === undefined)
      this.#fd = this.#path === undefined ? this.#create() : openSync(this.#path, 'a');
    return this.#fd;
  }

  #create(): number {
    mkdirSync(this.#folder, { recursive: true });
    const path = join(this.#folder, nextName(this.#folder));
    // Never one that is there: readers that met a torn record do not find the way to one behind it.
    const fd = openSync(path, 'ax');
    this.#path = path;
    this.#kept.unshift({ bytes: fileVersion(Date.now() / 1000), rowEnds: [], written: 0 });
    return fd;
  }
}
