import { CustomCallback, type LayersModel, type ModelFitArgs, type Tensor } from '@tensorflow/tfjs';
import { Observable } from 'rxjs';
import { aRunIsOn } from '../a-run-is-on.ts';
import { shown } from '../check.ts';
import { Gate } from '../gate.ts';
import { once } from '../once.ts';
import type { Trainer } from '../trainer.ts';
import { Fit, type FitReport, stopped } from './fit.ts';

/** What `model.fit` takes. */
type Data = Tensor | Tensor[] | { readonly [input: string]: Tensor };

/**
 * A trainer that runs `model.fit` of TensorFlow.js, one step for each batch.
 *
 * Every batch waits for its rate, the first one included, and its loss and metrics are its report. The end of an epoch
 * is one more report, under the index of its last batch, with what no batch report has: `val_loss` and its like. Steps
 * count over all epochs; `args.epochs` says how many. A run that is resumed at a later `start` begins with the epoch
 * that this step belongs to. The event loop is handed back between batches, also in a hidden tab.
 *
 * @param model a compiled `tf.LayersModel`; its optimizer's rate is what the schedule sets.
 * @param x inputs, as `model.fit` takes them: shape `[samples, …]`.
 * @param y targets, as `model.fit` takes them: shape `[samples, …]`.
 * @param args what `model.fit` takes: `epochs`, `batchSize`, `validationData`, `callbacks`, … Callbacks of your own,
 * `tf.callbacks.earlyStopping` among them, run beside it.
 * @throws TypeError when the model is not compiled. What `fit` or a callback throws ends the stream of reports.
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
 * ```
 */
export function fitTrainer(
  model: LayersModel,
  x: Data,
  y: Data,
  args: ModelFitArgs = {},
): Trainer<FitReport> {
  if (typeof model?.fit !== 'function')
    throw new TypeError(`fitTrainer: model must be a tf.LayersModel, got ${shown(model)}`);
  if (model.optimizer === undefined) {
    throw new TypeError(
      'fitTrainer: the model must be compiled, got one without an optimizer; call model.compile first',
    );
  }
  const batches = batchesOf(x, args);
  const gate = new Gate<number>();
  let busy = false;
  let ended: Promise<void> = Promise.resolve();

  return {
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
        busy = true;
        const fit = new Fit({ model, gate, start, batches, out });
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
          if (out.closed) return;
          const initialEpoch = args.initialEpoch ?? Math.floor(start / batches);
          // Yielding is ours: the framework's own waits for animation frames, which a hidden tab does not have.
          await model.fit(x as Tensor, y as Tensor, {
            yieldEvery: 'never',
            ...args,
            initialEpoch,
            callbacks: beside(fit, args),
          });
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

/** How many batches an epoch has. */
function batchesOf(x: Data, { batchSize = 32, validationSplit = 0 }: ModelFitArgs): number {
  const first = (Array.isArray(x) ? x[0] : 'shape' in Object(x) ? x : Object.values(x)[0]) as
    | Tensor
    | undefined;
  const samples = first?.shape?.[0];
  if (samples === undefined)
    throw new TypeError(`fitTrainer: x must be a tensor, an array or a record of tensors, got ${shown(x)}`);
  return Math.max(1, Math.ceil(Math.floor(samples * (1 - validationSplit)) / batchSize));
}

/** The user's between ours; plain objects become what `fit` would have made of them, since it takes no mixture. */
function beside(fit: Fit, { callbacks = [], yieldEvery = 'never' }: ModelFitArgs): CustomCallback[] {
  const own = [callbacks].flat() as unknown[];
  const isPlain = (callback: unknown) =>
    !(typeof (callback as { setModel?: unknown }).setModel === 'function');
  const wrapped = own.map((one) =>
    isPlain(one)
      ? new CustomCallback(one as ConstructorParameters<typeof CustomCallback>[0], yieldEvery)
      : one,
  );
  return [fit.first(), ...(wrapped as CustomCallback[]), fit.last()];
}
