import { constant, curve, linear, reduceOnPlateau, resume, type State } from '@anneal/core';
import * as tf from '@tensorflow/tfjs';
import { BehaviorSubject, delay, type Observable, pipe, take } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { type FitReport, scheduleCallback } from './index.ts';

/** One weight w; with x = 1 and y far below, the gradient of the mean absolute error is 1. */
function walker(optimizer: tf.Optimizer | string = tf.train.sgd(99)) {
  const layer = tf.layers.dense({ units: 1, inputShape: [1], useBias: false, kernelInitializer: 'zeros' });
  const model = tf.sequential({ layers: [layer] });
  model.compile({ optimizer: optimizer as tf.Optimizer, loss: 'meanAbsoluteError', metrics: ['mse'] });
  const weight = () => (layer.getWeights()[0] as tf.Tensor).dataSync()[0] as number;
  return { model, weight };
}

const [x, y] = [tf.ones([8, 1]), tf.fill([8, 1], -1000)];
const sixteenths = linear({ from: 1, to: 0, over: 16 });

/** The rows of a callback, as they come. */
function kept(callback: ReturnType<typeof scheduleCallback>) {
  const rows: (FitReport & { causes?: unknown })[] = [];
  callback.rows.subscribe({ next: (row) => rows.push(row as unknown as FitReport), error: () => {} });
  return rows;
}

describe('scheduleCallback on batches', () => {
  it('sets each rate before its batch, the first included: the weight walks by the sum of the rates', async () => {
    const { model, weight } = walker();
    const callback = scheduleCallback(sixteenths);
    const walk: number[] = [];
    const rows = kept(callback);
    callback.rows.subscribe(() => walk.push(-weight()));
    await model.fit(x, y, { epochs: 3, batchSize: 2, callbacks: callback });
    let sum = 0;
    expect(walk).toEqual(rows.map((row) => (sum += row.rate)));
    expect(rows.map(({ step, epoch, rate }) => [step, epoch, rate])).toEqual(
      Array.from({ length: 12 }, (_, step) => [step, Math.floor(step / 4), sixteenths.at(step)]),
    );
    expect(rows.every((row) => row.loss !== undefined && row.mse !== undefined)).toBe(true);
  });

  it('goes on counting over several fit calls, each with epochs of its own', async () => {
    const { model, weight } = walker();
    const callback = scheduleCallback(sixteenths);
    const rows = kept(callback);
    for (const epochs of [1, 2, 1]) await model.fit(x, y, { epochs, batchSize: 4, callbacks: [callback] });
    expect(rows.map(({ step, epoch }) => [step, epoch])).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 0],
      [4, 1],
      [5, 1],
      [6, 0],
      [7, 0],
    ]);
    expect(-weight()).toBe(rows.reduce((sum, { rate }) => sum + rate, 0));
  });

  it('hands the validation to the schedule at the end of an epoch, before the next batch', async () => {
    const { model } = walker();
    const callback = scheduleCallback(
      reduceOnPlateau({ initial: 0.5, factor: 0.5, patience: 0, monitor: 'val_loss' }),
    );
    const rows = kept(callback);
    await model.fit(x, y, {
      epochs: 4,
      batchSize: 4,
      validationData: [x, tf.fill([8, 1], 1)],
      callbacks: callback,
    });
    const batches = rows.filter((row) => row.loss !== undefined);
    expect(batches.map(({ rate }) => rate)).toEqual([0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125]);
    expect(rows.filter((row) => row.val_loss !== undefined).map(({ step }) => step)).toEqual([1, 3, 5, 7]);
  });

  it('stands in one array with earlyStopping', async () => {
    const { model } = walker();
    const callback = scheduleCallback(sixteenths);
    const rows = kept(callback);
    const stop = tf.callbacks.earlyStopping({ monitor: 'loss', patience: 0, minDelta: 1e9 });
    await model.fit(x, y, { epochs: 9, callbacks: [callback, stop] });
    await model.fit(x, y, {
      epochs: 9,
      callbacks: [tf.callbacks.earlyStopping({ monitor: 'loss', patience: 0, minDelta: 1e9 }), callback],
    });
    expect(rows.map(({ step }) => step)).toEqual([0, 1, 2, 3]);
  });

  it('rides on fitDataset', async () => {
    const { model, weight } = walker();
    const callback = scheduleCallback(sixteenths);
    const rows = kept(callback);
    const data = tf.data
      .zip({ xs: tf.data.array(Array(8).fill([1])), ys: tf.data.array(Array(8).fill([-1000])) })
      .batch(4);
    await model.fitDataset(data as tf.data.Dataset<tf.TensorContainer>, { epochs: 3, callbacks: callback });
    expect(rows.map(({ step, rate }) => [step, rate])).toEqual(
      Array.from({ length: 6 }, (_, step) => [step, sixteenths.at(step)]),
    );
    expect(-weight()).toBe(rows.reduce((sum, { rate }) => sum + rate, 0));
  });
});

describe('scheduleCallback on epochs', () => {
  it('sets the rate as an epoch begins, and reports all that is said of it', async () => {
    const { model, weight } = walker();
    const callback = scheduleCallback(sixteenths, { on: 'epoch' });
    const rows = kept(callback);
    await model.fit(x, y, { epochs: 2, batchSize: 4, validationData: [x, y], callbacks: callback });
    await model.fit(x, y, { epochs: 1, batchSize: 4, validationData: [x, y], callbacks: callback });
    expect(rows.map(({ step, epoch, rate }) => [step, epoch, rate])).toEqual([
      [0, 0, 1],
      [1, 1, 0.9375],
      [2, 0, 0.875],
    ]);
    expect(Object.keys(rows[0] ?? {}).sort()).toEqual([
      'epoch',
      'loss',
      'mse',
      'rate',
      'step',
      'val_loss',
      'val_mse',
    ]);
    expect(-weight()).toBe(2 * (1 + 0.9375 + 0.875));
  });

  it('reduces on a plateau of the validation loss', async () => {
    const { model } = walker();
    const callback = scheduleCallback(
      reduceOnPlateau({ initial: 0.5, factor: 0.5, patience: 0, monitor: 'val_loss' }),
      { on: 'epoch' },
    );
    const rows = kept(callback);
    await model.fit(x, y, { epochs: 4, validationData: [x, tf.fill([8, 1], 1)], callbacks: callback });
    expect(rows.map(({ rate }) => rate)).toEqual([0.5, 0.5, 0.25, 0.125]);
    expect(rows.map(({ causes }) => causes !== undefined)).toEqual([false, false, true, true]);
  });
});

describe('scheduleCallback', () => {
  it('takes what train takes: it pauses, and starts where a schedule was resumed', async () => {
    const { model, weight } = walker();
    const running = new BehaviorSubject(true);
    const callback = scheduleCallback(resume(sixteenths, 8), { running, states: true });
    const rows = kept(callback);
    const states: State[] = [];
    callback.rows.subscribe(({ step, state }) => {
      states.push(state as State);
      if (step !== 9) return;
      running.next(false);
      setTimeout(() => running.next(true), 20);
    });
    await model.fit(x, y, { epochs: 4, callbacks: callback });
    expect(rows.map(({ step, rate }) => [step, rate])).toEqual([
      [8, 0.5],
      [9, 0.4375],
      [10, 0.375],
      [11, 0.3125],
    ]);
    expect(states.map(({ step }) => step)).toEqual([9, 10, 11, 12]);
    expect(weight()).toBe(-1.625);
  });

  it('waits for an operator that takes its time', async () => {
    const { model } = walker();
    const slow = pipe(sixteenths as (reports: Observable<FitReport>) => Observable<number>, delay(3));
    const callback = scheduleCallback(slow);
    const rows = kept(callback);
    await model.fit(x, y, { epochs: 4, callbacks: callback });
    expect(rows.map(({ rate }) => rate)).toEqual([1, 0.9375, 0.875, 0.8125]);
  });

  it('rejects fit with what goes wrong, the step and the rate, and tells its rows; a later fit says it again', async () => {
    const { model, weight } = walker();
    const callback = scheduleCallback(curve((step) => (step === 2 ? Number.NaN : 1)));
    const told: string[] = [];
    callback.rows.subscribe({ error: ({ message }: Error) => told.push(message) });
    const message =
      'train: the schedule failed at step 2 (rate 1): curve: the rate of step 2 must be a finite number, got NaN';
    await expect(model.fit(x, y, { epochs: 9, callbacks: callback })).rejects.toThrow(message);
    await expect(model.fit(x, y, { epochs: 9, callbacks: callback })).rejects.toThrow(message);
    callback.rows.subscribe({ error: (error: Error) => told.push(error.message) });
    expect([told, weight()]).toEqual([[message, message], -2]);
    await model.fit(x, y, { epochs: 1, callbacks: scheduleCallback(constant(1)) });
    expect(weight()).toBe(-3);
  });

  it('rejects fit where the monitored metric never comes, in the second epoch', async () => {
    const { model } = walker();
    const callback = scheduleCallback(reduceOnPlateau({ initial: 0.5, monitor: 'val_loss' }));
    await expect(model.fit(x, y, { epochs: 99, callbacks: callback })).rejects.toThrow(
      "the schedule monitors 'val_loss', and no report of the first epoch carried it",
    );
  });

  it('rejects fit when the operator has no more to say', async () => {
    const { model } = walker();
    const two = pipe(sixteenths as (reports: Observable<FitReport>) => Observable<number>, take(2));
    await expect(model.fit(x, y, { epochs: 9, callbacks: scheduleCallback(two) })).rejects.toThrow(
      'scheduleCallback: the operator has completed',
    );
  });

  it('lets the event loop breathe', async () => {
    const { model } = walker();
    let ticks = 0;
    const timer = setInterval(() => {
      ticks++;
    }, 1);
    const start = performance.now();
    await model.fit(x, y, { epochs: 60, batchSize: 2, callbacks: scheduleCallback(sixteenths) });
    clearInterval(timer);
    // A machine with other things to do gives timers their turn less often than the loop is handed back.
    expect(ticks).toBeGreaterThanOrEqual(Math.floor((performance.now() - start) / 60));
  });

  it('leaks no tensor', async () => {
    const { model } = walker('adam');
    const callback = scheduleCallback(sixteenths);
    await model.fit(x, y, { epochs: 2, callbacks: callback });
    const before = tf.memory().numTensors;
    await model.fit(x, y, { epochs: 20, batchSize: 2, callbacks: callback });
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each<[unknown, string]>([
    [{ on: 'step' }, "scheduleCallback: on must be 'batch' or 'epoch', got 'step'"],
    [{ every: 2 }, "scheduleCallback: unknown option 'every'"],
    [{ runing: null }, "scheduleCallback: unknown option 'runing', did you mean 'running'?"],
  ])('refuses %o', (options, message) => {
    expect(() => scheduleCallback(sixteenths, options as never)).toThrow(message);
  });
});
