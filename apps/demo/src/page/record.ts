import { type Cause, smooth } from '@anneal/core';
import { Subject } from 'rxjs';
import type { News } from '../race/messages.ts';
import type { Act, Setup } from '../race/setup.ts';

type Rows = Extract<News, { type: 'rows' }>;

/** How much of the average before stays in the smoothed loss. */
const smoothing = 0.94;

/** One question that was asked of the held-out examples. */
export interface HeldOut {
  readonly step: number;
  readonly loss: number;
  readonly accuracy: number;
}

/** What is known of one racer: columns with a place for each step, NaN where nothing is known. */
export interface LaneRecord {
  readonly lane: number;
  readonly losses: Float64Array;
  readonly smoothed: Float64Array;
  readonly rates: Float64Array;
  readonly heldOut: HeldOut[];
  /** The lowest held-out loss so far. */
  best: HeldOut | undefined;
  readonly causes: { readonly step: number; readonly cause: Cause }[];
  diverged: { readonly step: number; readonly reason: string } | undefined;
}

/** All that is known of a race. */
export class RaceRecord {
  readonly setup: Setup;
  readonly lanes: ReadonlyMap<number, LaneRecord>;
  readonly acts: Act[] = [];
  /** What is still to be done in a race that is run again. */
  coming: readonly Act[] = [];
  /** How many steps have finished. */
  finished = 0;
  /** Acts that are known, and that the worker will tell again. */
  #retold: string[] = [];
  readonly #average = new Map<number, Subject<number>>();

  constructor(setup: Setup) {
    this.setup = setup;
    const column = () => new Float64Array(setup.steps).fill(Number.NaN);
    this.lanes = new Map(
      setup.racers.map(({ lane }) => [
        lane,
        {
          lane,
          losses: column(),
          smoothed: column(),
          rates: column(),
          heldOut: [],
          best: undefined,
          causes: [],
          diverged: undefined,
        },
      ]),
    );
    for (const { lane, smoothed } of this.lanes.values()) {
      // The library's own average. It answers within `next`, so what it says belongs to the step that asks.
      const losses = new Subject<number>();
      losses.pipe(smooth(smoothing)).subscribe((average) => {
        smoothed[this.finished] = average;
      });
      this.#average.set(lane, losses);
    }
  }

  /** Rows that are known already are let pass: a race that is picked up after a reload tells them again. */
  add({ from, count, losses, rates, heldOut, causes }: Rows): void {
    for (let at = Math.max(0, this.finished - from); at < count; at++) {
      const step = from + at;
      this.finished = step;
      for (const [index, { lane }] of this.setup.racers.entries()) {
        const record = this.of(lane);
        const loss = losses[index * count + at] as number;
        record.losses[step] = loss;
        record.rates[step] = rates[index * count + at] as number;
        if (Number.isFinite(loss)) this.#average.get(lane)?.next(loss);
      }
      this.finished = step + 1;
    }
    for (const { lane, ...asked } of heldOut) this.#ask(this.of(lane), asked);
    for (const { lane, step, cause } of causes) {
      const known = this.of(lane).causes;
      if (step > (known.at(-1)?.step ?? -1) || !known.some((one) => same(one, { step, cause })))
        known.push({ step, cause });
    }
  }

  /** These acts are known; a race that is picked up after a reload tells them again, each once. */
  told(acts: readonly Act[]): void {
    this.#retold = acts.map((act) => JSON.stringify(act));
  }

  /** Of the rates that are set before one step only the last one counts. */
  act(act: Act): void {
    const text = JSON.stringify(act);
    const again = this.#retold.indexOf(text);
    if (again >= 0) {
      this.#retold.splice(again, 1);
      return;
    }
    this.coming = this.coming.filter((one) => JSON.stringify(one) !== text);
    const last = this.acts.findLast(({ lane }) => lane === act.lane);
    if (act.kind === 'rate' && last?.kind === 'rate' && last.at === act.at)
      this.acts[this.acts.indexOf(last)] = act;
    else this.acts.push(act);
  }

  diverge(lane: number, step: number, reason: string): void {
    this.of(lane).diverged ??= { step, reason };
  }

  of(lane: number): LaneRecord {
    const record = this.lanes.get(lane);
    if (record === undefined) throw new Error(`nobody runs in lane ${lane}`);
    return record;
  }

  #ask(record: LaneRecord, asked: HeldOut): void {
    if (asked.step <= (record.heldOut.at(-1)?.step ?? -1)) return;
    record.heldOut.push(asked);
    if (asked.loss < (record.best?.loss ?? Number.POSITIVE_INFINITY)) record.best = asked;
  }
}

interface Acted {
  readonly step: number;
  readonly cause: Cause;
}

function same(one: Acted, other: Acted): boolean {
  return one.step === other.step && JSON.stringify(one.cause) === JSON.stringify(other.cause);
}
