import {
  constant,
  cosineAnnealing,
  curve,
  groups,
  linear,
  reduceOnPlateau,
  resume,
  type State,
} from '@anneal/core';
import * as tf from '@tensorflow/tfjs';
import { BehaviorSubject, firstValueFrom, lastValueFrom, Subscription, take, tap, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { train } from '../index.ts';
import { fitTrainer } from './index.ts';

/** One weight w, prediction w · x; with x = 1 and y far below, the gradient of the mean absolute error is 1. */
function walker(optimizer: tf.Optimizer | string = tf.train.sgd(99)) {
  const layer = tf.layers.dense({ units: 1, inputShape: [1], useBias: false, kernelInitializer: 'zeros' });
  const model = tf.sequential({ layers: [layer] });
  model.compile({ optimizer: optimizer as tf.Optimizer, loss: 'meanAbsoluteError', metrics: ['mse'] });
  const weight = () => (layer.getWeights()[0] as tf.Tensor).dataSync()[0] as number;
  return { model, weight };
}

const [x, y] = [tf.ones([8, 1]), tf.fill([8, 1], -1000)];
const sixteenths = linear({ from: 1, to: 0, over: 16 });

describe('fitTrainer', () => {
  it('sets each rate before its batch, the first included: the weight walks by the sum of the rates', async () => {
    const { model, weight } = walker();
    const walk: number[] = [];
    const rows = await lastValueFrom(
      train(fitTrainer(model, x, y, { epochs: 5, batchSize: 2, shuffle: false }), sixteenths).pipe(
        tap(() => walk.push(-weight())),
        toArray(),
      ),
    );
    let sum = 0;
    expect(walk).toEqual(rows.map((row) => (sum += row.rate)));
    expect(rows.map(({ step, epoch, rate }) => ({ step, epoch, rate }))).toEqual(
      Array.from({ length: 20 }, (_, step) => ({
        step,
        epoch: Math.floor(step / 4),
        rate: sixteenths.at(step),
      })),
    );
    expect(rows.every((row) => row.loss !== undefined && row.mse !== undefined)).toBe(true);
  });

  it.each(['sgd', 'momentum', 'adagrad', 'adadelta', 'adam', 'adamax', 'rmsprop'] as const)(
    'holds the weight still at rate 0, and moves it at others: %s',
    async (name) => {
      const { model, weight } = walker(name === 'momentum' ? tf.train.momentum(9, 0.9) : tf.train[name](9));
      const walk: number[] = [];
      const steps = curve((step) => (step === 2 || step === 3 ? 0 : 0.5));
      await lastValueFrom(
        train(fitTrainer(model, x, y, { epochs: 5 }), steps).pipe(tap(() => walk.push(weight()))),
      );
      expect(walk[0]).not.toBe(0);
      expect([walk[2], walk[3]]).toEqual([walk[1], walk[1]]);
      expect(walk[4]).not.toBe(walk[3]);
    },
  );

  it('reports at the end of an epoch only what no batch has, under the index of its last batch', async () => {
    const { model } = walker();
    const trainer = fitTrainer(model, x, y, { epochs: 2, batchSize: 4, validationData: [x, y] });
    const rows = await lastValueFrom(train(trainer, constant(0.5)).pipe(toArray()));
    expect(
      rows.map((row) => [
        row.step,
        row.epoch,
        row.rate,
        ...Object.keys(row).filter((key) => !['step', 'epoch', 'rate'].includes(key)),
      ]),
    ).toEqual([
      [0, 0, 0.5, 'loss', 'mse'],
      [1, 0, 0.5, 'loss', 'mse'],
      [1, 0, 0.5, 'val_loss', 'val_mse'],
      [2, 1, 0.5, 'loss', 'mse'],
      [3, 1, 0.5, 'loss', 'mse'],
      [3, 1, 0.5, 'val_loss', 'val_mse'],
    ]);
  });

  it('lets a plateau on the validation loss cut the rate before the next batch', async () => {
    const { model } = walker();
    const trainer = fitTrainer(model, x, y, {
      epochs: 4,
      batchSize: 4,
      validationData: [x, tf.fill([8, 1], 1)],
    });
    const schedule = reduceOnPlateau({ initial: 0.5, factor: 0.5, patience: 0, monitor: 'val_loss' });
    const rows = await lastValueFrom(train(trainer, schedule).pipe(toArray()));
    // The validation loss rises while the weight falls: baseline at step 1, then a cut at the end of each epoch.
    const batches = rows.filter((row) => row.loss !== undefined);
    expect(batches.map(({ rate }) => rate)).toEqual([0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125]);
    expect(batches.map(({ causes }) => causes?.length ?? 0)).toEqual([0, 0, 0, 0, 1, 0, 1, 0]);
  });

  it('stands still at constant(0), to the last bit', async () => {
    const { model } = walker('adam');
    const trainer = fitTrainer(model, x, y, { epochs: 10, validationData: [x, y] });
    const rows = await lastValueFrom(train(trainer, constant(0)).pipe(toArray()));
    expect(new Set(rows.flatMap((row) => row.val_loss ?? [])).size).toBe(1);
  });

  it('stops before the next batch when unsubscribed, and leaves the model to be trained again', async () => {
    const { model, weight } = walker();
    const trainer = fitTrainer(model, x, y, { epochs: 50, batchSize: 4 });
    await lastValueFrom(train(trainer, constant(1)).pipe(take(3)));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(weight()).toBe(-3);
    await lastValueFrom(train(trainer, constant(1)).pipe(take(2)));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(weight()).toBe(-5);
  });

  it('pauses before the next batch, and goes on', async () => {
    const { model, weight } = walker();
    const running = new BehaviorSubject(true);
    const steps: number[] = [];
    let done = Promise.resolve();
    await new Promise<void>((paused) => {
      done = train(fitTrainer(model, x, y, { epochs: 6 }), constant(1), { running }).forEach(({ step }) => {
        steps.push(step);
        if (step !== 2) return;
        running.next(false);
        setTimeout(paused, 20);
      });
    });
    expect([steps, weight()]).toEqual([[0, 1, 2], -3]);
    running.next(true);
    await done;
    expect([steps, weight()]).toEqual([[0, 1, 2, 3, 4, 5], -6]);
  });

  it('trains no batch more when it is let go of while paused, and can be run again at once', async () => {
    const { model, weight } = walker();
    const running = new BehaviorSubject(true);
    const trainer = fitTrainer(model, x, y, { epochs: 6 });
    let first = Subscription.EMPTY;
    await new Promise<void>((paused) => {
      first = train(trainer, constant(1), { running }).subscribe(({ step }) => {
        if (step !== 2) return;
        running.next(false);
        setTimeout(paused, 20);
      });
    });
    first.unsubscribe();
    const rows = await lastValueFrom(train(trainer, constant(1)).pipe(toArray()));
    expect(rows.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(weight()).toBe(-9);
  });

  it('starts with the epoch of a later step when resumed', async () => {
    const { model } = walker();
    const trainer = fitTrainer(model, x, y, { epochs: 3, batchSize: 4 });
    const rows = await lastValueFrom(train(trainer, resume(sixteenths, 4)).pipe(toArray()));
    expect(rows.map(({ step, epoch, rate }) => [step, epoch, rate])).toEqual([
      [4, 2, 0.75],
      [5, 2, 0.6875],
    ]);
  });

  it('counts what is split off for validation, unless there is data for that', async () => {
    for (const [more, perEpoch] of [
      [{}, 2],
      [{ validationData: [x, y] as [tf.Tensor, tf.Tensor] }, 4],
    ] as const) {
      const args = { epochs: 3, batchSize: 2, validationSplit: 0.5, ...more };
      const rows = train(fitTrainer(walker().model, x, y, args), constant(0), { start: 2 * perEpoch });
      const batches = (await lastValueFrom(rows.pipe(toArray()))).filter(({ loss }) => loss !== undefined);
      expect(batches.map(({ epoch }) => epoch)).toEqual(Array(perEpoch).fill(2));
    }
  });

  it('gives, from a saved state and saved weights, what would have followed', async () => {
    const schedule = reduceOnPlateau({ initial: 0.5, factor: 0.5, patience: 1, monitor: 'loss' });
    const whole = walker();
    const all = await lastValueFrom(
      train(fitTrainer(whole.model, x, y, { epochs: 8 }), schedule).pipe(toArray()),
    );

    const first = walker();
    const head = await lastValueFrom(
      train(fitTrainer(first.model, x, y, { epochs: 8 }), schedule, { states: true }).pipe(
        take(5),
        toArray(),
      ),
    );
    const state = JSON.parse(JSON.stringify(head.at(-1)?.state)) as State;
    const tail = await lastValueFrom(
      train(fitTrainer(first.model, x, y, { epochs: 8 }), resume(schedule, state)).pipe(toArray()),
    );
    expect([...head.map(({ state: _, ...row }) => row), ...tail]).toEqual(all);
    expect(first.weight()).toBe(whole.weight());
  });

  it('runs beside callbacks of your own, plain ones and those of the framework', async () => {
    const { model } = walker();
    const epochs: number[] = [];
    const callbacks = [
      { onEpochEnd: async (epoch: number) => void epochs.push(epoch) },
      tf.callbacks.earlyStopping({ monitor: 'loss', patience: 0, minDelta: 1e9 }),
    ];
    const trainer = fitTrainer(model, x, y, { epochs: 9, callbacks: callbacks as tf.CustomCallback[] });
    const rows = await lastValueFrom(train(trainer, constant(0.1)).pipe(toArray()));
    expect([epochs, rows.length]).toEqual([[0, 1], 2]);
  });

  it('turns what a callback throws into the error of the rows, with the step and the rate', async () => {
    const { model } = walker();
    const callbacks = { onEpochEnd: () => Promise.reject(new Error('disk full')) };
    const trainer = fitTrainer(model, x, y, { epochs: 9, callbacks });
    await expect(lastValueFrom(train(trainer, constant(0.1)))).rejects.toThrow(
      'train: the trainer failed at step 1 (rate 0.1): disk full',
    );
    const again = fitTrainer(model, x, y, { epochs: 1 });
    expect((await firstValueFrom(train(again, constant(0.1)))).step).toBe(0);
  });

  it('holds a NaN loss for what it is: a bad reading', async () => {
    const { model } = walker();
    const trainer = fitTrainer(model, x, tf.fill([8, 1], Number.NaN), { epochs: 3 });
    const schedule = reduceOnPlateau({ initial: 0.5, factor: 0.5, patience: 0 });
    const rows = await lastValueFrom(train(trainer, schedule).pipe(toArray()));
    expect(rows.map(({ rate, loss }) => [rate, loss])).toEqual([
      [0.5, Number.NaN],
      [0.25, Number.NaN],
      [0.125, Number.NaN],
    ]);
  });

  it('leaks no tensor, whether it ends, is stopped, or is let go of while paused', async () => {
    const { model } = walker();
    const args = { epochs: 6, batchSize: 4, validationData: [x, y] as [tf.Tensor, tf.Tensor] };
    const end = async (stopAt: number) => {
      const running = new BehaviorSubject(true);
      const rows = train(fitTrainer(model, x, y, args), cosineAnnealing({ from: 0.1, over: 12 }), {
        running,
      });
      let run = Subscription.EMPTY;
      await new Promise<void>((resolve) => {
        run = rows.subscribe({
          next: ({ step }) => {
            if (step !== stopAt) return;
            running.next(false);
            setTimeout(resolve, 10);
          },
          complete: resolve,
        });
      });
      run.unsubscribe();
      await lastValueFrom(train(fitTrainer(model, x, y, args), constant(0.1)).pipe(take(3)));
      await new Promise((resolve) => setTimeout(resolve, 10));
    };
    await end(99);
    const before = tf.memory().numTensors;
    for (const stopAt of [99, 0, 1, 2, 3]) {
      await end(stopAt);
      expect(tf.memory().numTensors).toBe(before);
    }
  });

  it('does one run at a time', async () => {
    const { model } = walker();
    const trainer = fitTrainer(model, x, y, { epochs: 2 });
    const first = lastValueFrom(train(trainer, constant(0.1)));
    await expect(lastValueFrom(train(trainer, constant(0.1)))).rejects.toThrow(
      'train: a run of this trainer is on',
    );
    await first;
  });

  it.each<[unknown[], string]>([
    [[{}, x, y], 'fitTrainer: model must be a tf.LayersModel, got an object {  }'],
    [
      [tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] }), x, y],
      'fitTrainer: the model must be compiled',
    ],
    [[walker().model, 'x', y], 'fitTrainer: x must be a tensor, an array or a record of tensors'],
  ])('refuses %#', (given, message) => {
    expect(() => fitTrainer(...(given as Parameters<typeof fitTrainer>))).toThrow(message);
  });

  it('refuses a record of rates before its first step', async () => {
    const { model, weight } = walker();
    const rates = groups({ body: constant(0.1), head: constant(0.2) });
    const trainer = fitTrainer(model, x, y, { epochs: 2 });
    await expect(lastValueFrom(train(trainer as never, rates as never))).rejects.toThrow(
      'fitTrainer: the rate must be one number',
    );
    expect(weight()).toBe(0);
  });
});
