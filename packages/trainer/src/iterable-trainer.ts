import { optionsOf, shown } from './check.ts';
import { pulled } from './iterable/pulled.ts';
import type { Reports } from './iterable/source.ts';
import type { SavingTrainer, StepModel, StepReport, StepResult } from './step-trainer.ts';
import type { Trainer } from './trainer.ts';

export interface IterableTrainerOptions {
  /**
   * The groups that `setRate` takes a rate for, where the schedule is `groups({ … })`. What the schedule sets beyond
   * them, or leaves out, is then an error before the first step. Default: whatever the schedule says.
   */
  readonly groups?: readonly string[];
  /** Gives weights, optimizer and data order; the snapshot is taken before it returns. */
  readonly save?: () => unknown;
  /** Puts back what `save` gave. It runs when no step does: one that is still running is waited for, and the next one waits. */
  readonly restore?: (saved: never) => void | Promise<void>;
}

/**
 * A trainer of your own loop: a generator that runs a step and yields its report.
 *
 * Asking is the barrier: the next report is asked for only when the rate of its step is there and `setRate(rate, step)`
 * was called. A report is a record of metrics, a bare number (the loss), or nothing. It is of the step after the last
 * one, or of the `step` in it. When the iterable ends training is over, which is found out by asking once more. No step
 * runs inside `subscribe`, and the event loop is handed back at least every 16 ms (a longer step apart), between the
 * steps of a sync generator too. Unsubscribing calls `return` on the iterator, so that `finally` blocks run; a step that
 * is running is run to its end, and the next run waits for it.
 *
 * @param reports a sync or async iterable, which runs once and from step 0; or a function of the first step that makes
 * one for each run, as a generator function is. What it throws ends the rows.
 * @param setRate puts the rate where the step finds it: called once before each step; if it returns a promise, that is
 * waited for. What it throws ends the rows.
 * @param options `groups`; `save` and `restore`, with which the trainer has them, too.
 * @throws TypeError when `reports` is neither, `setRate`, `save` or `restore` is no function, or an option is unknown.
 *
 * @example
 * ```ts
 * import { linear } from '@anneal/core';
 * import { iterableTrainer, train } from '@anneal/trainer';
 * import { lastValueFrom, toArray } from 'rxjs';
 *
 * let [w, rate] = [0, 0];
 * function* loop(start: number) {
 *   for (let step = start; step < 3; step++) {
 *     w -= rate; // the gradient is 1
 *     yield { loss: w };
 *   }
 * }
 *
 * const trainer = iterableTrainer(loop, (next: number) => (rate = next));
 * const rows = await lastValueFrom(train(trainer, linear({ from: 3, to: 1, over: 2 })).pipe(toArray()));
 * rows; // => [{ step: 0, rate: 3, loss: -3 }, { step: 1, rate: 2, loss: -5 }, { step: 2, rate: 1, loss: -6 }]
 * ```
 */
export function iterableTrainer<R extends StepResult, Rate = number, Saved = unknown>(
  reports: Reports<R> | ((start: number) => Reports<R>),
  setRate: (rate: Rate, step: number) => unknown,
  options: IterableTrainerOptions & StepModel<Saved>,
): SavingTrainer<StepReport<R, Rate>, Rate, Awaited<Saved>>;
export function iterableTrainer<R extends StepResult, Rate = number>(
  reports: Reports<R> | ((start: number) => Reports<R>),
  setRate: (rate: Rate, step: number) => unknown,
  options?: IterableTrainerOptions,
): Trainer<StepReport<R, Rate>, Rate>;
export function iterableTrainer<R extends StepResult, Rate = number>(
  reports: Reports<R> | ((start: number) => Reports<R>),
  setRate: (rate: Rate, step: number) => unknown,
  options: IterableTrainerOptions = {},
): Trainer<StepReport<R, Rate>, Rate> {
  const by = 'iterableTrainer';
  if (typeof reports !== 'function' && (typeof reports !== 'object' || reports === null)) {
    throw new TypeError(
      `${by}: the reports must be an iterable, or a function (start) => iterable, got ${shown(reports)}`,
    );
  }
  if (typeof setRate !== 'function')
    throw new TypeError(`${by}: setRate must be a function, got ${shown(setRate)}`);
  const { groups, save, restore } = optionsOf(by, options, ['groups', 'save', 'restore']);
  const open = typeof reports === 'function' ? reports : oneRun(by, reports);
  return pulled({ by, open, setRate, groups, save, restore });
}

/** The one run of a bare iterable: what is behind it cannot be known to begin again, nor anywhere else. */
function oneRun<R>(by: string, reports: Reports<R>): (start: number) => Reports<R> {
  let used = false;
  return (start) => {
    if (used) {
      throw new Error(
        `${by}: an iterable runs once, and this one has; give a function (start) => iterable to run again`,
      );
    }
    if (start !== 0) {
      throw new Error(
        `${by}: an iterable begins where it stands, and this run at step ${start}; ` +
          'give a function (start) => iterable to go on from a later step',
      );
    }
    used = true;
    return reports;
  };
}
