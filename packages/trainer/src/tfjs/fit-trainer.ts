import type { LayersModel, ModelFitArgs, ModelFitDatasetArgs } from '@tensorflow/tfjs';
import { Observable } from 'rxjs';
import { aRunIsOn } from '../a-run-is-on.ts';
import { shown } from '../check.ts';
import { Gate } from '../gate.ts';
import { once } from '../once.ts';
import type { Trainer } from '../trainer.ts';
import { Fit, type FitReport, stopped } from './fit.ts';
import { type Data, isDataset, ofDataset, ofTensors } from './fit-task.ts';
import type { FitDataset } from './paced-dataset.ts';
import { putBack, type Snapshot, snapshotOf } from './snapshot.ts';

/** A trainer of a `tf.LayersModel`, which can be saved and restored. */
export interface FitTrainer extends Trainer<FitReport> {
  /**
   * The model and its optimizer at the moment of the call; see `takeSnapshot`. Called where a row is heard, it is of the
   * weights behind that row.
   */
  save(): Promise<Snapshot>;
  /**
   * Puts back what `save` gave, of this trainer or of another one of the same shape; see `restoreSnapshot`. Between two
   * batches of a run it is done at once; a batch that a stopped run has begun is waited for.
   */
  restore(saved: unknown): Promise<void>;
}

/**
 * A trainer that runs `model.fit` of TensorFlow.js, or `model.fitDataset`, one step for each batch.
 *
 * Every batch waits for its rate, the first one included, and its loss and metrics are its report. The end of an epoch
 * is one more report, under the index of its last batch, with what no batch report has: `val_loss` and its like. Steps
 * count over all epochs; `args.epochs` says how many. The event loop is handed back between batches, also in a hidden tab.
 *
 * A run that is resumed at a later `start` begins with the epoch that this step belongs to: `fit` with its first batch, a
 * dataset with the batch that would have come next; those before it are passed over. How many batches an epoch has must
 * be known for it: by the dataset's `size`, or by `args.batchesPerEpoch`.
 *
 * Unsubscribing stops it before the next batch, in any callback of your own, too. No tensor is left over; what a callback
 * of your own throws as a batch begins or ends makes TensorFlow.js leave a few.
 *
 * @param model a compiled `tf.LayersModel`; its optimizer's rate is what the schedule sets.
 * @param x inputs, as `model.fit` takes them: shape `[samples, …]`, a list or a record where the model has several.
 * @param y targets, as `model.fit` takes them: shape `[samples, …]`.
 * @param args what `model.fit` takes: `epochs`, `batchSize`, `validationData`, `callbacks`, … Callbacks of your own,
 * `tf.callbacks.earlyStopping` among them, run beside it. `fitTrainer(model, dataset, args)` takes what
 * `model.fitDataset` does: batches of `{ xs, ys }`, and `epochs`, `batchesPerEpoch`, `validationData`, …
 * @throws TypeError when the model is not compiled. What `fit`, a callback or the dataset throws ends the stream of
 * reports; so does a `start` after 0 where nobody knows how many batches an epoch of the dataset has.
 *
 * @example
 * ```ts
 * import { cosineAnnealing } from '@anneal/core';
 * import { train } from '@anneal/trainer';
 * import { fitTrainer } from '@anneal/trainer/tfjs';
 * import * as tf from '@tensorflow/tfjs';
 * import { lastValueFrom } from 'rxjs';
 *
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
 * model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
 * const [x, y] = [tf.tensor2d([[0], [1], [2], [3]]), tf.tensor2d([[1], [3], [5], [7]])];
 *
 * const trainer = fitTrainer(model, x, y, { epochs: 20, batchSize: 2 });
 * const last = await lastValueFrom(train(trainer, cosineAnnealing({ from: 0.1, over: 40 })));
 * last.step; // => 39
 *
 * const rows = tf.data.array([0, 1, 2, 3]).map((value) => ({ xs: [value as number], ys: [2 * (value as number) + 1] }));
 * const onward = fitTrainer(model, rows.batch(2), { epochs: 30 });
 * const end = await lastValueFrom(train(onward, cosineAnnealing({ from: 0.1, over: 60 }), { start: 41 }));
 * end.step; // => 59
 * ```
 */
export function fitTrainer(model: LayersModel, x: Data, y: Data, args?: ModelFitArgs): FitTrainer;
export function fitTrainer(
  model: LayersModel,
  dataset: FitDataset,
  args: ModelFitDatasetArgs<unknown>,
): FitTrainer;
export function fitTrainer(
  model: LayersModel,
  data: Data | FitDataset,
  second?: Data | ModelFitDatasetArgs<unknown>,
  third?: ModelFitArgs,
): FitTrainer {
  if (typeof model?.fit !== 'function')
    throw new TypeError(`fitTrainer: model must be a tf.LayersModel, got ${shown(model)}`);
  if (model.optimizer === undefined) {
    throw new TypeError(
      'fitTrainer: the model must be compiled, got one without an optimizer; call model.compile first',
    );
  }
  const task = isDataset(data)
    ? ofDataset(model, data, second as ModelFitDatasetArgs<unknown>)
    : ofTensors(model, data, second as Data, third);
  const gate = new Gate<number>();
  let busy = false;
  let ended: Promise<void> = Promise.resolve();

  return {
    save: () => snapshotOf('fitTrainer', model),
    async restore(saved) {
      // A run that was let go of may have a batch to finish, which would train on over what is put back.
      if (!busy) await ended;
      putBack('fitTrainer', model, saved);
    },
    setRate(rate, step) {
      if (typeof rate !== 'number') {
        throw new TypeError(
          `fitTrainer: the rate must be one number, since model.fit has one optimizer, got ${shown(rate)}`,
        );
      }
      gate.open(rate, step);
    },
    reports: (start) =>
      new Observable((out) => {
        if (busy) throw new Error(`fitTrainer: ${aRunIsOn}`);
        let initialEpoch: number;
        try {
          initialEpoch = task.epochOf(start);
        } catch (error) {
          // The first rate is there by now, and is not the next run's.
          gate.shut();
          throw error;
        }
        busy = true;
        const fit = new Fit({ model, gate, start, batches: task.waitedFor, out });
        // Once, and before the end is told of: whoever hears of it may start the next run.
        const end = once(() => {
          busy = false;
          gate.shut();
        });
        out.add(end);
        // A run that was let go of may have a batch to finish.
        const before = ended;
        const run = async (): Promise<void> => {
          await before;
          await fit.breath.take();
          if (!out.closed) await task.run(fit, start, initialEpoch);
        };
        ended = run().then(
          () => {
            end();
            out.complete();
          },
          (error: unknown) => {
            end();
            if (error === stopped) out.complete();
            else out.error(error);
          },
        );
      }),
  };
}
