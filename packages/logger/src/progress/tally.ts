import type { Row } from '../row.ts';
import { printable } from './cells.ts';
import { Pace } from './pace.ts';

/** A column that is shown, and its latest value. */
export type Shown = readonly [name: string, value: number];

/** What is known of a run at a moment. */
export interface View {
  /** The latest step, or undefined where rows have none. */
  readonly step: number | undefined;
  /** How many steps are done, counted from step 0; rows, where they have no step. */
  readonly done: number;
  /** How many there will be; Infinity where that is not known. */
  readonly total: number;
  /** The rate, under no name, or the first two of a record, under theirs. */
  readonly rates: readonly Shown[];
  readonly metrics: readonly Shown[];
  readonly perSecond: number | undefined;
  /** How many seconds are left; undefined while that cannot be said. */
  readonly left: number | undefined;
  /** How many seconds it took, once it is over. */
  readonly took: number | undefined;
}

/** A line has no room for more rates than that. */
const MOST_RATES = 2;

/** Keeps the latest of what rows tell; what a row does not tell stays. */
export class Tally {
  readonly #total: number;
  readonly #names: readonly string[];
  readonly #pace = new Pace();
  readonly #startedAt: number;
  readonly #metrics = new Map<string, number>();
  readonly #rates = new Map<string, number>();
  #step: number | undefined;
  #done = 0;

  /** `now` and all other times are in milliseconds. */
  constructor(total: number, names: readonly string[], now: number) {
    this.#total = total;
    this.#names = names;
    this.#startedAt = now;
  }

  take(row: Row, now: number): void {
    this.#pace.take(this.#advance(row.step), now);
    for (const name of this.#names) {
      const value = row[name];
      if (typeof value === 'number') this.#metrics.set(name, value);
    }
    if (typeof row.rate === 'number') this.#rates.set('', row.rate);
    else this.#takeRecord(row);
  }

  view(now: number, over: boolean): View {
    const { perSecond } = this.#pace;
    const missing = this.#total - this.#done;
    const foreseen = perSecond !== undefined && !over && missing >= 0 && missing < Infinity;
    return {
      step: this.#step,
      done: this.#done,
      total: this.#total,
      rates: [...this.#rates].map(([name, value]) => [printable(name), value]),
      // In the order in which they were asked for, whichever came first.
      metrics: this.#names.flatMap((name): Shown[] => {
        const value = this.#metrics.get(name);
        return value === undefined ? [] : [[printable(name), value]];
      }),
      perSecond,
      left: foreseen ? missing / perSecond : undefined,
      took: over ? (now - this.#startedAt) / 1000 : undefined,
    };
  }

  /** Goes to a step, and says how many steps were taken for it. */
  #advance(step: unknown): number {
    if (typeof step === 'number' && Number.isFinite(step)) {
      // A run may begin at a later step, and a restart may go back: neither is speed.
      const taken = this.#step === undefined ? 1 : Math.max(0, step - this.#step);
      this.#step = step;
      this.#done = step + 1;
      return taken;
    }
    if (this.#step !== undefined) return 0;
    this.#done++;
    return 1;
  }

  #takeRecord(row: Row): void {
    for (const column of Object.keys(row)) {
      if (!column.startsWith('rate.')) continue;
      const name = column.slice('rate.'.length);
      const value = row[column];
      if (typeof value !== 'number') continue;
      if (this.#rates.has(name) || this.#rates.size < MOST_RATES) this.#rates.set(name, value);
    }
  }
}
