import { Observable } from 'rxjs';
import { aRunIsOn } from './a-run-is-on.ts';
import { Breath } from './breath.ts';
import { names, optionsOf, shown } from './check.ts';
import { Gate } from './gate.ts';
import { fitting } from './groups.ts';
import { isPromise } from './is-promise.ts';
import { once } from './once.ts';
import type { Trainer } from './trainer.ts';
import { Turn } from './turn.ts';

/** What a step may report: a record of metrics, a bare number (the loss), or nothing; at once or in time. */
// biome-ignore lint/suspicious/noConfusingVoidType: a step without a return statement is one that reports nothing.
export type StepResult = object | number | undefined | null | void;

/** The report of a step: its index, the rate that it ran at, and what it said. */
export type StepReport<R, Rate = number> = { readonly step: number; readonly rate: Rate } & (R extends number
  ? { readonly loss: number }
  : R extends object
    ? R
    : unknown);

export interface StepTrainerOptions {
  /** How many steps training takes, counted from step 0: a whole number from 1 up, or `Infinity`. */
  readonly steps: number;
  /**
   * The groups that the step has a rate for, where the schedule is `groups({ … })`. What the schedule sets beyond them,
   * or leaves out, is then an error before the first step. Default: whatever the schedule says.
   */
  readonly groups?: readonly string[];
  /** Gives weights, optimizer and data order; the snapshot is taken before it returns. */
  readonly save?: () => unknown;
  /** Puts back what `save` gave. It runs when no step does: one that is still running is waited for, and the next one waits. */
  readonly restore?: (saved: never) => void | Promise<void>;
}

/** How a step's model is saved and put back: what {@link findRate} and {@link checkpointing} need. */
export interface StepModel<Saved> {
  readonly save: () => Saved;
  readonly restore: (saved: Awaited<Saved>) => void | Promise<void>;
}

/** A trainer that can save and restore. */
export interface SavingTrainer<Report, Rate, Saved> extends Trainer<Report, Rate> {
  save(): Promise<Saved>;
  restore(saved: Saved): Promise<void>;
}

/**
 * A trainer of your own step: you write what one update does, it does the loop.
 *
 * The step gets its rate and its index, and returns its metrics, or a promise of them; a bare number is the loss. No
 * step runs before its rate is there, and the event loop is handed back at least every 16 ms (a longer step apart).
 *
 * With `save` and `restore` the trainer has them, too. A run that begins while a step of the run before is still running, or
 * the model is being put back, waits for that.
 *
 * @throws TypeError when `step`, `save` or `restore` is no function or an option is unknown, RangeError when `steps` is out of its range.
 * What the step throws ends the stream of reports.
 *
 * @example
 * ```ts
 * import { cosineAnnealing } from '@anneal/core';
 * import { stepTrainer, train } from '@anneal/trainer';
 * import { lastValueFrom } from 'rxjs';
 *
 * // Minimizes w² by gradient descent.
 * let w = 1;
 * const descent = stepTrainer(
 *   (rate) => {
 *     w -= rate * 2 * w;
 *     return { loss: w * w };
 *   },
 *   { steps: 50 },
 * );
 *
 * const last = await lastValueFrom(train(descent, cosineAnnealing({ from: 0.4, over: 50 })));
 * last.step; // => 49
 * last.loss < 1e-6; // => true
 * ```
 */
export function stepTrainer<R extends StepResult, Rate = number, Saved = unknown>(
  step: (rate: Rate, step: number) => R | Promise<R>,
  options: StepTrainerOptions & StepModel<Saved>,
): SavingTrainer<StepReport<R, Rate>, Rate, Awaited<Saved>>;
export function stepTrainer<R extends StepResult, Rate = number>(
  step: (rate: Rate, step: number) => R | Promise<R>,
  options: StepTrainerOptions,
): Trainer<StepReport<R, Rate>, Rate>;
export function stepTrainer<R extends StepResult, Rate = number>(
  step: (rate: Rate, step: number) => R | Promise<R>,
  options: StepTrainerOptions,
): Trainer<StepReport<R, Rate>, Rate> {
  if (typeof step !== 'function')
    throw new TypeError(`stepTrainer: step must be a function, got ${shown(step)}`);
  const { steps, groups, save, restore } = optionsOf('stepTrainer', options, [
    'steps',
    'groups',
    'save',
    'restore',
  ]);
  if (steps !== Infinity && !(Number.isSafeInteger(steps) && steps >= 1)) {
    throw new RangeError(
      `stepTrainer: steps must be a whole number from 1 up, or Infinity, got ${shown(steps)}`,
    );
  }
  if (groups !== undefined) names('stepTrainer', 'groups', groups);
  for (const [name, given] of Object.entries({ save, restore })) {
    if (given !== undefined && typeof given !== 'function')
      throw new TypeError(`stepTrainer: ${name} must be a function, got ${shown(given)}`);
  }
  const gate = new Gate<Rate>();
  const turn = new Turn();
  let busy = false;

  return {
    // What they do at once is done when they return.
    ...(save === undefined ? {} : { save: async () => save() }),
    ...(restore === undefined
      ? {}
      : { restore: (saved: unknown) => turn.take(async () => restore(saved as never)) }),
    setRate(rate, from) {
      if (groups !== undefined) fitting('stepTrainer', groups, rate);
      gate.open(rate, from);
    },
    reports: (start) =>
      new Observable((out) => {
        if (busy) throw new Error(`stepTrainer: ${aRunIsOn}`);
        busy = true;
        // Once, and before the end is told of: whoever hears of it may start the next run.
        const end = once(() => {
          busy = false;
          gate.shut();
        });
        out.add(end);
        const loop = async (): Promise<void> => {
          const breath = new Breath();
          await breath.take();
          for (let i = start; i < steps && !out.closed; i++) {
            if (breath.due) await breath.take();
            // Asked before the gate, which by now may be the next run's, and behind it, since it may shut again meanwhile.
            if (out.closed || !(gate.isOpen(i) || (await gate.pass(i))) || out.closed) return;
            while (turn.taken !== undefined) {
              await turn.taken;
              if (out.closed) return;
            }
            const { rate } = gate;
            const result = step(rate, i);
            // Awaiting what is there already would cost a turn of the microtask queue for each step.
            const said = isPromise(result) ? await turn.take(() => result) : result;
            const metrics: object = typeof said === 'number' ? { loss: said } : (said ?? {});
            out.next({ ...metrics, step: i, rate } as StepReport<R, Rate>);
          }
          end();
          out.complete();
        };
        loop().catch((error: unknown) => {
          end();
          out.error(error);
        });
      }),
  };
}
