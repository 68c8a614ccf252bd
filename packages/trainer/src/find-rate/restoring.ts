import { defer, from, Observable, switchMap } from 'rxjs';
import { reasonOf } from '../reason-of.ts';
import type { Trainer } from '../trainer.ts';

/** Trainers whose model is being put back. A failure stays here until somebody was told of it. */
const pending = new WeakMap<object, Promise<void>>();

/** Puts back what was saved; runs of this trainer that begin meanwhile wait for it. `say` words a failure. */
export function putBack(
  trainer: Pick<Trainer, 'restore'> & object,
  saved: unknown,
  say: (reason: string) => string,
): void {
  // What `restore` does at once is done when this returns.
  const done = (async () => trainer.restore?.(saved))().catch((error: unknown) => {
    throw new Error(say(reasonOf(error)), { cause: error });
  });
  pending.set(trainer, done);
  done.then(
    () => forget(trainer, done),
    () => {},
  );
}

/**
 * What must be waited for before a run of this trainer; nothing where its model is in place.
 *
 * A failure is done with when it comes to somebody who `isThere`; else it waits for the next one who asks.
 */
export function beingPutBack(trainer: object, isThere: () => boolean): Promise<void> | undefined {
  const done = pending.get(trainer);
  return done?.catch((error: unknown) => {
    if (isThere()) forget(trainer, done);
    throw error;
  });
}

/** A run's reports, as soon as the model is in place: at once where nothing is being put back, else `late`. */
export function inPlace<T>(
  trainer: object,
  reports: () => Observable<T>,
): { readonly late: boolean; readonly stream: Observable<T> } {
  if (!pending.has(trainer)) return { late: false, stream: defer(reports) };
  const stream = new Observable<T>((out) =>
    from(beingPutBack(trainer, () => !out.closed) ?? Promise.resolve())
      .pipe(switchMap(reports))
      .subscribe(out),
  );
  return { late: true, stream };
}

function forget(trainer: object, done: Promise<void>): void {
  if (pending.get(trainer) === done) pending.delete(trainer);
}

/**
 * Waits until a trainer's model is as it was before {@link findRate}: at once where it is.
 *
 * Needed where a range test was unsubscribed half-way and the model is then used by something else than `train` and
 * `findRate`, which wait by themselves.
 *
 * @throws (rejects) Error when `restore` failed, so that the model is not as it was before. It is told once: here, by the
 * stream of `findRate`, or by the next run.
 *
 * @example
 * ```ts
 * import { findRate, restored, stepTrainer } from '@anneal/trainer';
 * import { lastValueFrom, take } from 'rxjs';
 *
 * let w = 1;
 * const trainer = stepTrainer((rate) => (w -= rate * w) ** 2, {
 *   steps: 100,
 *   save: () => w,
 *   restore: (saved) => {
 *     w = saved;
 *   },
 * });
 * await lastValueFrom(findRate(trainer).pipe(take(50)));
 * await restored(trainer);
 * w; // => 1
 * ```
 */
export async function restored<Report, Rate>(trainer: Trainer<Report, Rate>): Promise<void> {
  await beingPutBack(trainer, () => true);
}
