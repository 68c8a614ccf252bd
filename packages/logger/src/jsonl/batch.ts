/** Rows go to the file when so many bytes are held back. */
const FULL: number = 64 * 1024;
/** As long as no line is longer than some 10,000 characters, this is enough. */
const USUAL: number = 96 * 1024;

/** Lines that are held back, as bytes. The bytes are counted as they are made, some lines at a time, in a buffer that stays. */
export class Batch {
  #buffer: Buffer = Buffer.allocUnsafeSlow(USUAL);
  #made = 0;
  #text = '';

  /** Adds a line, and says whether that is enough. */
  add(line: string): boolean {
    this.#text += `${line}\n`;
    // A character is at most three bytes: before this no bytes need to be made to know how many they are.
    if (this.#made + 3 * this.#text.length < FULL) return false;
    this.#make();
    return this.#made >= FULL;
  }

  /** How many bytes are held, or a few more. */
  get held(): number {
    return this.#made + this.#text.length;
  }

  get empty(): boolean {
    return this.held === 0;
  }

  /** All lines, which are held no longer; they stay until the next call of `add`. */
  take(): Buffer {
    this.#make();
    const bytes = this.#buffer.subarray(0, this.#made);
    this.#made = 0;
    if (this.#buffer.length > USUAL) this.#buffer = Buffer.allocUnsafeSlow(USUAL);
    return bytes;
  }

  #make(): void {
    if (this.#text === '') return;
    if (this.#made + 3 * this.#text.length > this.#buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(USUAL, this.#made + Buffer.byteLength(this.#text)));
      this.#buffer.copy(larger, 0, 0, this.#made);
      this.#buffer = larger;
    }
    this.#made += this.#buffer.write(this.#text, this.#made);
    this.#text = '';
  }
}
