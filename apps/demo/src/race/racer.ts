import { live, resume, type Schedule, type State } from '@anneal/core';
import { type Row, type StepReport, stepTrainer, train } from '@anneal/trainer';
import { type Observable, Subject, startWith, switchMap, takeWhile, tap } from 'rxjs';
import { firstRate, readSchedule } from './read-schedule.ts';
import type { Deed, Racer, Splice } from './setup.ts';

/** What a step says of itself: the metrics that a schedule may monitor. The held-out ones come at each epoch's end. */
export interface Report {
  readonly epoch: number;
  readonly loss: number;
  readonly val_loss?: number;
  readonly val_acc?: number;
}

/** A finished step of one racer. */
export type RacerRow = Row<StepReport<Report>>;

export interface Track {
  readonly steps: number;
  /** Whether the race goes on. */
  readonly running: Observable<boolean>;
  /** Waits until the step has run for all. */
  readonly arrive: (lane: number, rate: number) => Promise<Report>;
  /** Tells that a racer which waits will come again. */
  readonly again: (lane: number) => void;
}

/** One racer: its own trainer under its own schedule, which can be swapped, or overruled, while the race is on. */
export class LiveRacer {
  readonly lane: number;
  /** Its steps. They end with the race, or with the first loss that is not finite. */
  readonly rows: Observable<RacerRow>;
  /** What `live` hears: schedules, rates set by hand, and `null`, which releases them. */
  readonly #said = new Subject<Schedule<string> | number | null>();
  /** What is trained on from here: a schedule where it stands, and how another one will take over. */
  readonly #plans = new Subject<{ readonly first: Schedule<string>; readonly splice: Splice }>();
  readonly #again: () => void;
  /** The schedule that gave the last rate, and the one that takes over with the next answer. */
  #inForce: Schedule<string>;
  #coming: Schedule<string> | undefined;
  #splice: Splice = 'restart';
  #last: RacerRow | undefined;

  constructor({ lane, schedule }: Racer, { steps, running, arrive, again }: Track) {
    this.lane = lane;
    this.#inForce = readSchedule(schedule);
    this.#again = () => again(lane);
    const trainer = stepTrainer((rate: number) => arrive(lane, rate), { steps });
    this.rows = this.#plans.pipe(
      startWith({ first: this.#inForce, splice: this.#splice }),
      switchMap(({ first, splice }) =>
        train(trainer, live(first, this.#said, { splice }), { running, states: true }),
      ),
      tap((row) => this.#ran(row)),
      takeWhile((row) => row.step < steps - 1 && isSound(row), true),
    );
  }

  /** Why a deed cannot be done, or nothing. `rate` is the one in force. */
  refusal(deed: Deed, rate: number | undefined): string | undefined {
    try {
      if (deed.kind === 'rate' && !(Number.isFinite(deed.rate) && deed.rate >= 0))
        return `A rate is a finite number from 0 up, not ${deed.rate}.`;
      if (deed.kind !== 'swap') return undefined;
      const first = firstRate(readSchedule(deed.schedule));
      const scale = (rate ?? first) / first;
      return deed.splice === 'value' && !(Number.isFinite(scale) && scale !== 0)
        ? 'A rate of 0 cannot be gone on from: let the new schedule restart instead.'
        : undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }

  /** Does it: it shows in the answer to the step that comes next. */
  do(deed: Deed): void {
    if (deed.kind === 'swap') {
      if (deed.splice !== this.#splice) this.#takeUp(deed.splice);
      this.#coming = readSchedule(deed.schedule);
      this.#said.next(this.#coming);
    } else {
      this.#said.next(deed.kind === 'rate' ? deed.rate : null);
    }
  }

  /** How schedules take over is fixed for a run of `live`: another one goes on where this one stands, to the last bit. */
  #takeUp(splice: Splice): void {
    this.#splice = splice;
    this.#again();
    const state = this.#last?.state as State | undefined;
    this.#plans.next({ first: state === undefined ? this.#inForce : resume(this.#inForce, state), splice });
  }

  #ran(row: RacerRow): void {
    this.#last = row;
    this.#inForce = this.#coming ?? this.#inForce;
    this.#coming = undefined;
  }
}

/** Whether a racer may go on after this step. */
export const isSound = ({ loss, val_loss = 0 }: RacerRow): boolean =>
  Number.isFinite(loss) && Number.isFinite(val_loss);
