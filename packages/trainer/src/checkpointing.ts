import { isSchedule, type Part, type State } from '@anneal/core';
import { Observable } from 'rxjs';
import { count, optionsOf, shown } from './check.ts';
import { CheckpointedRun } from './checkpointed-run.ts';
import type { Fits } from './groups.ts';
import { once } from './once.ts';
import { reserved } from './reserved.ts';
import type { Row } from './row.ts';
import { savable } from './savable.ts';
import { type TrainOptions, takenAlready, trainOn, trainOptions } from './train.ts';
import type { Trainer } from './trainer.ts';

/** All that a run needs to go on: what the trainer saved, and what the schedule remembered at the same time. */
export interface Checkpoint {
  /** The version of this form. */
  readonly anneal: 1;
  /** Of the schedule; its `step` is the one that comes next. */
  readonly state: State;
  /** What `save` of the trainer gave. */
  readonly trainer: unknown;
}

/** Where checkpoints are kept: the newest one is all that is ever asked for. */
export interface CheckpointStore {
  /** What was saved last; `undefined` where nothing was. */
  load(): Promise<unknown>;
  /**
   * Keeps a checkpoint in place of the one before, all of it or nothing. What it needs of the checkpoint it takes before it
   * returns, since training goes on then. It is not called again before its promise is settled.
   */
  save(checkpoint: Checkpoint): Promise<void>;
}

export interface CheckpointingOptions extends Omit<TrainOptions, 'start'> {
  /** After how many steps a checkpoint is kept, a whole number from 1 up; the end of training is one, too. */
  readonly every: number;
}

/** Their names. */
const known: readonly (keyof CheckpointingOptions)[] = [
  'every',
  ...trainOptions.filter((name): name is Exclude<typeof name, 'start'> => name !== 'start'),
];

/**
 * Trains as {@link train} does, and keeps weights, optimizer and schedule together, so that a run that was killed goes on
 * when it is started again: what follows is, bit for bit, what would have followed, where a step depends on nothing but its
 * index and what the trainer saves. The order of the data is part of that: `model.fit` shuffles by default.
 *
 * On subscribe it loads what the store has; where there is a checkpoint, the trainer is restored, the schedule resumed, and
 * training goes on at that step. Every `every` steps it takes a checkpoint: the trainer saves while the next rate is
 * withheld, and the checkpoint goes to the store when the next step's first row comes, because until then reports may
 * come about the same step, such as a validation loss, which the schedule has to remember. Training waits only for the
 * trainer to save, and, at the next checkpoint, for a store that is still busy with the one before. When training is over,
 * the last checkpoint is kept before the rows complete; a run that was over completes at once, without a row.
 *
 * The rows are those of `train`, in its order, each one passed on after the weights behind it were saved, if they are.
 * With `{ states: true }` they have the column `state`. Rows behind the last checkpoint are trained again after a crash
 * and come a second time, with the same numbers; `readRun` of `@anneal/logger` folds them. What has made the rate with which
 * a run goes on was told before, so the first row has no `causes`. An error, and who unsubscribes, ends the run without a
 * checkpoint: the one before stands.
 *
 * A schedule that is swapped by `live` is refused: which one was in force, a checkpoint cannot tell. What is piped behind the
 * rows, such as {@link earlyStopping}, begins anew with each start.
 *
 * @param trainer what trains, with `save` and `restore`.
 * @param schedule a schedule, the same one at each start. Its options may change between two starts (a longer `over`).
 * @param store where checkpoints go: `fileStore(path)` of `@anneal/trainer/file-store`, or your own.
 * @throws TypeError when the trainer cannot save and restore, the schedule is none, the store is none or an option is
 * unknown; RangeError when an option is out of its range. Beside what ends the rows of `train`, they end in an error where the
 * store fails, where a run of the trainer is on (nothing is restored under it), where it holds what is no checkpoint or is one of another schedule, and where the trainer cannot save or restore.
 *
 * @example
 * ```ts
 * import { linear } from '@anneal/core';
 * import { type Checkpoint, checkpointing, stepTrainer } from '@anneal/trainer';
 * import { lastValueFrom, take, toArray } from 'rxjs';
 *
 * let kept: Checkpoint | undefined;
 * const store = {
 *   load: async () => kept,
 *   save: async (checkpoint: Checkpoint) => void (kept = structuredClone(checkpoint)),
 * };
 * const start = () => {
 *   let weight = 0;
 *   const trainer = stepTrainer((rate) => ({ loss: (weight += rate) }), {
 *     steps: 5,
 *     save: () => weight,
 *     restore: (saved: number) => void (weight = saved),
 *   });
 *   return checkpointing(trainer, linear({ from: 1, to: 0, over: 4 }), store, { every: 2 });
 * };
 *
 * // Stopped in the middle, and started again.
 * await lastValueFrom(start().pipe(take(4)));
 * const rows = await lastValueFrom(start().pipe(toArray()));
 * rows.map(({ step, loss }) => [step, loss]); // => [[2, 2.25], [3, 2.5], [4, 2.5]]
 * ```
 */
export function checkpointing<Report, Rate = number, Given extends Rate = Rate>(
  trainer: Trainer<Report, Rate>,
  schedule: ((reports: Observable<Report>) => Observable<Given>) & { readonly span: number } & Fits<
      Given,
      Rate
    >,
  store: CheckpointStore,
  options: CheckpointingOptions,
): Observable<Row<Report>> {
  const holder = savable('checkpointing', 'the trainer', trainer);
  if (!isSchedule(schedule)) {
    throw new TypeError(
      `checkpointing: its second argument must be a schedule, got ${shown(schedule)}; ` +
        'of an operator, or of what live returns, a checkpoint cannot tell what was in force',
    );
  }
  const { load, save } = Object(store) as Partial<CheckpointStore>;
  if (typeof load !== 'function' || typeof save !== 'function')
    throw new TypeError(`checkpointing: the store must be { load, save }, got ${shown(store)}`);
  const { every, running, states = false, ...rest } = optionsOf('checkpointing', options, known);
  count('checkpointing', 'every', every, 1);
  const trained = (
    followed: Part<string, unknown>,
    gate: Observable<boolean>,
  ): Observable<Row<Report> & { readonly state: State }> =>
    trainOn(trainer, followed as never, { ...rest, running: gate, states: true }, takenAlready) as never;
  // What is wrong with the arguments is said at once, and not when a store has been asked.
  trained(schedule, running as Observable<boolean>);

  let on = false;
  let settled: Promise<unknown> = Promise.resolve();
  return new Observable((out) => {
    if (on) {
      throw new Error('checkpointing: this run is on; share() its rows to subscribe to them more than once');
    }
    // Before anything is restored, which would be under the other run.
    const letGo = reserved('checkpointing', trainer);
    on = true;
    const ended = once(() => {
      on = false;
      letGo();
    });
    out.add(ended);
    const run = new CheckpointedRun({ holder, schedule, store, every, running, states, ended, trained }, out);
    // A run that was let go of may be busy with the trainer or the store.
    settled = settled.then(() => run.begin());
  });
}
