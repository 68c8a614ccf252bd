import { Observable } from 'rxjs';
import { aRunIsOn } from './a-run-is-on.ts';
import { Breath } from './breath.ts';
import { names, optionsOf, shown } from './check.ts';
import { checkEmitter, checkEvent, type Emitter, listen } from './emitter/ear.ts';
import { EmitterRun } from './emitter/run.ts';
import { fitting } from './groups.ts';
import { once } from './once.ts';
import type { StepReport, StepResult } from './step-trainer.ts';
import type { Trainer } from './trainer.ts';

export interface EmitterTrainerOptions<R extends StepResult, Rate = number> {
  /** The event that says that a step is finished. */
  readonly event: string | symbol;
  /** Puts a rate into the trainer, where its next step finds it. */
  readonly setRate: (rate: Rate, step: number) => unknown;
  /**
   * Makes a report of what the event carries: all the arguments of a Node event, or what a web event carries, which is
   * the `detail` of a `CustomEvent` and the `data` of a message. A record of metrics, a bare number (the loss), or
   * nothing; a `step` in it is its index, and a `rate` the one that the trainer itself says it ran at. Default: what
   * comes first.
   */
  // biome-ignore lint/suspicious/noExplicitAny: what an event carries is the emitter's own.
  readonly report?: (...carried: any[]) => R;
  /** The event that says that training is over. Default: the promise of `run` says it. */
  readonly end?: string | symbol;
  /** The event that says that training has failed; what it carries is the error. Default `'error'`. */
  readonly error?: string | symbol;
  /**
   * Starts training at this step, once it is listened to, and never inside `subscribe`. If it returns a promise, training
   * has failed when that is rejected, and, where no `end` is given, is over when it is fulfilled. Default: the emitter
   * runs by itself.
   */
  readonly run?: (start: number) => unknown;
  /** Stops training, when the rows are unsubscribed or fail. Default: it goes on, and nobody listens. */
  readonly stop?: () => unknown;
  /**
   * The groups that `setRate` takes a rate for, where the schedule is `groups({ … })`. What the schedule sets beyond
   * them, or leaves out, is then an error before the first step. Default: whatever the schedule says.
   */
  readonly groups?: readonly string[];
}

/**
 * A trainer that is heard and does not wait: Node's `EventEmitter`, or the web's `EventTarget`.
 *
 * An event can be answered, and not held back. A schedule answers within the event, so where the trainer reads its rate
 * as its next step begins, each step runs at its own rate. An answer that takes its time comes for a later step; and a
 * pause withholds rates, while the trainer goes on at the last one. Either way the row of a step says the rate that was
 * in force when it began, which is when the event before it was over: what `setRate` puts in while a step runs is for the
 * next one. A trainer that takes it up at once, or that begins its steps when it is told a rate, says so with a `rate` in
 * its reports. To hold training back, take `iterableTrainer` or `channelTrainer`.
 *
 * Nothing that goes wrong here is thrown into the emitter's `emit`: it ends the rows. All listeners are removed at the
 * end and on unsubscribing; a Node emitter that fails after that has no listener for its `'error'`.
 *
 * @param emitter what emits; of one that is both kinds, `on` and `off` are used.
 * @throws TypeError when `emitter` cannot be listened to, `event` is no name, `setRate` is no function, or an option is
 * unknown.
 *
 * @example
 * ```ts
 * import { linear } from '@anneal/core';
 * import { emitterTrainer, train } from '@anneal/trainer';
 * import { lastValueFrom, toArray } from 'rxjs';
 *
 * // A trainer of somebody else's, which fires 'batch' as it goes, and 'done'.
 * const theirs = Object.assign(new EventTarget(), { rate: 0, w: 0 });
 * async function fit() {
 *   for (let i = 0; i < 3; i++) {
 *     theirs.w -= theirs.rate; // the gradient is 1
 *     theirs.dispatchEvent(new CustomEvent('batch', { detail: { loss: theirs.w } }));
 *   }
 *   theirs.dispatchEvent(new Event('done'));
 * }
 *
 * const trainer = emitterTrainer(theirs, {
 *   event: 'batch',
 *   end: 'done',
 *   setRate: (rate: number) => (theirs.rate = rate),
 *   run: fit,
 * });
 * const rows = await lastValueFrom(train(trainer, linear({ from: 3, to: 1, over: 2 })).pipe(toArray()));
 * rows; // => [{ step: 0, rate: 3, loss: -3 }, { step: 1, rate: 2, loss: -5 }, { step: 2, rate: 1, loss: -6 }]
 * ```
 */
export function emitterTrainer<R extends StepResult = Readonly<Record<string, number>>, Rate = number>(
  emitter: Emitter,
  options: EmitterTrainerOptions<R, Rate>,
): Trainer<StepReport<R, Rate>, Rate> {
  const by = 'emitterTrainer';
  checkEmitter(by, emitter);
  const {
    event,
    setRate,
    report = (first: R) => first,
    end: over,
    error: failed = 'error',
    run: begin,
    stop,
    groups,
  } = optionsOf(by, options, ['event', 'setRate', 'report', 'end', 'error', 'run', 'stop', 'groups']);
  for (const [name, given] of Object.entries({ event, end: over, error: failed }))
    if (given !== undefined || name === 'event') checkEvent(by, name, given, emitter);
  for (const [name, given] of Object.entries({ setRate, report, run: begin, stop })) {
    if (typeof given !== 'function' && (given !== undefined || name === 'setRate'))
      throw new TypeError(`${by}: ${name} must be a function, got ${shown(given)}`);
  }
  if (groups !== undefined) names(by, 'groups', groups);
  /** The last rate set, and the step that it holds from, for a run that has not begun. */
  let due: readonly [rate: Rate, step: number] | undefined;
  let on: EmitterRun<R, Rate> | undefined;

  return {
    setRate(rate, step) {
      if (groups !== undefined) fitting(by, groups, rate);
      if (on === undefined) due = [rate, step];
      else on.set(rate, step);
    },
    reports: (start) =>
      new Observable((out) => {
        if (on !== undefined) throw new Error(`${by}: ${aRunIsOn}`);
        let deafen = () => {};
        // Once, and before the end is told of: whoever hears of it may start the next run.
        const end = once(() => {
          on = undefined;
          deafen();
          if (run.over || stop === undefined) return;
          // What fails here is told of behind what ended the run, which is to say, to RxJS alone.
          (async () => await stop())().catch((error: unknown) => out.error(error));
        });
        const run = new EmitterRun<R, Rate>({ out, start, report, setRate, end });
        out.add(end);
        deafen = listen(emitter, [
          [event, (...carried) => run.hear(carried)],
          [over, () => run.finish()],
          [failed, (error) => run.fail(error ?? new Error(`the emitter said ${shown(failed)}`))],
        ]);
        on = run;
        const first = due;
        due = undefined;
        try {
          if (first !== undefined) run.set(...first);
        } catch (error) {
          run.fail(error);
        }
        if (begin === undefined) return;
        new Breath().take().then(() => {
          try {
            if (!out.closed) run.follow(begin(start), over === undefined);
          } catch (error) {
            run.fail(error);
          }
        });
      }),
  };
}
