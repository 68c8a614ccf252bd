import { type Part, resume, type State } from '@anneal/core';
import { BehaviorSubject, combineLatest, map, type Observable, type Subscriber, startWith } from 'rxjs';
import { shown } from './check.ts';
import type { Checkpoint, CheckpointStore } from './checkpointing.ts';
import { beingPutBack, putBack } from './find-rate/restoring.ts';
import { reasonOf } from './reason-of.ts';
import type { Row } from './row.ts';
import type { Savable } from './savable.ts';

type StatedRow<Report> = Row<Report> & { readonly state: State };

interface Parts<Report> {
  readonly holder: Savable;
  readonly schedule: Part<string, unknown>;
  readonly store: CheckpointStore;
  readonly every: number;
  readonly running: Observable<boolean> | undefined;
  /** Whether rows keep their state. */
  readonly states: boolean;
  /** Called before the end is told of: whoever hears of it may start the next run. */
  readonly ended: () => void;
  readonly trained: (
    schedule: Part<string, unknown>,
    running: Observable<boolean>,
  ) => Observable<StatedRow<Report>>;
}

/** The weights behind a step, and the newest state that is known of it. */
interface Snapshot {
  readonly step: number;
  state: State;
  /** Whether a later step has reported: there is no more to come. */
  whole: boolean;
  /** What the trainer has saved, once it has. */
  saved?: { readonly trainer: unknown };
}

/** One run that keeps checkpoints. */
export class CheckpointedRun<Report> {
  readonly #parts: Parts<Report>;
  readonly #out: Subscriber<Row<Report>>;
  /** Says `false` while the trainer saves. */
  readonly #going = new BehaviorSubject(true);
  /** Not handed to the store yet: the trainer is saving, or more may be reported about the step. */
  #snapshot: Snapshot | undefined;
  /** How many steps had finished at the last snapshot, or before the first row. */
  #taken: number | undefined;
  /** The newest step that has reported, and the state behind all that was reported. */
  #newest: { readonly step: number; readonly state: State } | undefined;
  /** What the trainer and the store are busy with. */
  #saving: Promise<void> = Promise.resolve();
  #storing: Promise<void> = Promise.resolve();

  constructor(parts: Parts<Report>, out: Subscriber<Row<Report>>) {
    this.#parts = parts;
    this.#out = out;
  }

  /** Comes back when the run is over, and all that it had begun to save is kept. */
  async begin(): Promise<void> {
    const out = this.#out;
    try {
      if (out.closed) return;
      const schedule = await this.#goOn();
      if (out.closed) return;
      await this.#train(schedule);
      await this.#keepLast();
      this.#parts.ended();
      out.complete();
    } catch (error) {
      this.#fail(error);
    } finally {
      await Promise.allSettled([this.#saving, this.#storing]);
    }
  }

  /** Puts the trainer where the store says that it was; gives the schedule as it was there. */
  async #goOn(): Promise<Part<string, unknown>> {
    const { holder, schedule, store } = this.#parts;
    const loaded = await blamed('the store could not load the checkpoint', () => store.load());
    if (loaded === undefined || this.#out.closed) return schedule;
    const { state, trainer } = checkpointIn(loaded);
    const resumed = await blamed('the schedule does not go on from the checkpoint', () =>
      resume(schedule, state),
    );
    const isThere = () => !this.#out.closed;
    // What a run before puts back must not come after it.
    await blamed('the trainer could not be restored', () => beingPutBack(holder, isThere));
    if (this.#out.closed) return schedule;
    // Who lets go of this run while it restores, and begins another, waits for it there.
    putBack(holder, trainer, (reason) => `checkpointing: the trainer could not be restored: ${reason}`);
    await beingPutBack(holder, isThere);
    return resumed;
  }

  /** Comes back when training is over, or nobody wants it any more. */
  #train(schedule: Part<string, unknown>): Promise<void> {
    const { running, trained } = this.#parts;
    const going =
      running === undefined
        ? this.#going
        : combineLatest([this.#going, running.pipe(startWith(true))]).pipe(map((all) => all.every(Boolean)));
    return new Promise((over, failed) => {
      const training = trained(schedule, going).subscribe({
        next: (row) => this.#hear(row),
        error: failed,
        complete: () => {
          // At once: a trainer that ends with its run is still there for what is asked now.
          if (this.#snapshot === undefined) this.#takeNewest();
          over();
        },
      });
      this.#out.add(training);
      this.#out.add(over);
    });
  }

  #hear({ state, ...row }: StatedRow<Report>): void {
    const { every, states } = this.#parts;
    this.#taken ??= row.step;
    const step = Math.max(row.step, this.#newest?.step ?? row.step);
    this.#newest = { step, state };
    const snapshot = this.#snapshot;
    if (snapshot !== undefined && step === snapshot.step) snapshot.state = state;
    else if (snapshot !== undefined) {
      snapshot.whole = true;
      this.#store();
    }
    if (state.step - this.#taken >= every && this.#snapshot === undefined) this.#take(step, state);
    this.#out.next((states ? { ...row, state } : row) as unknown as Row<Report>);
  }

  /** Lets the trainer save, and holds training up meanwhile. */
  #take(step: number, state: State): void {
    this.#taken = state.step;
    const snapshot: Snapshot = { step, state, whole: false };
    this.#snapshot = snapshot;
    this.#going.next(false);
    const saved = this.#save(step);
    const take = async (): Promise<void> => {
      const trainer = await saved;
      // One at a time: behind a store that is slower than training there would be ever more to keep.
      await this.#storing;
      snapshot.saved = { trainer };
      this.#store();
      this.#going.next(true);
    };
    this.#saving = take().catch((error: unknown) => this.#fail(error));
  }

  /** What the trainer saves; it is asked before anything is waited for, so that it is of this step. */
  #save(step: number): Promise<unknown> {
    return blamed(`the trainer could not save at step ${step}`, () => this.#parts.holder.save());
  }

  /** Hands a snapshot that is saved and whole to the store. */
  #store(): void {
    const { step, state, whole, saved } = this.#snapshot ?? {};
    if (state === undefined || saved === undefined || !whole || this.#out.closed) return;
    this.#snapshot = undefined;
    this.#storing = blamed(`the store could not save the checkpoint behind step ${step}`, () =>
      this.#parts.store.save({ anneal: 1, state, trainer: saved.trainer }),
    ).catch((error: unknown) => this.#fail(error));
  }

  #takeNewest(): void {
    if (this.#newest !== undefined) this.#take(this.#newest.step, this.#newest.state);
  }

  /** Keeps where training ended. */
  async #keepLast(): Promise<void> {
    await this.#saving;
    // One that was taken earlier, and is kept now, was of an earlier step.
    if (this.#snapshot === undefined && !this.#out.closed) this.#takeNewest();
    await this.#saving;
    if (this.#snapshot !== undefined) this.#snapshot.whole = true;
    this.#store();
    await this.#storing;
  }

  #fail(error: unknown): void {
    this.#parts.ended();
    this.#out.error(error);
  }
}

function checkpointIn(loaded: unknown): Checkpoint {
  const { anneal, state, trainer } = Object(loaded) as Partial<Checkpoint>;
  const isOne = typeof state === 'object' && state !== null && typeof state.step === 'number';
  if (anneal === 1 && isOne) return { anneal, state, trainer };
  throw new TypeError(
    `checkpointing: the store must give a checkpoint { anneal: 1, state, trainer }, or undefined, got ${shown(loaded)}`,
  );
}

/** What `act` gives; its error says what it was doing. */
async function blamed<T>(what: string, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw new Error(`checkpointing: ${what}: ${reasonOf(error)}`, { cause: error });
  }
}
