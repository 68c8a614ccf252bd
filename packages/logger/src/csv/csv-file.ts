import { AppendFile } from './append-file.ts';

/** Rows that one header is good for. */
interface Part {
  readonly file: AppendFile;
  /** How many bytes were added to it. */
  added: number;
  /** Where each row that may not be in the file yet ends, in these bytes. */
  ends: number[];
}

/** A file that rows are added to, and that may get another header between two of them. */
export class CsvFile {
  readonly #path: string;
  /** The first one is being written; the others wait until it is. */
  #parts: Part[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  /** `ready` readies the file for the rows from here on, and says what comes before them. */
  begin(ready: () => string): void {
    this.#parts.push({ file: new AppendFile(this.#path, ready), added: 0, ends: [] });
  }

  /** Adds rows, of which each ends after so many bytes. */
  add(text: string, ends: readonly number[]): void {
    const part = this.#parts.at(-1) as Part;
    part.file.add(text);
    for (const end of ends) part.ends.push(part.added + end);
    part.added += ends.at(-1) ?? 0;
  }

  /** How many bytes are not in the file yet. */
  get kept(): number {
    return this.#parts.reduce((sum, { file }) => sum + file.kept, 0);
  }

  /** How many rows are not in the file yet, or not as a whole. */
  get keptRows(): number {
    return this.#parts.reduce((sum, { file, added, ends }) => {
      const written = added - file.kept;
      return sum + ends.filter((end) => end > written).length;
    }, 0);
  }

  /**
   * Writes all that is kept.
   *
   * @throws what the system says; the next call goes on where this one came to.
   */
  write(): void {
    for (;;) {
      const [part] = this.#parts;
      if (part === undefined) return;
      part.file.write();
      part.ends = [];
      if (this.#parts.length === 1) return;
      part.file.close();
      this.#parts.shift();
    }
  }

  close(): void {
    for (const { file } of this.#parts) file.close();
  }
}
