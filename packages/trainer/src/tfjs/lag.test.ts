import { linear, reduceOnPlateau } from '@anneal/core';
import * as tf from '@tensorflow/tfjs';
import { concatMap, lastValueFrom, type Observable, pipe, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { stepTrainer, train } from '../index.ts';
import { type FitReport, fitTrainer, scheduleCallback, setLearningRate } from './index.ts';

/** One weight w; with x = 1 and y far below, the gradient of the mean absolute error is 1. */
function walker() {
  const layer = tf.layers.dense({ units: 1, inputShape: [1], useBias: false, kernelInitializer: 'zeros' });
  const model = tf.sequential({ layers: [layer] });
  model.compile({ optimizer: tf.train.sgd(99), loss: 'meanAbsoluteError' });
  const w = (layer.trainableWeights[0] as { read(): tf.Tensor }).read() as tf.Variable;
  return { model, w, weight: () => w.dataSync()[0] as number };
}

type Operator = (reports: Observable<FitReport>) => Observable<number>;

/** An operator that answers when it has thought for a while: longer for a validation than for a batch, or shorter. */
const slow = (schedule: unknown): Operator => {
  let asked = 0;
  return pipe(
    schedule as Operator,
    concatMap(async (rate) => {
      for (let i = asked++ % 3; i >= 0; i--) await new Promise((resolve) => setTimeout(resolve, 1));
      return rate;
    }),
  );
};

const [x, y] = [tf.ones([4, 1]), tf.fill([4, 1], -1000)];
const valid: [tf.Tensor, tf.Tensor] = [x, tf.fill([4, 1], 1)];
/** Batches of two, of a size that nobody knows. */
const dataset = (target: number) =>
  tf.data.generator(async function* () {
    for (let i = 0; i < 2; i++) yield { xs: tf.ones([2, 1]), ys: tf.fill([2, 1], target) };
  } as never) as tf.data.Dataset<tf.TensorContainer>;

type Ran = { rows: readonly FitReport[]; weight: number };

/** Six epochs of two batches, each with a validation, in every way that there is. */
const ways: [string, (schedule: Operator) => Promise<Ran>][] = [
  [
    'fit',
    async (schedule) => {
      const { model, weight } = walker();
      const trainer = fitTrainer(model, x, y, { epochs: 6, batchSize: 2, validationData: valid });
      const rows = await lastValueFrom(train(trainer, schedule, { late: 'wait' }).pipe(toArray()));
      return { rows: rows as unknown as FitReport[], weight: weight() };
    },
  ],
  [
    'fitDataset',
    async (schedule) => {
      const { model, weight } = walker();
      const validationData = dataset(1) as never;
      const trainer = fitTrainer(model, dataset(-1000), { epochs: 6, validationData });
      const rows = await lastValueFrom(train(trainer, schedule, { late: 'wait' }).pipe(toArray()));
      return { rows: rows as unknown as FitReport[], weight: weight() };
    },
  ],
  [
    'fit by callback',
    async (schedule) => {
      const { model, weight } = walker();
      const rows: FitReport[] = [];
      const callbacks = scheduleCallback(schedule, { late: 'wait' });
      callbacks.rows.subscribe((row) => rows.push(row as unknown as FitReport));
      for (const epochs of [2, 4])
        await model.fit(x, y, { epochs, batchSize: 2, validationData: valid, callbacks });
      return { rows, weight: weight() };
    },
  ],
  [
    'fitDataset by callback',
    async (schedule) => {
      const { model, weight } = walker();
      const rows: FitReport[] = [];
      const callbacks = scheduleCallback(schedule, { late: 'wait' });
      callbacks.rows.subscribe((row) => rows.push(row as unknown as FitReport));
      for (const epochs of [2, 4])
        await model.fitDataset(dataset(-1000), { epochs, validationData: dataset(1) as never, callbacks });
      return { rows, weight: weight() };
    },
  ],
];

const sixteenths = linear({ from: 1, to: 0, over: 16 });
const plateau = reduceOnPlateau({ initial: 0.5, factor: 0.5, patience: 0, monitor: 'val_loss' });

describe.each(ways)('%s', (_, run) => {
  it('has no lag with an operator that takes its time: the weight walks by the sum of the rates', async () => {
    const { rows, weight } = await run(slow(sixteenths));
    const batches = rows.filter(({ loss }) => loss !== undefined);
    expect(batches.map(({ step, rate }) => [step, rate])).toEqual(
      Array.from({ length: 12 }, (_, step) => [step, sixteenths.at(step)]),
    );
    expect(-weight).toBe(batches.reduce((sum, { rate }) => sum + rate, 0));
  });

  it('has none where the validation is answered, either', async () => {
    for (const schedule of [plateau as never as Operator, slow(plateau)]) {
      const { rows, weight } = await run(schedule);
      const batches = rows.filter(({ loss }) => loss !== undefined);
      const epochs = [0.5, 0.5, 0.25, 0.125, 0.0625, 0.03125];
      expect(batches.map(({ rate }) => rate)).toEqual(epochs.flatMap((rate) => [rate, rate]));
      expect(-weight).toBe(batches.reduce((sum, { rate }) => sum + rate, 0));
    }
  });
});

describe('a loop of your own', () => {
  it.each<[string, (it: ReturnType<typeof walker>) => (rate: number) => unknown]>([
    [
      'optimizer.minimize',
      ({ w, model }) =>
        (rate) => {
          setLearningRate(model.optimizer, rate);
          model.optimizer.minimize(() => w.sum().asScalar(), false, [w]);
        },
    ],
    [
      'model.trainOnBatch',
      ({ model }) =>
        async (rate) => {
          setLearningRate(model.optimizer, rate);
          return { loss: (await model.trainOnBatch(x, y)) as number };
        },
    ],
  ])('with %s has no lag, and leaves no tensor in 1,000 steps', async (_, make) => {
    const it = walker();
    const step = make(it);
    await step(0);
    const before = tf.memory().numTensors;
    const trainer = stepTrainer((rate: number) => step(rate) as undefined, { steps: 12 });
    for (const schedule of [sixteenths, slow(sixteenths)]) {
      const start = it.weight();
      const rows = await lastValueFrom(train(trainer, schedule as never).pipe(toArray()));
      expect(start - it.weight()).toBe(rows.reduce((sum, { rate }) => sum + rate, 0));
    }
    const long = stepTrainer((rate: number) => step(rate) as undefined, { steps: 1000 });
    await lastValueFrom(train(long, sixteenths));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('1,000 steps', () => {
  it.each([
    [
      'fit',
      (model: tf.LayersModel, epochs: number) =>
        fitTrainer(model, x, y, { epochs, batchSize: 2, validationData: valid }),
    ],
    [
      'fitDataset',
      (model: tf.LayersModel, epochs: number) =>
        fitTrainer(model, dataset(-1000), { epochs, validationData: dataset(1) as never }),
    ],
    [
      'fitDataset in one stream',
      (model: tf.LayersModel, epochs: number) =>
        fitTrainer(model, dataset(-1000).repeat(), { epochs, batchesPerEpoch: 2, validationData: valid }),
    ],
  ])('of %s leave no tensor', async (_, make) => {
    const { model } = walker();
    await lastValueFrom(train(make(model, 2), sixteenths));
    const before = tf.memory().numTensors;
    const rows = await lastValueFrom(train(make(model, 500), sixteenths).pipe(toArray()));
    expect([rows.at(-1)?.step, tf.memory().numTensors]).toEqual([999, before]);
  });

  it('by callback leave no tensor, in fit and in fitDataset', async () => {
    const { model } = walker();
    const callbacks = scheduleCallback(sixteenths);
    let last = 0;
    callbacks.rows.subscribe(({ step }) => {
      last = step;
    });
    await model.fit(x, y, { epochs: 2, batchSize: 2, validationData: valid, callbacks });
    const before = tf.memory().numTensors;
    await model.fit(x, y, { epochs: 250, batchSize: 2, validationData: valid, callbacks });
    await model.fitDataset(dataset(-1000), { epochs: 250, validationData: dataset(1) as never, callbacks });
    expect([last, tf.memory().numTensors]).toEqual([1003, before]);
  });
});
