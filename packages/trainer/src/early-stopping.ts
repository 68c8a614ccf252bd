import { type Checked, type Improvement, type ImprovementOptions, improvement } from '@anneal/core';
import {
  catchError,
  concat,
  defer,
  finalize,
  ignoreElements,
  map,
  type Observable,
  Subject,
  takeUntil,
  takeWhile,
  tap,
} from 'rxjs';
import { count, optionsOf } from './check.ts';
import { reasonOf } from './reason-of.ts';
import { type Savable, savable } from './savable.ts';
import type { Trainer } from './trainer.ts';

export interface EarlyStoppingOptions<M extends string = 'loss'> extends ImprovementOptions<M> {
  /** How many readings in a row without a gain are let pass; the next one is the last. From 0 up. Default 10. */
  readonly patience?: number;
  /**
   * Whose weights are put back when training ends: those behind the best reading. Anything with `save` and `restore`.
   * Default: training ends with the weights that it has.
   */
  readonly restoreBest?: Pick<Trainer, 'save' | 'restore'>;
}

/** Their names; spelt as a record, so that none is forgotten. */
const known: Readonly<Record<keyof EarlyStoppingOptions, true>> = {
  monitor: true,
  patience: true,
  mode: true,
  threshold: true,
  thresholdMode: true,
  smoothing: true,
  nonFinite: true,
  restoreBest: true,
};

/**
 * Completes a stream of rows, and thereby stops the training behind it, when a metric has not got better for too long.
 *
 * It stops on reading `patience + 1` in a row that is no gain; that row is passed on. What a gain is says `improvement` of
 * `@anneal/core`, by which `reduceOnPlateau` and `until` watch, too: a patience that is longer than the plateau's lets the
 * rate be cut before the run is stopped.
 *
 * With `restoreBest: trainer` the weights behind each gain are saved while its row is passed on (the newest best is kept),
 * and put back when training is over, stopped or by itself, before the rows complete. An error passes at once, and the
 * weights stay as they are: what has failed is not asked for more, and can be looked at. They stay when the rows are
 * unsubscribed, too, which nothing could wait for. Of a metric that comes later than its step, say from an evaluation in
 * another thread, the weights are those at the time when it comes.
 *
 * Its memory lasts for one subscription: a run that is resumed has its patience and its best anew.
 *
 * @throws TypeError when an option is unknown or `restoreBest` cannot save and restore, RangeError when an option is out of
 * its range. The rows end in an error where the metric is no number, is not finite with `nonFinite: 'error'`, or has never
 * come; and where weights cannot be saved or restored.
 *
 * @example
 * ```ts
 * import { constant } from '@anneal/core';
 * import { earlyStopping, stepTrainer, train } from '@anneal/trainer';
 * import { lastValueFrom } from 'rxjs';
 *
 * const trainer = stepTrainer((_, step) => ({ loss: Math.max(1, 5 - step) }), { steps: 1000 });
 * const rows = train(trainer, constant(0.1)).pipe(earlyStopping({ patience: 2 }));
 *
 * const last = await lastValueFrom(rows);
 * last.step; // => 7
 * ```
 *
 * @see Keras, `EarlyStopping`, which stops one reading sooner — https://keras.io/api/callbacks/early_stopping/
 */
export function earlyStopping<const M extends string = 'loss'>(
  options: EarlyStoppingOptions<M> = {},
): <R>(rows: Observable<R> & Checked<R, M>) => Observable<R> {
  const {
    patience = 10,
    restoreBest,
    ...watch
  } = optionsOf('earlyStopping', options, Object.keys(known) as (keyof typeof known)[]);
  count('earlyStopping', 'patience', patience, 0);
  const holder = restoreBest === undefined ? undefined : savable('earlyStopping', 'restoreBest', restoreBest);
  const detector = detectorOf(watch as ImprovementOptions<string>);

  const operator = (rows: Observable<unknown>): Observable<unknown> => {
    const judged = rows.pipe(
      // An error of the training is no error of the detector, which gets our name.
      catchError((error: unknown) => {
        throw new Passing(error);
      }),
      detector,
      takeWhile(({ bad }) => bad <= patience, true),
      catchError((error: unknown) => {
        throw error instanceof Passing ? error.error : renamed(error);
      }),
    );
    return holder === undefined ? judged.pipe(map(({ report }) => report)) : withBest(judged, holder);
  };
  return operator as ReturnType<typeof earlyStopping<M>>;
}

/** Passes the rows on, saves the weights at each gain, and puts the best back before it completes. */
function withBest(judged: Observable<Improvement>, holder: Savable): Observable<unknown> {
  return defer(() => {
    let best: Promise<unknown> | undefined;
    let wanted = true;
    const failed = new Subject<never>();
    const keep = (at: number | null): void => {
      best = saved(holder, at);
      best.catch((error: unknown) => failed.error(error));
    };
    const putBack = async (): Promise<void> => {
      if (best === undefined) return;
      const weights = await best;
      if (wanted) await restored(holder, weights);
    };
    return concat(
      judged.pipe(
        tap(({ improved, bestAt }) => {
          if (improved) keep(bestAt);
        }),
        map(({ report }) => report),
      ),
      defer(putBack).pipe(ignoreElements()),
    ).pipe(
      takeUntil(failed),
      finalize(() => {
        wanted = false;
      }),
    );
  });
}

async function saved(holder: Savable, at: number | null): Promise<unknown> {
  try {
    return await holder.save();
  } catch (error) {
    const behind = at === null ? 'a row' : `step ${at}`;
    throw because(`the weights behind ${behind} could not be saved`, error);
  }
}

async function restored(holder: Savable, weights: unknown): Promise<void> {
  try {
    await holder.restore(weights);
  } catch (error) {
    throw because('the best weights could not be put back', error);
  }
}

const because = (what: string, error: unknown): Error =>
  new Error(`earlyStopping: ${what}: ${reasonOf(error)}`, { cause: error });

function detectorOf(
  options: ImprovementOptions<string>,
): (rows: Observable<unknown>) => Observable<Improvement> {
  try {
    return improvement(options) as (rows: Observable<unknown>) => Observable<Improvement>;
  } catch (error) {
    throw renamed(error);
  }
}

/** The detector's errors, under the name of what was called. */
function renamed(error: unknown): unknown {
  if (error instanceof Error) error.message = error.message.replace(/^improvement: /, 'earlyStopping: ');
  return error;
}

/** An error on its way through the detector. */
class Passing {
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }
}
