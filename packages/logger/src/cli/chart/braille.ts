/** The dots of one character, by column and row, as bits of its code. */
const DOTS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;

/** A canvas of braille: two dots in a column of the terminal, four in a row. */
export class Braille {
  readonly width: number;
  readonly height: number;
  readonly #cells: Uint8Array[];

  constructor(columns: number, rows: number) {
    this.width = 2 * columns;
    this.height = 4 * rows;
    this.#cells = Array.from({ length: rows }, () => new Uint8Array(columns));
  }

  /** A dot, counted from the upper left; one outside is none. */
  dot(x: number, y: number): void {
    const row = this.#cells[y >> 2];
    if (row === undefined || x < 0 || x >= this.width) return;
    row[x >> 1] = (row[x >> 1] as number) | ((DOTS[x & 1] as readonly number[])[y & 3] as number);
  }

  /** The dots of a column from one to another. */
  bar(x: number, from: number, to: number): void {
    for (let y = Math.min(from, to); y <= Math.max(from, to); y++) this.dot(x, y);
  }

  /** One text for each row. */
  rows(): string[] {
    return this.#cells.map((row) => [...row].map((dots) => String.fromCharCode(0x2800 + dots)).join(''));
  }
}
