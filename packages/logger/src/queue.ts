import { checkNames } from './options.ts';
import type { Row } from './row.ts';
import { shown } from './shown.ts';

/** How rows wait for a sink that is slower than they come. */
export interface Queue {
  /** How many may wait, a whole number from 1 up. Default: 262,144, some tens of MiB. */
  readonly bound?: number;
  /**
   * Which of them go when there are more. Default `'drop-oldest'`: the newest `bound` rows are kept. `'decimate'`: every
   * second one goes, and of those that come every second, fourth, … is kept until the sink has caught up, so that what it
   * gets is thin, but spans it all.
   */
  readonly policy?: 'drop-oldest' | 'decimate';
}

/** How many rows may wait for one sink: more would take the memory that training needs. */
export const MOST_WAITING: number = 2 ** 18;

/** @throws TypeError or RangeError when it is no queue, naming what is asked of it. */
export function checkQueue(queue: unknown, caller: string): asserts queue is Queue {
  checkNames(queue, ['bound', 'policy'], caller);
  const { bound, policy } = queue as Queue;
  if (bound !== undefined && !(Number.isSafeInteger(bound) && bound > 0)) {
    throw new RangeError(`${caller}: bound must be a whole number from 1 up, got ${shown(bound)}`);
  }
  if (policy !== undefined && policy !== 'drop-oldest' && policy !== 'decimate') {
    throw new TypeError(`${caller}: policy must be 'drop-oldest' or 'decimate', got ${shown(policy)}`);
  }
}

/** The rows that wait for one sink. */
export class Waiting {
  readonly bound: number;
  readonly policy: NonNullable<Queue['policy']>;
  #rows: Row[] = [];
  /** Where the oldest row stands: what is before it has been dropped. */
  #head = 0;
  /** Of the rows that come while it decimates, each of so many is kept. */
  #stride = 1;
  /** How many have come since the last one that was kept. */
  #since = 0;

  constructor({ bound = MOST_WAITING, policy = 'drop-oldest' }: Queue) {
    this.bound = bound;
    this.policy = policy;
  }

  get size(): number {
    return this.#rows.length - this.#head;
  }

  /** Takes a row, and says how many rows were dropped for it, itself maybe. */
  add(row: Row): number {
    if (this.policy === 'decimate') {
      this.#since++;
      if (this.#since < this.#stride) return 1;
      this.#since = 0;
    }
    this.#rows.push(row);
    if (this.size <= this.bound) return 0;
    return this.policy === 'decimate' ? this.#thin() : this.#dropOldest();
  }

  /** All that wait, in order; none waits any longer. */
  take(): Row[] {
    const rows = this.#head === 0 ? this.#rows : this.#rows.slice(this.#head);
    this.#rows = [];
    this.#head = 0;
    this.#stride = 1;
    this.#since = 0;
    return rows;
  }

  #dropOldest(): number {
    this.#rows[this.#head] = NOTHING;
    this.#head++;
    // Now and then at once, because to shift each row would move all the others.
    if (this.#head > this.bound) {
      this.#rows = this.#rows.slice(this.#head);
      this.#head = 0;
    }
    return 1;
  }

  #thin(): number {
    const before = this.#rows.length;
    // From the newest: the next that is kept comes at twice the distance from it.
    this.#rows = this.#rows.filter((_, index) => (before - 1 - index) % 2 === 0);
    this.#stride *= 2;
    return before - this.#rows.length;
  }
}

/** In place of a row that was dropped, so that its memory is free at once. */
const NOTHING: Row = Object.freeze({});
