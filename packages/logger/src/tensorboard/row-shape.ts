import type { Row } from '../row.ts';
import { after, afterByte, masked, skip, skipTable } from './crc32c.ts';
import { FOOT, HEAD, record } from './record.ts';
import { bytes, message, varint } from './wire.ts';

/** What is done with a column: its number is written, it is passed over, or it is passed over while it is no number. */
const [METRIC, PASSED, OTHER] = [0, 1, 2];

/** How the wall time begins: field 1, a double. */
export const WALL_TIME = 0x09;
/** How the step begins: field 2, a varint. */
export const STEP = 0x10;
/** Where in a record's data the wall time ends. */
const AFTER_WALL = 9;

/** What a checksum has come to after the wall time, which many rows share. */
export interface Moment {
  /** In seconds. */
  readonly wallTime: number;
  /** After the wall time, and after the key of the step that follows it. */
  readonly register: number;
  readonly registerAtStep: number;
}

/**
 * The record of all rows with these columns, of which only the numbers differ: all else is encoded once.
 *
 *     09 <wall time> 10 <step> 2a <length> ( 0a <length> 0a <length> <tag> 15 <value> )…
 *
 * Its checksum is moved over what is between the numbers by tables: that takes as long for a long name as for a short one.
 */
export class RowShape {
  /** The bytes of a record. */
  readonly length: number;
  /** Whether there is any metric; without one there is no record. */
  readonly empty: boolean;
  readonly #template: Uint8Array;
  readonly #columns: readonly string[];
  readonly #kinds: Uint8Array;
  /** The steps that take as many bytes as this shape has for them. */
  readonly #fromStep: number;
  readonly #toStep: number;
  readonly #firstValue: number;
  /** For each number, the step first: how far it is from it to the next one, … */
  readonly #gaps: Int32Array;
  /** … how the checksum is moved over it and what is between, … */
  readonly #tables: readonly Int32Array[];
  /** … and what is between gives by itself. */
  readonly #between: Int32Array;

  constructor(row: Row, step: number) {
    this.#columns = columnsOf(row);
    this.#kinds = Uint8Array.from(this.#columns, (column) => kindOf(column, row[column]));
    const stepBytes = step === 0 ? 0 : varint(step).length;
    // A step of 0 is not written at all.
    this.#fromStep = step === 0 ? 0 : Math.max(1, 128 ** (stepBytes - 1));
    this.#toStep = step === 0 ? 0 : 128 ** stepBytes - 1;

    const tags = this.#columns.filter((_, index) => this.#kinds[index] === METRIC);
    this.empty = tags.length === 0;
    const values = tags.map((tag) => message(1, tagField(tag), Buffer.from([0x15, 0, 0, 0, 0])));
    const summary = message(5, ...values);
    const time = Buffer.alloc(AFTER_WALL);
    time[0] = WALL_TIME;
    const stepField = Buffer.alloc(stepBytes === 0 ? 0 : 1 + stepBytes);
    if (stepBytes > 0) stepField[0] = STEP;
    const data = Buffer.concat([time, stepField, summary]);
    this.#template = record(data);
    this.length = this.#template.length;

    // Where the values stand: each is the last thing in its field, and the fields are the last thing in the record.
    let end = data.length - values.reduce((sum, value) => sum + value.length, 0);
    const places = values.map((value) => {
      end += value.length;
      return end - 4;
    });
    const afterStep = AFTER_WALL + stepField.length;
    const starts = [afterStep, ...places];
    const betweens = starts.map((start, index) =>
      data.subarray(index === 0 ? start : start + 4, starts[index + 1] ?? data.length),
    );
    this.#firstValue = HEAD + (places[0] ?? 0);
    this.#gaps = Int32Array.from(places.map((place, index) => (places[index + 1] ?? place) - place));
    this.#tables = betweens.map((between, index) => skipTable(between.length + (index === 0 ? 0 : 4)));
    this.#between = Int32Array.from(betweens.map((between) => after(0, between)));
  }

  /** Writes the record of a row, if the row has this shape, and says whether it has. */
  write(row: Row, step: number, moment: Moment, target: Uint8Array, view: DataView, at: number): boolean {
    if (step < this.#fromStep || step > this.#toStep) return false;
    const columns = this.#columns;
    const kinds = this.#kinds;
    const gaps = this.#gaps;
    const tables = this.#tables;
    const between = this.#between;
    target.set(this.#template, at);
    view.setFloat64(at + HEAD + 1, moment.wallTime, true);
    let register = step === 0 ? moment.register : writeStep(step, moment, target, at + HEAD + AFTER_WALL + 1);
    register = skip(register, tables[0] as Int32Array) ^ (between[0] as number);
    let place = at + this.#firstValue;
    let index = 0;
    let metric = 0;
    // No `Object.keys`, which makes an array for each row.
    for (const column in row) {
      if (column !== columns[index]) return false;
      const value = row[column];
      const kind = kinds[index];
      if (kind === METRIC) {
        if (typeof value !== 'number') return false;
        view.setFloat32(place, value, true);
        register ^= view.getInt32(place, true);
        place += gaps[metric] as number;
        metric++;
        register = skip(register, tables[metric] as Int32Array) ^ (between[metric] as number);
      } else if (kind === OTHER && typeof value === 'number') {
        return false;
      }
      index++;
    }
    if (index !== columns.length) return false;
    view.setInt32(at + this.length - FOOT, masked(register), true);
    return true;
  }
}

/** The register after a step's bytes, which are written at a place. */
function writeStep(step: number, { registerAtStep }: Moment, target: Uint8Array, at: number): number {
  let register = registerAtStep;
  let place = at;
  let rest = step;
  for (; rest > 0x7fffffff; rest = Math.floor(rest / 128)) {
    const byte = (rest % 128) + 128;
    target[place++] = byte;
    register = afterByte(register, byte);
  }
  let bits = rest | 0;
  for (; bits > 127; bits >>>= 7) {
    const byte = (bits & 127) | 128;
    target[place++] = byte;
    register = afterByte(register, byte);
  }
  target[place] = bits;
  return afterByte(register, bits);
}

function columnsOf(row: Row): string[] {
  const columns: string[] = [];
  for (const column in row) columns.push(column);
  return columns;
}

function kindOf(column: string, value: unknown): number {
  // The step is the event's own, and the state of a curve is a step once more.
  if (column === 'step' || column === 'state') return PASSED;
  return typeof value === 'number' ? METRIC : OTHER;
}

/** A column is a tag as it stands. */
function tagField(tag: string): Buffer {
  return tag === '' ? Buffer.alloc(0) : bytes(1, tag);
}
