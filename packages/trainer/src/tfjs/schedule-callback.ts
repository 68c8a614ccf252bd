import { CustomCallback, type LayersModel, type Logs } from '@tensorflow/tfjs';
import { type Observable, Subject } from 'rxjs';
import { Breath } from '../breath.ts';
import { oneOf, optionsOf, shown } from '../check.ts';
import { Gate } from '../gate.ts';
import type { Row } from '../row.ts';
import { type TrainOptions, train, trainOptions } from '../train.ts';
import type { FitReport } from './fit.ts';
import { learningRateOf, setLearningRate } from './set-learning-rate.ts';

export interface ScheduleCallbackOptions extends TrainOptions {
  /** What a step of the schedule is: a batch, or an epoch. Default `'batch'`. */
  readonly on?: 'batch' | 'epoch';
}

/** A callback for `model.fit`, and what it tells of. */
export type ScheduleCallback = CustomCallback & {
  /** One row for each report, from the subscription on, over all `fit` calls. It fails with the schedule, and never completes. */
  readonly rows: Observable<Row<FitReport>>;
};

/**
 * A callback that sets the learning rate of a `model.fit` that is already there.
 *
 * It is a `tf.CustomCallback`, so it may stand in one array with `tf.callbacks.earlyStopping` and others. With
 * `on: 'batch'` each batch is a step: its rate is set as it begins, its loss and metrics are its report, and the end of an
 * epoch adds what only that knows, such as `val_loss`. With `on: 'epoch'` each epoch is a step, and its report is all that
 * the framework says of it. Steps go on counting over all `fit` calls of one callback; the framework's own epoch is a
 * column. `model.fitDataset` takes it as well.
 *
 * @param schedule a schedule, or any operator that answers each report with one rate.
 * @throws TypeError or RangeError when an option is unknown or out of its range. What goes wrong while training rejects
 * `fit`, with the step and the rate in the message.
 *
 * @example
 * ```ts
 * import { cosineAnnealing } from '@anneal/core';
 * import { scheduleCallback } from '@anneal/trainer/tfjs';
 * import * as tf from '@tensorflow/tfjs';
 *
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
 * model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
 * const [x, y] = [tf.tensor2d([[0], [1], [2], [3]]), tf.tensor2d([[1], [3], [5], [7]])];
 *
 * const schedule = scheduleCallback(cosineAnnealing({ from: 0.1, over: 20 }), { on: 'epoch' });
 * const rates: number[] = [];
 * schedule.rows.subscribe(({ rate }) => rates.push(rate));
 *
 * const stop = tf.callbacks.earlyStopping({ monitor: 'loss', patience: 5 });
 * await model.fit(x, y, { epochs: 20, callbacks: [schedule, stop] });
 * rates[10]; // => 0.05
 * ```
 */
export function scheduleCallback(
  schedule: (reports: Observable<FitReport>) => Observable<number>,
  options: ScheduleCallbackOptions = {},
): ScheduleCallback {
  const { on = 'batch', ...training } = optionsOf('scheduleCallback', options, ['on', ...trainOptions]);
  oneOf('scheduleCallback', 'on', on, ['batch', 'epoch']);
  return new Callback(schedule, on, training);
}

class Callback extends CustomCallback {
  readonly rows: Observable<Row<FitReport>>;
  readonly #on: 'batch' | 'epoch';
  readonly #reports = new Subject<FitReport>();
  readonly #told = new Subject<Row<FitReport>>();
  readonly #gate = new Gate<number>();
  readonly #breath = new Breath();
  readonly #training: Observable<Row<FitReport>>;
  #begun = false;
  #failure: Error | undefined;
  #model: LayersModel | undefined;
  /** The first step, and then the one that comes next, over all `fit` calls. */
  #step = 0;
  #epoch = 0;
  #rate = Number.NaN;
  /** The metrics that batches report. */
  #known: ReadonlySet<string> = new Set();

  constructor(
    schedule: (reports: Observable<FitReport>) => Observable<number>,
    on: 'batch' | 'epoch',
    training: TrainOptions,
  ) {
    // Hooks for batches are given only where they are needed: with one at its end the framework reads each loss back.
    super(
      {
        onEpochBegin: (epoch) => this.#beginEpoch(epoch),
        onBatchBegin: () => this.#beginBatch(),
        ...(on === 'batch' && { onBatchEnd: async (_: number, logs?: Logs) => this.#endBatch(logs) }),
        onEpochEnd: async (_, logs) => this.#endEpoch(logs),
      },
      'never',
    );
    this.#on = on;
    this.rows = this.#told.asObservable();
    this.#training = train(
      {
        reports: (start) => {
          this.#step = start;
          return this.#reports;
        },
        setRate: (rate, step) => {
          if (typeof rate !== 'number') {
            throw new TypeError(
              `the rate must be one number, since a model has one optimizer, got ${shown(rate)}`,
            );
          }
          this.#gate.open(rate, step);
        },
      },
      schedule,
      training,
    );
  }

  /** Called by the framework as each `fit` begins. */
  override setModel(model: unknown): void {
    this.#model = model as LayersModel;
  }

  async #beginEpoch(epoch: number): Promise<void> {
    this.#begin();
    this.#epoch = epoch;
    if (this.#on === 'epoch') await this.#setRate();
  }

  async #beginBatch(): Promise<void> {
    if (this.#breath.due) await this.#breath.take();
    if (this.#on === 'batch') await this.#setRate();
  }

  #endBatch(logs: Logs | undefined): void {
    const { batch: _, size: __, ...metrics } = logs ?? {};
    this.#known = new Set(Object.keys(metrics));
    this.#report(this.#step++, metrics);
  }

  #endEpoch(logs: Logs | undefined): void {
    if (this.#on === 'epoch') {
      this.#report(this.#step++, logs ?? {});
      return;
    }
    const only = Object.entries(logs ?? {}).filter(([name]) => !this.#known.has(name));
    if (only.length > 0) this.#report(this.#step - 1, Object.fromEntries(only));
  }

  /** The schedule's one run begins with the first `fit`, and goes on in the next. */
  #begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    this.#training.subscribe({
      next: (row) => this.#told.next(row),
      error: (error: Error) => {
        this.#failure = error;
        this.#gate.shut();
        this.#told.error(error);
      },
      complete: () => {
        this.#failure = new Error(
          'scheduleCallback: the operator has completed, and there is no rate for another step',
        );
        this.#gate.shut();
        this.#told.complete();
      },
    });
    this.#throwIfFailed();
  }

  async #setRate(): Promise<void> {
    this.#throwIfFailed();
    const open = this.#gate.isOpen(this.#step) || (await this.#gate.pass(this.#step));
    if (!open) this.#throwIfFailed();
    const optimizer = (this.#model as LayersModel).optimizer;
    setLearningRate(optimizer, this.#gate.rate);
    this.#rate = learningRateOf(optimizer);
  }

  #report(step: number, metrics: Logs): void {
    this.#reports.next({ ...metrics, step, epoch: this.#epoch, rate: this.#rate });
    this.#throwIfFailed();
  }

  #throwIfFailed(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
