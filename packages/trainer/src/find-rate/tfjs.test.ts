import { constant } from '@anneal/core';
import * as tf from '@tensorflow/tfjs';
import { lastValueFrom, type Observable, take, toArray } from 'rxjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { penguins } from '../../../../tools/penguins.ts';
import { findRate, restored, train } from '../index.ts';
import { fitTrainer } from '../tfjs/index.ts';
import { learningRateOf } from '../tfjs/set-learning-rate.ts';

const all = <T>(stream: Observable<T>) => lastValueFrom(stream.pipe(toArray()));

beforeAll(() => tf.setBackend('cpu'));

/** The same classifier of penguins at each call, after a few steps of training. */
async function classifier() {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        units: 8,
        activation: 'tanh',
        inputShape: [4],
        kernelInitializer: tf.initializers.glorotUniform({ seed: 3 }),
      }),
      tf.layers.dense({
        units: 3,
        activation: 'softmax',
        kernelInitializer: tf.initializers.glorotUniform({ seed: 4 }),
      }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.002), loss: 'categoricalCrossentropy' });
  const rows = penguins().rows.map((_, i, all) => all[(i * 97) % all.length] as number[]);
  const x = tf.tensor2d(rows.map(([a = 0, b = 0, c = 0, d = 0]) => [a / 50, b / 20, c / 200, d / 4000]));
  const y = tf.tidy(() =>
    tf
      .oneHot(
        tf.tensor1d(
          rows.map((row) => row[4] as number),
          'int32',
        ),
        3,
      )
      .toFloat(),
  );
  const trainer = fitTrainer(model, x, y, { epochs: 12, batchSize: 32, shuffle: false });
  await lastValueFrom(train(trainer, constant(0.002)).pipe(take(5)));
  return { model, trainer };
}

const weightsOf = (model: tf.LayersModel) =>
  model.getWeights().map((weight) => Array.from(weight.dataSync()));
const losses = (rows: readonly object[]) => rows.map((row) => (row as { loss?: number }).loss);

describe('findRate around model.fit', () => {
  it('finds a band, and leaves weights, moments and rate as they were', async () => {
    const { model, trainer } = await classifier();
    const twin = await classifier();
    const { found } = await lastValueFrom(findRate(trainer));
    expect(found?.valley).toBeGreaterThan(1e-4);
    expect(found?.valley).toBeLessThan(1);
    expect(weightsOf(model)).toEqual(weightsOf(twin.model));
    expect(learningRateOf(model.optimizer)).toBe(0.002);
    const [after, untouched] = [
      await all(train(trainer, constant(0.002)).pipe(take(20))),
      await all(train(twin.trainer, constant(0.002)).pipe(take(20))),
    ];
    expect(losses(after)).toEqual(losses(untouched));
  });

  it('does so when it is unsubscribed in the middle of a batch, and a run begins at once', async () => {
    const { model, trainer } = await classifier();
    const twin = await classifier();
    await new Promise<void>((stop) => {
      const test = findRate(trainer, { from: 0.01 }).subscribe(({ step }) => {
        if (step !== 10) return;
        // The next batch has begun by then.
        Promise.resolve().then(() => {
          test.unsubscribe();
          stop();
        });
      });
    });
    const rows = await all(train(trainer, constant(0.002)).pipe(take(20)));
    expect(losses(rows)).toEqual(losses(await all(train(twin.trainer, constant(0.002)).pipe(take(20)))));
    await restored(trainer);
    expect(weightsOf(model)).toEqual(weightsOf(twin.model));
  });

  it('leaks no tensor', async () => {
    const { trainer } = await classifier();
    await lastValueFrom(findRate(trainer, { steps: 20 }));
    const { numTensors } = tf.memory();
    await lastValueFrom(findRate(trainer, { steps: 20 }));
    await lastValueFrom(findRate(trainer, { steps: 20 }).pipe(take(5)));
    await restored(trainer);
    expect(tf.memory().numTensors).toBe(numTensors);
  });
});
