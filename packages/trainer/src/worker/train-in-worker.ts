import { decisions, isSchedule, type Part, type Splice, type State } from '@anneal/core';
import { NEVER, Observable, Subscription } from 'rxjs';
import { checkedTimeout } from '../channel-trainer.ts';
import { count, oneOf, optionsOf, shown } from '../check.ts';
import { Deadline } from '../deadline.ts';
import { once } from '../once.ts';
import { reasonOf } from '../reason-of.ts';
import type { Row } from '../row.ts';
import { type TrainOptions, train } from '../train.ts';
import { errorOf, failureOf } from './failure.ts';
import type { Begin, Swap, ToPage } from './letters.ts';
import { Line } from './line.ts';
import { unpacked } from './packed.ts';
import type { Port } from './port.ts';

/** What takes over while training runs: a schedule, a rate by hand (a record of them for groups), or `null` to release it. */
export type Swapped<Report> =
  | ((reports: Observable<Report>) => Observable<unknown>)
  | number
  | Readonly<Record<string, number>>
  | null;

export interface TrainInWorkerOptions<Report = unknown>
  extends Pick<TrainOptions, 'start' | 'running' | 'states' | 'expectWithin'> {
  /** Swaps the schedule while training runs, as `live` does: schedules, rates by hand, and `null`. */
  readonly swaps?: Observable<Swapped<Report>>;
  /** How a schedule of `swaps` takes over, as with `live`. Default `'restart'`. */
  readonly splice?: Splice;
  /**
   * When rows are sent: when so many `rows` wait (default 1024), and `ms` milliseconds after the last batch (default
   * 16), as soon as the step that is under way then is through.
   */
  readonly batch?: { readonly rows?: number; readonly ms?: number };
  /** How long the worker may take to say hello, in milliseconds. Default 60,000; `Infinity` waits for good. */
  readonly timeout?: number;
}

/**
 * Trains in a Web Worker, schedule and all: no step waits for the page, and the rows come in batches.
 *
 * The schedule goes to the worker as JSON, and where it was resumed its state, too; there `serve(trainer)` has the trainer,
 * and `serve(trainer, { schedules })` those of your own, by name. The rows are those that `train` would give, in order, to
 * the bit, and none is lost at the end or before an error; their numbers are handed over in typed arrays, uncopied.
 *
 * Training runs ahead of what the page has seen, by a batch or so, and by at most 65,536 rows: there it waits for the page.
 * So unsubscribing, `running` and `swaps` act when they reach the worker, between two of its steps a few milliseconds later. To stop or
 * swap at the very step that a row tells of, use `workerTrainer`.
 *
 * @param worker a `Worker`, or a `MessagePort` to one that is shared. Ending it is yours.
 * @param schedule what `JSON.stringify` can write. `live(…)` cannot be sent: give its first schedule, and `swaps`.
 * @throws TypeError or RangeError when the schedule cannot be written, or an option is unknown or out of its range. What goes
 * wrong later ends the rows: all that ends those of `train`, an uncaught error of the worker (with its file and line), a
 * worker that cannot be loaded, one in which nobody serves, and a row that cannot be sent.
 *
 * @example
 * ```ts
 * import { cosineAnnealing, warmup } from '@anneal/core';
 * import { stepTrainer } from '@anneal/trainer';
 * import { serve, trainInWorker } from '@anneal/trainer/worker';
 * import { lastValueFrom, toArray } from 'rxjs';
 *
 * // On a page: const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
 * const { port1: worker, port2: port } = new MessageChannel();
 * // In worker.ts: serve(trainer).
 * let w = 1;
 * serve(stepTrainer((rate: number) => (w -= rate * w) ** 2, { steps: 3 }), { port });
 *
 * const schedule = warmup(cosineAnnealing({ from: 0.5, over: 2 }), { over: 1 });
 * const rows = await lastValueFrom(trainInWorker<{ loss: number }>(worker, schedule).pipe(toArray()));
 * rows.map(({ step, rate, loss }) => [step, rate, loss]); // => [[0, 0.5, 0.25], [1, 0.5, 0.0625], [2, 0.25, 0.03515625]]
 * worker.close();
 * ```
 */
export function trainInWorker<Report = unknown>(
  worker: Port,
  schedule: (reports: Observable<Report>) => Observable<unknown>,
  options: TrainInWorkerOptions<NoInfer<Report>> = {},
): Observable<Row<Report>> {
  const by = 'trainInWorker';
  const {
    start,
    running,
    states = false,
    expectWithin,
    swaps,
    splice = 'restart',
    batch = {},
    timeout = 60_000,
  } = optionsOf(by, options, [
    'start',
    'running',
    'states',
    'expectWithin',
    'swaps',
    'splice',
    'batch',
    'timeout',
  ]);
  if (start !== undefined) count(by, 'start', start, 0);
  if (expectWithin !== undefined) count(by, 'expectWithin', expectWithin, 1);
  oneOf(by, 'splice', splice, ['restart', 'progress', 'value']);
  const { rows = 1024, ms = 16 } = optionsOf(`${by}: batch`, batch, ['rows', 'ms']);
  count(by, 'batch.rows', rows, 1);
  if (!(typeof ms === 'number' && ms >= 0))
    throw new RangeError(`${by}: batch.ms must be a number of milliseconds from 0 up, got ${shown(ms)}`);
  checkedTimeout(by, timeout);
  if (!isSchedule(schedule)) {
    throw new TypeError(
      `${by}: its second argument must be a schedule, which can be sent to the worker, got ${shown(schedule)}; ` +
        'swaps take the place of live, and workerTrainer trains on any operator',
    );
  }
  const line = Line.to(worker, by);
  // Whether it starts where the schedule stands.
  train<never, unknown>({ reports: () => NEVER, setRate: () => {} }, schedule, {
    ...(start !== undefined && { start }),
  });
  const plan = {
    schedule: JSON.stringify(schedule),
    state: stateOf(schedule),
    start,
    states,
    expectWithin,
    splice,
    batch: { rows, ms },
  };

  let on = false;
  return new Observable((out) => {
    if (on) throw new Error(`${by}: this run is on; share() its rows to subscribe to them more than once`);
    on = true;
    let run: string | undefined;
    let begun = false;
    let isGoing = true;
    const early: Swap[] = [];
    const held = new Subscription();
    // Once, and before the end is told of: whoever hears of it may start the next run.
    const end = once(() => {
      on = false;
      held.unsubscribe();
      if (begun && run !== undefined) line.send(run, { stop: true });
    });
    out.add(end);
    const fail = (error: unknown) => {
      end();
      out.error(error);
    };
    const deadline = new Deadline(timeout, () =>
      fail(
        new Error(
          `${by}: the worker did not say hello within ${timeout} ms; the worker must call serve(trainer)`,
        ),
      ),
    );
    held.add(() => deadline.lift());
    /** A stream that the run follows fails the run there, behind the rows before it, or here while there is none. */
    const failed = (what: 'running' | 'swaps') => (error: unknown) => {
      if (begun && run !== undefined) line.send(run, { failed: what, with: failureOf(error) });
      else fail(new Error(`${by}: ${what} failed: ${reasonOf(error)}`, { cause: error }));
    };

    held.add(
      running?.subscribe({
        next: (going) => {
          isGoing = going;
          if (begun && run !== undefined) line.send(run, { running: going });
        },
        error: failed('running'),
      }),
    );
    if (out.closed) return;
    held.add(
      swaps?.subscribe({
        next: (said) => {
          try {
            const swap = swapOf(by, said);
            if (begun && run !== undefined) line.send(run, { swap });
            else early.push(swap);
          } catch (error) {
            if (begun) failed('swaps')(error);
            else fail(error);
          }
        },
        error: failed('swaps'),
      }),
    );
    if (out.closed) return;
    const hear = (said: ToPage) => {
      if ('hello' in said && run !== undefined) {
        deadline.lift();
        begun = true;
        const begin: Begin = { ...plan, running: isGoing, swaps: swaps && early };
        line.send(run, { begin });
      } else if ('rows' in said) {
        for (const row of unpacked(said.rows)) {
          if (out.closed) return;
          out.next(row as Row<Report>);
        }
        if (run !== undefined) line.send(run, { read: said.rows.count });
      } else if ('error' in said) {
        begun = false;
        fail(errorOf(said.error));
      } else if ('done' in said) {
        begun = false;
        end();
        out.complete();
      }
    };
    deadline.start();
    held.add(
      line
        .open((name) => {
          run = name;
        })
        .subscribe({
          next: hear,
          error: (error: unknown) => fail(new Error(`${by}: ${reasonOf(error)}`, { cause: error })),
        }),
    );
  });
}

/** Where a schedule stands: what it writes of itself is its plan alone. Nothing if it fails at once, as it will there. */
function stateOf(schedule: Part<string, unknown>): State | undefined {
  let state: State | undefined;
  decisions(schedule)(NEVER as Observable<never>)
    .subscribe({
      next: (decision) => {
        state = decision.state;
      },
      error: () => {},
    })
    .unsubscribe();
  return state;
}

function swapOf(by: string, said: unknown): Swap {
  if (!isSchedule(said)) {
    if (typeof said !== 'function') return { rate: said };
    throw new TypeError(`${by}: swaps must be schedules, rates and null, got ${shown(said)}`);
  }
  const { step = 0 } = stateOf(said) ?? {};
  if (step > 0)
    throw new TypeError(
      `${by}: a schedule of swaps must not be resumed, got one that stands at step ${step}`,
    );
  return { schedule: JSON.stringify(said) };
}
