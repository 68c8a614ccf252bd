import {
  curve,
  type Decision,
  decisions,
  isCurve,
  isSchedule,
  type Live,
  type Part,
  resume,
} from '@anneal/core';
import { map, NEVER, Observable } from 'rxjs';
import { count, oneOf, optionsOf, shown } from './check.ts';
import { Expected } from './expected.ts';
import type { Fits } from './groups.ts';
import { reserved } from './reserved.ts';
import type { Row } from './row.ts';
import type { Trainer } from './trainer.ts';
import { type Answer, TrainingRun } from './training-run.ts';

export interface TrainOptions {
  /**
   * The first step to run, a whole number. Default: the step that the schedule was resumed at, else 0. A curve is
   * resumed there by itself; a schedule with feedback needs its state, `resume(schedule, state)`.
   */
  readonly start?: number;
  /** Training pauses while this says `false`, by withholding the next rate. Until it speaks, training runs. */
  readonly running?: Observable<boolean>;
  /**
   * What to do while the next rate is not there yet, since the operator takes its time: `'wait'` for it, `'hold'` the
   * rate in force and go on, or end in an `'error'`. Default `'wait'`. A schedule alone is never late.
   */
  readonly late?: 'wait' | 'hold' | 'error';
  /** How long to wait for an answer, in milliseconds. Default 60,000; `Infinity` waits for good. */
  readonly timeout?: number;
  /** Whether rows carry `state`, what the schedule remembers after the row's report: a checkpoint. Default `false`. */
  readonly states?: boolean;
  /** Within how many steps each monitored metric must come, a whole number from 1 up. Default: by the end of the first epoch. */
  readonly expectWithin?: number;
}

/** Their names. */
export const trainOptions: readonly (keyof TrainOptions)[] = [
  'start',
  'running',
  'late',
  'timeout',
  'states',
  'expectWithin',
];

/**
 * Trains on a schedule: sets each rate before its step runs, and tells of each report with the rate that it ran at.
 *
 * On subscribe the first rate is set and training starts; each report is answered with the rate of the next step, and
 * becomes one row: `{ step, epoch?, rate, causes?, …metrics }`. The rows complete when training does. Unsubscribing, as
 * `take(100)` does, stops training before its next step.
 *
 * @param trainer what trains: {@link stepTrainer}, `fitTrainer` of `@anneal/trainer/tfjs`, or your own {@link Trainer}.
 * @param schedule a schedule, what `live` returns, or any operator that answers each report with one rate.
 * With `groups({ backbone, head })` the rates are records, and the trainer must have just those groups: another one does
 * not compile, or, where the trainer's type does not tell, ends the rows before the first step if the trainer says so.
 *
 * @throws TypeError or RangeError when an option is unknown or out of its range, or when `start` is not where the
 * schedule stands. What goes wrong while training ends the rows, with the step and the rate in the message: an error of
 * the trainer, of the schedule or of the optimizer; a rate that is negative or not finite; an answer that does not come;
 * a monitored metric that does not. So does a second subscription while a run is on: `share()` the rows.
 *
 * @example
 * ```ts
 * import { cosineAnnealing, warmup } from '@anneal/core';
 * import { stepTrainer, train } from '@anneal/trainer';
 * import { lastValueFrom, toArray } from 'rxjs';
 *
 * let w = 1;
 * const trainer = stepTrainer((rate) => (w -= rate * w) ** 2, { steps: 3 });
 * const schedule = warmup(cosineAnnealing({ from: 0.5, over: 2 }), { over: 1 });
 *
 * const rows = await lastValueFrom(train(trainer, schedule).pipe(toArray()));
 * rows.map(({ step, rate }) => [step, rate]); // => [[0, 0.5], [1, 0.5], [2, 0.25]]
 * ```
 */
export function train<Report, Rate = number, Given extends Rate = Rate>(
  trainer: Trainer<Report, Rate>,
  schedule: ((reports: Observable<Report>) => Observable<Given>) & Fits<Given, Rate>,
  options: TrainOptions = {},
): Observable<Row<Report>> {
  return trainOn(trainer, schedule, options, () => reserved('train', trainer));
}

/** {@link train}, which takes the trainer by `take` and gives it back by what that gives: who has taken it already says so. */
export function trainOn<Report, Rate>(
  trainer: Trainer<Report, Rate>,
  schedule: (reports: Observable<Report>) => Observable<Rate>,
  options: TrainOptions,
  take: () => () => void,
): Observable<Row<Report>> {
  if (typeof trainer?.reports !== 'function' || typeof trainer.setRate !== 'function') {
    throw new TypeError(
      `train: its first argument must be a trainer { reports, setRate }, got ${shown(trainer)}`,
    );
  }
  if (typeof schedule !== 'function') {
    throw new TypeError(
      `train: its second argument must be a schedule, or an operator, got ${shown(schedule)}`,
    );
  }
  const {
    start,
    running,
    late = 'wait',
    timeout = 60_000,
    states = false,
    expectWithin,
  } = optionsOf('train', options, trainOptions);
  if (start !== undefined) count('train', 'start', start, 0);
  if (expectWithin !== undefined) count('train', 'expectWithin', expectWithin, 1);
  oneOf('train', 'late', late, ['wait', 'hold', 'error']);
  if (!(typeof timeout === 'number' && timeout > 0))
    throw new RangeError(`train: timeout must be a positive number of milliseconds, got ${shown(timeout)}`);
  if (states && !isSchedule(schedule) && !isLive(schedule)) {
    throw new TypeError(
      "train: states are a schedule's own; an operator has none, so give train the schedule, or leave states out",
    );
  }
  const plan = planOf<Report, Rate>(schedule, start);

  let on = false;
  return new Observable((out) => {
    if (on) throw new Error('train: this run is on; share() its rows to subscribe to them more than once');
    // Before a rate is set, which would be the other run's.
    const letGo = take();
    on = true;
    const ended = () => {
      on = false;
      letGo();
    };
    const expected = new Expected(plan.awaited, plan.start, expectWithin);
    new TrainingRun<Report, Rate>(
      { trainer, plan, running, late, timeout, states, expected, ended },
      out,
    ).begin();
  });
}

/** How a run takes a trainer that was taken for it. */
export const takenAlready = (): (() => void) => () => {};

/** What a run is to follow, and from where. */
export interface Plan<Report, Rate> {
  readonly start: number;
  readonly answers: (reports: Observable<Report>) => Observable<Answer<Rate>>;
  /** The step that comes next, told by the reports: counted as a schedule counts. */
  readonly clock: (reports: Observable<Report>) => Observable<number>;
  /** Monitored metrics that have not come before the start. */
  readonly awaited: readonly string[];
  /** Whether the schedule may be swapped: then each answer's state says what the one in force waits for. */
  readonly isLive: boolean;
}

function planOf<Report, Rate>(
  schedule: (reports: Observable<Report>) => Observable<Rate>,
  wanted: number | undefined,
): Plan<Report, Rate> {
  const isSwapped = isLive(schedule);
  if (!isSwapped && !isSchedule(schedule)) {
    const start = wanted ?? 0;
    const answers = (reports: Observable<Report>) =>
      schedule(reports).pipe(map((rate) => ({ rate, causes: [] })));
    return { start, answers, clock: clockFrom(start), awaited: [], isLive: false };
  }
  // A schedule that fails at once is told of by the run, with the step.
  // What is swapped in later says nothing of the start.
  const begun = isSwapped ? schedule.first : schedule;
  let first = firstOf(begun) ?? { step: wanted ?? 0, state: undefined };
  let followed: Followed = schedule;
  if (wanted !== undefined && wanted !== first.step) {
    if (isSwapped || first.step !== 0 || !isCurve(schedule)) {
      throw new RangeError(
        `train: start is ${wanted}, but the schedule stands at step ${first.step}; ` +
          'resume(schedule, state) puts it where training goes on, and start can be left out',
      );
    }
    followed = resume(schedule, wanted);
    first = firstOf(followed) ?? first;
  }
  return {
    start: first.step,
    answers: decisions(followed) as Plan<Report, Rate>['answers'],
    clock: clockFrom(first.step),
    awaited: isSwapped
      ? []
      : followed.monitors.filter((monitor) => !Object.hasOwn(first.state?.parts.seen ?? {}, monitor)),
    isLive: isSwapped,
  };
}

/** What can be followed with its causes and its states. */
type Followed = Part<string, unknown> | Live<string, unknown>;

/** Whether it is what `live` returns. */
function isLive(value: unknown): value is Live<string, unknown> {
  return typeof value === 'function' && isSchedule((value as Partial<Live>).first);
}

/** Where a schedule stands; nothing if it fails at once. */
function firstOf(schedule: Part<string, unknown>): Decision<unknown> | undefined {
  let first: Decision<unknown> | undefined;
  decisions(schedule)(NEVER as Observable<never>)
    .subscribe({
      next: (decision) => {
        first = decision;
      },
      error: () => {},
    })
    .unsubscribe();
  return first;
}

const clockFrom = (start: number) =>
  resume(
    curve((step) => step),
    start,
  ) as (reports: Observable<unknown>) => Observable<number>;
