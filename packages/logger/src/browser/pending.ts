/** Rows that follow one another in an attempt, as lines of JSONL: what is stored, and journaled, as one piece. */
export interface Chunk {
  /** The place of its first row in the attempt, counted from 0. */
  readonly first: number;
  readonly count: number;
  /** When its first row came, in milliseconds since 1970. */
  readonly time: number;
  /** Its lines, each with a newline. */
  readonly text: string;
}

/** How long the text of one chunk may get before the next one is begun, in characters: a journal keeps whole chunks. */
const FULL = 2 ** 16;
/** How long the text of one transaction may get where many chunks wait, in characters. */
const MOST_AT_ONCE = 2 ** 20;

/**
 * The rows of one attempt that are not known to be stored.
 *
 * A chunk that was made is never changed: what is stored twice, under its place, is stored once.
 */
export class Pending {
  #text = '';
  #held = 0;
  #time = 0;
  #taken = 0;
  #size = 0;
  /** Sealed, and not under way; in order. */
  #waiting: Chunk[] = [];
  readonly #underWay = new Set<Chunk>();

  /** Whether a chunk waits to be stored. */
  get waiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** How many characters are kept in all. */
  get size(): number {
    return this.#size;
  }

  /** How many of them are not known to be stored. */
  get rows(): number {
    return this.chunks().reduce((rows, { count }) => rows + count, this.#held);
  }

  /** The place of the oldest row that is not known to be stored. */
  get oldest(): number {
    return this.chunks()[0]?.first ?? this.#taken - this.#held;
  }

  get empty(): boolean {
    return this.#held === 0 && this.#waiting.length === 0 && this.#underWay.size === 0;
  }

  take(line: string): void {
    if (this.#held === 0) this.#time = Date.now();
    this.#text += `${line}\n`;
    this.#size += line.length + 1;
    this.#held++;
    this.#taken++;
    if (this.#text.length >= FULL) this.seal();
  }

  /** Makes a chunk of the rows that are in none. */
  seal(): void {
    if (this.#held === 0) return;
    const first = this.#taken - this.#held;
    this.#waiting.push({ first, count: this.#held, time: this.#time, text: this.#text });
    this.#text = '';
    this.#held = 0;
  }

  /** The oldest chunks that wait, no more than fit into one transaction: they are under way now. */
  next(): Chunk[] {
    let size = 0;
    const end = this.#waiting.findIndex(({ text }, index) => {
      size += text.length;
      return index > 0 && size > MOST_AT_ONCE;
    });
    const chunks = this.#waiting.splice(0, end === -1 ? this.#waiting.length : end);
    for (const chunk of chunks) this.#underWay.add(chunk);
    return chunks;
  }

  stored(chunks: readonly Chunk[]): void {
    for (const chunk of chunks) if (this.#underWay.delete(chunk)) this.#size -= chunk.text.length;
  }

  /** They did not arrive, and wait again. */
  failed(chunks: readonly Chunk[]): void {
    const back = chunks.filter((chunk) => this.#underWay.delete(chunk));
    this.#waiting = [...this.#waiting, ...back].sort((a, b) => a.first - b.first);
  }

  /** All chunks that are not known to be stored, in order. */
  chunks(): Chunk[] {
    return [...this.#underWay, ...this.#waiting].sort((a, b) => a.first - b.first);
  }

  /** They are given up. */
  clear(): void {
    this.seal();
    this.#waiting = [];
    this.#underWay.clear();
    this.#size = 0;
  }
}
