import { constant } from '@anneal/core';
import * as tf from '@tensorflow/tfjs';
import { lastValueFrom, Subscription, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { train } from '../index.ts';
import { type FitTrainer, fitTrainer } from './index.ts';

/** One weight w; with x = 1 and y far below, the gradient of the mean absolute error is 1. */
function walker() {
  const layer = tf.layers.dense({ units: 1, inputShape: [1], useBias: false, kernelInitializer: 'zeros' });
  const model = tf.sequential({ layers: [layer] });
  model.compile({ optimizer: tf.train.sgd(99), loss: 'meanAbsoluteError', metrics: ['mse'] });
  const weight = () => (layer.getWeights()[0] as tf.Tensor).dataSync()[0] as number;
  return { model, weight };
}

const [x, y] = [tf.ones([8, 1]), tf.fill([8, 1], -1000)];
const dataset = tf.data
  .array(Array(8).fill(-1000))
  .map((target) => ({ xs: tf.ones([1]), ys: tf.tensor1d([target as number]) }))
  .batch(2);

type Hooks = { readonly [hook: string]: (index: number) => unknown };

/** Two epochs of four batches. */
const trainers: [string, (model: tf.LayersModel, callbacks: Hooks) => FitTrainer][] = [
  [
    'fit',
    (model, callbacks) =>
      fitTrainer(model, x, y, {
        epochs: 2,
        batchSize: 2,
        callbacks: callbacks as never,
        validationData: [x, y],
      }),
  ],
  [
    'fitDataset',
    (model, callbacks) =>
      fitTrainer(model, dataset, {
        epochs: 2,
        callbacks: callbacks as never,
        validationData: dataset as never,
      }),
  ],
];

const settled = () => new Promise((resolve) => setTimeout(resolve, 15));

/** A hook, when it acts, the step that comes next then, and how many batches are trained if it lets go of the run. */
const hooks: [string, number, number, number][] = [
  ['onTrainBegin', Number.NaN, 0, 0],
  ['onEpochBegin', 0, 0, 0],
  ['onEpochBegin', 1, 4, 4],
  // The batch that has begun is finished.
  ['onBatchBegin', 0, 0, 1],
  ['onBatchBegin', 2, 2, 3],
  ['onBatchEnd', 1, 2, 2],
  ['onBatchEnd', 3, 4, 4],
  ['onEpochEnd', 0, 4, 4],
  ['onEpochEnd', 1, 8, 8],
  ['onTrainEnd', Number.NaN, 8, 8],
];

describe.each(trainers)('%s', (_, make) => {
  const at = (when: number, act: () => unknown) => {
    let acted = false;
    return (index: unknown) => {
      if (acted || !(Number.isNaN(when) || index === when)) return undefined;
      acted = true;
      return act();
    };
  };

  it.each(hooks)(
    '%s(%d) ends the rows when it throws, at once or in time, with the step and the rate',
    async (hook, when, step) => {
      const { model } = walker();
      const failing: (() => unknown)[] = [
        () => {
          throw new Error('disk full');
        },
        async () => {
          await settled();
          throw new Error('disk full');
        },
      ];
      for (const fail of failing) {
        const trainer = make(model, { [hook]: at(when, fail) });
        await expect(lastValueFrom(train(trainer, constant(0.5)))).rejects.toThrow(
          `train: the trainer failed at step ${step} (rate 0.5): disk full`,
        );
        // It has acted, so that now it lets training be.
        const rows = await lastValueFrom(train(trainer, constant(0.25)).pipe(toArray()));
        expect(rows.length).toBe(10);
      }
    },
  );

  it.each(hooks)(
    '%s(%d) lets go of the run, at once or in time, and no tensor is left',
    async (hook, when, _, trained) => {
      const { model, weight } = walker();
      await lastValueFrom(train(make(model, {}), constant(0)));
      const before = tf.memory().numTensors;
      for (const wait of [() => undefined, settled]) {
        const start = weight();
        let run = Subscription.EMPTY;
        await new Promise<void>((acted) => {
          const letGo = () => {
            run.unsubscribe();
            acted();
            return wait();
          };
          run = train(make(model, { [hook]: at(when, letGo) }), constant(1)).subscribe();
        });
        await settled();
        await settled();
        expect(start - weight()).toBe(trained);
        expect(tf.memory().numTensors).toBe(before);
      }
    },
  );
});

it('takes back the batch of a dataset that a callback throws out of, as the framework does not', async () => {
  const { model } = walker();
  await lastValueFrom(train(fitTrainer(model, dataset, { epochs: 1 }), constant(0)));
  const before = tf.memory().numTensors;
  const callbacks = { onBatchBegin: () => Promise.reject(new Error('disk full')) };
  const trainer = fitTrainer(model, dataset, { epochs: 1, callbacks });
  await expect(lastValueFrom(train(trainer, constant(0.5)))).rejects.toThrow('disk full');
  expect(tf.memory().numTensors).toBe(before);
});

describe('a validation that throws', () => {
  it('ends the rows, with the step and the rate', async () => {
    const { model } = walker();
    const wrong = [tf.ones([8, 2]), y] as [tf.Tensor, tf.Tensor];
    const trainer = fitTrainer(model, x, y, { epochs: 2, batchSize: 2, validationData: wrong });
    await expect(lastValueFrom(train(trainer, constant(0.5)))).rejects.toThrow(
      'train: the trainer failed at step 0 (rate 0.5)',
    );
    const broken = fitTrainer(model, dataset, { epochs: 2, validationData: wrong });
    await expect(lastValueFrom(train(broken, constant(0.5)))).rejects.toThrow(
      'train: the trainer failed at step 4 (rate 0.5)',
    );
  });
});
