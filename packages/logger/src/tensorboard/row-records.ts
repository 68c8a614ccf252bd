import type { Row } from '../row.ts';
import { after, afterByte, START } from './crc32c.ts';
import { type Moment, RowShape, STEP, WALL_TIME } from './row-shape.ts';

/** How many shapes of rows are remembered: those of training steps, of epochs, of validation, … */
const MOST_SHAPES = 16;

/** More than is held back while the disk takes it. */
const USUAL_MEMORY: number = 96 * 1024;

/** Records that wait to be written, one behind the other in one piece of memory that is used again and again. */
export class RowRecords {
  #bytes: Uint8Array = new Uint8Array(USUAL_MEMORY);
  #view: DataView = new DataView(this.#bytes.buffer);
  #length = 0;
  /** The latest first. */
  readonly #shapes: RowShape[] = [];
  #moment: Moment = momentAt(0);

  get length(): number {
    return this.#length;
  }

  /** What waits; it is overwritten by what is added after `clear`. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
    if (this.#bytes.length > USUAL_MEMORY) this.#useMemory(new Uint8Array(USUAL_MEMORY));
  }

  /** Adds a record that is encoded already. */
  add(record: Uint8Array): void {
    this.#makeRoom(record.length);
    this.#bytes.set(record, this.#length);
    this.#length += record.length;
  }

  /** Adds all numbers of a row as one event, if it has any. `wallTime` is in seconds. */
  addRow(row: Row, step: number, wallTime: number): void {
    if (wallTime !== this.#moment.wallTime) this.#moment = momentAt(wallTime);
    const shape = this.#shapes[0];
    if (shape === undefined || !this.#write(shape, row, step)) this.#addOther(row, step);
  }

  #addOther(row: Row, step: number): void {
    let found = this.#shapes.findIndex((shape, index) => index > 0 && this.#write(shape, row, step));
    if (found === -1) {
      found = Math.min(this.#shapes.length, MOST_SHAPES - 1);
      this.#shapes[found] = new RowShape(row, step);
      if (!this.#write(this.#shapes[found] as RowShape, row, step)) {
        throw new TypeError('the row changed while it was read; make its columns plain values');
      }
    }
    this.#shapes.unshift(...this.#shapes.splice(found, 1));
  }

  #write(shape: RowShape, row: Row, step: number): boolean {
    if (this.#length + shape.length > this.#bytes.length) this.#makeRoom(shape.length);
    if (!shape.write(row, step, this.#moment, this.#bytes, this.#view, this.#length)) return false;
    if (!shape.empty) this.#length += shape.length;
    return true;
  }

  #makeRoom(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * needed);
    larger.set(this.bytes);
    this.#useMemory(larger);
  }

  #useMemory(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }
}

/** The bytes of a wall time; made once, because a slow run has another one for each row. */
const time: Uint8Array = Uint8Array.of(WALL_TIME, 0, 0, 0, 0, 0, 0, 0, 0);
const timeView: DataView = new DataView(time.buffer);

function momentAt(wallTime: number): Moment {
  timeView.setFloat64(1, wallTime, true);
  const register = after(START, time);
  return { wallTime, register, registerAtStep: afterByte(register, STEP) };
}
