import type { News } from '../race/messages.ts';
import type { Act, Setup } from '../race/setup.ts';
import { type HeldOut, type LaneRecord, RaceRecord } from './record.ts';

/** All of a race that a reload would lose, as text. */
interface Kept {
  readonly v: 1;
  readonly setup: Setup;
  readonly acts: readonly Act[];
  /** What is still to be done in a race that is run again. */
  readonly coming: readonly Act[];
  readonly finished: number;
  readonly lanes: readonly {
    readonly losses: string;
    readonly rates: string;
    readonly heldOut: readonly HeldOut[];
    readonly causes: LaneRecord['causes'];
    readonly diverged: LaneRecord['diverged'];
  }[];
}

/** A record as text, its numbers to the last bit. */
export function keep(record: RaceRecord): string {
  const { setup, acts, coming, finished } = record;
  const lanes = setup.racers.map(({ lane }) => {
    const { losses, rates, heldOut, causes, diverged } = record.of(lane);
    return {
      losses: packed(losses.subarray(0, finished)),
      rates: packed(rates.subarray(0, finished)),
      heldOut,
      causes,
      diverged,
    };
  });
  return JSON.stringify({ v: 1, setup, acts, coming, finished, lanes } satisfies Kept);
}

/** The record that a text tells of; nothing if it is none of ours. */
export function kept(text: string | null): RaceRecord | undefined {
  if (text === null) return undefined;
  try {
    const { v, setup, acts, coming, finished, lanes } = JSON.parse(text) as Kept;
    if (v !== 1) return undefined;
    const record = new RaceRecord(setup);
    const named = lanes.map((one, index) => ({ ...one, lane: setup.racers[index]?.lane as number }));
    record.add({
      type: 'rows',
      run: 0,
      from: 0,
      count: finished,
      losses: joined(
        named.map(({ losses }) => unpacked(losses)),
        finished,
      ),
      rates: joined(
        named.map(({ rates }) => unpacked(rates)),
        finished,
      ),
      heldOut: named.flatMap(({ lane, heldOut }) => heldOut.map((asked) => ({ lane, ...asked }))),
      causes: named.flatMap(({ lane, causes }) => causes.map((cause) => ({ lane, ...cause }))),
    } satisfies News);
    for (const act of acts) record.act(act);
    record.coming = coming;
    for (const { lane, diverged } of named)
      if (diverged) record.diverge(lane, diverged.step, diverged.reason);
    return record;
  } catch {
    return undefined;
  }
}

/** The bytes of numbers in base 64. */
export function packed(numbers: Float64Array | Float32Array | Uint8Array): string {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  let text = '';
  // In pieces, since a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

export function unpacked(text: string): Float64Array {
  return new Float64Array(bytesOf(text).buffer);
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

function joined(columns: readonly Float64Array[], length: number): Float64Array {
  const all = new Float64Array(columns.length * length);
  for (const [index, column] of columns.entries()) {
    if (column.length !== length) throw new Error('a column is not as long as the race');
    all.set(column, index * length);
  }
  return all;
}
