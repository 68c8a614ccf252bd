/** Rows as they travel between a worker and its page: numbers in columns, in buffers that are handed over uncopied. */
export interface Packed {
  readonly count: number;
  readonly tables: readonly Table[];
  /** For each row the table that it lies in; nothing where there is one table for all. */
  readonly order?: Uint32Array;
}

/** Rows that have the same keys in the same order, and numbers at the same ones. */
interface Table {
  readonly keys: readonly string[];
  /** One for each key: numbers in a typed array, anything else, such as causes and state, as it is. */
  readonly columns: readonly (Float64Array | readonly unknown[])[];
}

/** Takes rows, and gives them packed. */
export class Packer {
  #tables: Filling[] = [];
  #order: number[] = [];

  get size(): number {
    return this.#order.length;
  }

  /** @throws DataCloneError, and takes nothing of the row, when a value in it cannot be sent. */
  add(row: object): void {
    const keys = Object.keys(row);
    const values = Object.values(row).map(kept);
    let at = this.#tables.findIndex((table) => table.fits(keys, values));
    if (at < 0) at = this.#tables.push(new Filling(keys, values)) - 1;
    (this.#tables[at] as Filling).add(values);
    this.#order.push(at);
  }

  /** All rows since the last time, and the buffers to hand over. */
  take(): { readonly rows: Packed; readonly buffers: ArrayBuffer[] } {
    const count = this.size;
    const tables = this.#tables.map((table) => table.packed());
    const order = tables.length > 1 ? Uint32Array.from(this.#order) : undefined;
    this.#tables = [];
    this.#order = [];
    const columns = tables.flatMap((table) => table.columns);
    const buffers = [...columns, order].flatMap((column) =>
      ArrayBuffer.isView(column) ? [column.buffer as ArrayBuffer] : [],
    );
    return { rows: { count, tables, ...(order && { order }) }, buffers };
  }
}

/** The rows, in order. */
export function* unpacked({ count, tables, order }: Packed): Generator<object> {
  const next = tables.map(() => 0);
  for (let i = 0; i < count; i++) {
    const at = order?.[i] ?? 0;
    const { keys, columns } = tables[at] as Table;
    const row = next[at] as number;
    next[at] = row + 1;
    yield Object.fromEntries(keys.map((key, k) => [key, (columns[k] as ArrayLike<unknown>)[row]]));
  }
}

/** A table that is being filled. */
class Filling {
  readonly #keys: readonly string[];
  readonly #numeric: readonly boolean[];
  readonly #columns: unknown[][];

  constructor(keys: readonly string[], values: readonly unknown[]) {
    this.#keys = keys;
    this.#numeric = values.map(isNumber);
    this.#columns = keys.map(() => []);
  }

  fits(keys: readonly string[], values: readonly unknown[]): boolean {
    if (keys.length !== this.#keys.length) return false;
    return keys.every((key, k) => key === this.#keys[k] && isNumber(values[k]) === this.#numeric[k]);
  }

  add(values: readonly unknown[]): void {
    for (const [k, value] of values.entries()) (this.#columns[k] as unknown[]).push(value);
  }

  packed(): Table {
    const columns = this.#columns.map((column, k) =>
      this.#numeric[k] ? Float64Array.from(column as number[]) : column,
    );
    return { keys: this.#keys, columns };
  }
}

const isNumber = (value: unknown) => typeof value === 'number';

/** What a value is now: it may be written over before it is sent. */
function kept(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'string' ? value : structuredClone(value);
}
