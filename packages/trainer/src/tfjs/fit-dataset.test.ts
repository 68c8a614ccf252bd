import { constant, linear, reduceOnPlateau, resume } from '@anneal/core';
import * as tf from '@tensorflow/tfjs';
import { BehaviorSubject, lastValueFrom, Subscription, take, tap, toArray } from 'rxjs';
import { describe, expect, it, vi } from 'vitest';
import { train } from '../index.ts';
import { type FitReport, fitTrainer, scheduleCallback } from './index.ts';

/** One weight w, prediction w · x; with x = 1 and y far below, the gradient of the mean absolute error is 1. */
function walker(optimizer: tf.Optimizer | string = tf.train.sgd(99)) {
  const layer = tf.layers.dense({ units: 1, inputShape: [1], useBias: false, kernelInitializer: 'zeros' });
  const model = tf.sequential({ layers: [layer] });
  model.compile({ optimizer: optimizer as tf.Optimizer, loss: 'meanAbsoluteError', metrics: ['mse'] });
  const weight = () => (layer.getWeights()[0] as tf.Tensor).dataSync()[0] as number;
  return { model, weight };
}

/** Batches of two whose targets are their places, −1000, −1001, …: the losses tell which batch it was. */
const rows = (batches: number, place = -1000) =>
  tf.data
    .array(Array.from({ length: 2 * batches }, (_, i) => place - Math.floor(i / 2)))
    .map((target) => ({ xs: tf.ones([1]), ys: tf.tensor1d([target as number]) }))
    .batch(2);

/** The same, of a size that nobody knows. */
function unsized(batches: number, end = Number.POSITIVE_INFINITY) {
  let begun = 0;
  const dataset = tf.data.generator(async function* () {
    begun++;
    for (let i = 0; i < batches; i++) {
      if (i === end) throw new Error('the disk is gone');
      yield { xs: tf.ones([2, 1]), ys: tf.fill([2, 1], -1000 - i) };
    }
  } as never);
  return { dataset: dataset as tf.data.Dataset<tf.TensorContainer>, begun: () => begun };
}

const sixteenths = linear({ from: 1, to: 0, over: 16 });
const places = (rows: readonly unknown[]) => (rows as FitReport[]).map(({ loss = 0 }) => Math.round(loss));

describe('fitTrainer on a dataset', () => {
  it.each([
    ['of known size', () => rows(4)],
    ['of unknown size', () => unsized(4).dataset],
  ])('%s sets each rate before its batch: the weight walks by the sum of the rates', async (_, make) => {
    const { model, weight } = walker();
    const walk: number[] = [];
    const all = await lastValueFrom(
      train(fitTrainer(model, make(), { epochs: 5 }), sixteenths).pipe(
        tap(() => walk.push(-weight())),
        toArray(),
      ),
    );
    let sum = 0;
    expect(walk).toEqual(all.map((row) => (sum += row.rate)));
    expect(all.map(({ step, epoch, rate }) => [step, epoch, rate])).toEqual(
      Array.from({ length: 20 }, (_, step) => [step, Math.floor(step / 4), sixteenths.at(step)]),
    );
    expect(all.every((row) => row.loss !== undefined && row.mse !== undefined)).toBe(true);
  });

  it('opens the dataset once for each epoch, and once in all with batchesPerEpoch', async () => {
    const each = unsized(3);
    await lastValueFrom(train(fitTrainer(walker().model, each.dataset, { epochs: 4 }), constant(1)));
    expect(each.begun()).toBe(4);
    const stream = unsized(12);
    const trainer = fitTrainer(walker().model, stream.dataset, { epochs: 4, batchesPerEpoch: 3 });
    const all = await lastValueFrom(train(trainer, constant(0)).pipe(toArray()));
    expect(stream.begun()).toBe(1);
    expect(places(all)).toEqual(Array.from({ length: 12 }, (_, i) => 1000 + i));
    expect(all.map(({ epoch }) => epoch)).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]);
  });

  it('gives an epoch batchesPerEpoch batches, validates behind them, and lets a plateau answer before the next', async () => {
    const { model } = walker();
    const trainer = fitTrainer(model, rows(2).repeat(), {
      epochs: 4,
      batchesPerEpoch: 2,
      validationData: rows(3, 3),
    });
    const schedule = reduceOnPlateau({ initial: 0.5, factor: 0.5, patience: 0, monitor: 'val_loss' });
    const all = await lastValueFrom(train(trainer, schedule).pipe(toArray()));
    const batches = all.filter((row) => row.loss !== undefined);
    expect(batches.map(({ rate }) => rate)).toEqual([0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125]);
    expect(all.filter((row) => row.val_loss !== undefined).map(({ step, epoch }) => [step, epoch])).toEqual([
      [1, 0],
      [3, 1],
      [5, 2],
      [7, 3],
    ]);
  });

  it.each([
    ['of known size, each epoch anew', () => rows(4), {}],
    ['of unknown size, in one stream', () => unsized(4).dataset.repeat(), { batchesPerEpoch: 4 }],
    ['longer than its epochs', () => rows(20), { batchesPerEpoch: 4 }],
  ])('%s, goes on with the batch that would have been next', async (_, make, more) => {
    const args = { epochs: 5, ...more };
    const all = await lastValueFrom(
      train(fitTrainer(walker().model, make(), args), constant(0)).pipe(toArray()),
    );
    for (const start of [4, 7, 10, 19]) {
      const trainer = fitTrainer(walker().model, make(), args);
      const tail = await lastValueFrom(train(trainer, resume(constant(0), start)).pipe(toArray()));
      expect(tail).toEqual(all.slice(start));
    }
    const done = train(fitTrainer(walker().model, make(), args), constant(0), { start: 20 });
    expect(await lastValueFrom(done.pipe(toArray()))).toEqual([]);
  });

  it('asks for batchesPerEpoch where it must know it, by name', async () => {
    const { model } = walker();
    const again = () =>
      train(fitTrainer(model, unsized(4).dataset, { epochs: 5 }), constant(0), { start: 6 });
    await expect(lastValueFrom(again())).rejects.toThrow(
      'fitTrainer: batchesPerEpoch must be given for a run that starts at step 6, since the dataset does not say',
    );
    const chosen = fitTrainer(model, unsized(4).dataset, { epochs: 5, initialEpoch: 4 });
    const all = await lastValueFrom(train(chosen, constant(0), { start: 6 }).pipe(toArray()));
    expect(all.map(({ step, epoch }) => [step, epoch])).toEqual([
      [6, 4],
      [7, 4],
      [8, 4],
      [9, 4],
    ]);
  });

  it('leaves no rate behind where it refuses the start', async () => {
    const { model, weight } = walker();
    const trainer = fitTrainer(model, unsized(4).dataset, { epochs: 5 });
    await expect(lastValueFrom(train(trainer, constant(7), { start: 6 }))).rejects.toThrow('batchesPerEpoch');
    const running = new BehaviorSubject(false);
    const first = lastValueFrom(train(trainer, constant(0.5), { running }).pipe(take(1)));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(weight()).toBe(0);
    running.next(true);
    expect((await first).rate).toBe(0.5);
  });

  it('saves in the middle of an epoch, and trains on in a new model to the bit', async () => {
    const args = { epochs: 5 };
    const whole = walker('adam');
    const all = await lastValueFrom(
      train(fitTrainer(whole.model, rows(4), args), sixteenths).pipe(toArray()),
    );
    const first = fitTrainer(walker('adam').model, rows(4), args);
    let saved: Promise<unknown> | undefined;
    await lastValueFrom(
      train(first, sixteenths).pipe(
        tap(({ step }) => {
          if (step === 9) saved = first.save();
        }),
        take(10),
      ),
    );
    const other = walker('adam');
    const second = fitTrainer(other.model, rows(4), args);
    await second.restore(await saved);
    const tail = await lastValueFrom(train(second, resume(sixteenths, 10)).pipe(toArray()));
    expect(tail).toEqual(all.slice(10));
    expect(other.weight()).toBe(whole.weight());
  });

  it('says where a stream runs out, and ends, as the framework does', async () => {
    const said = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const trainer = fitTrainer(walker().model, rows(5), { epochs: 3, batchesPerEpoch: 3 });
    const all = await lastValueFrom(train(trainer, constant(0)).pipe(toArray()));
    expect(all.length).toBe(5);
    expect(said.mock.calls).toEqual([
      [expect.stringMatching(/^fitTrainer: the dataset ran out after 2 of 3 batches of an epoch/)],
    ]);
    said.mockRestore();
  });

  it.each([0, 1, 3, 4, 5])(
    'stops behind step %i when unsubscribed, leaks no tensor, and can run again',
    async (last) => {
      const { model, weight } = walker();
      const trainer = fitTrainer(model, unsized(4).dataset, { epochs: 5 });
      await lastValueFrom(train(trainer, constant(1)).pipe(take(1)));
      await new Promise((resolve) => setTimeout(resolve, 10));
      const [before, at] = [tf.memory().numTensors, weight()];
      await lastValueFrom(train(trainer, constant(1)).pipe(take(last + 1)));
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect([weight(), tf.memory().numTensors]).toEqual([at - last - 1, before]);
    },
  );

  it.each([1, 3])('pauses behind step %i and goes on, or is let go of, and leaks no tensor', async (last) => {
    const { model, weight } = walker();
    const trainer = fitTrainer(model, unsized(4).dataset, { epochs: 2 });
    await lastValueFrom(train(trainer, constant(0)));
    const before = tf.memory().numTensors;
    for (const goesOn of [true, false]) {
      const at = weight();
      const running = new BehaviorSubject(true);
      const steps: number[] = [];
      let run = Subscription.EMPTY;
      let done = () => {};
      const finished = new Promise<void>((resolve) => {
        done = resolve;
      });
      await new Promise<void>((paused) => {
        run = train(trainer, constant(1), { running }).subscribe({
          next: ({ step }) => {
            steps.push(step);
            if (step !== last) return;
            running.next(false);
            setTimeout(paused, 15);
          },
          complete: done,
        });
      });
      expect([steps.length, weight()]).toEqual([last + 1, at - last - 1]);
      if (goesOn) {
        running.next(true);
        await finished;
        expect([steps.length, weight()]).toEqual([8, at - 8]);
      } else {
        run.unsubscribe();
        await new Promise((resolve) => setTimeout(resolve, 15));
        expect(weight()).toBe(at - last - 1);
      }
      expect(tf.memory().numTensors).toBe(before);
    }
  });

  it('turns what the dataset throws into the error of the rows, with the step and the rate', async () => {
    const trainer = fitTrainer(walker().model, unsized(4, 2).dataset, { epochs: 2 });
    await expect(lastValueFrom(train(trainer, constant(0.5)))).rejects.toThrow(
      /^train: the trainer failed at step 2 \(rate 0.5\): .*the disk is gone/,
    );
    const iterator = () => Promise.reject(new Error('no such file'));
    const closed = fitTrainer(walker().model, { iterator, size: 3 }, { epochs: 2 });
    await expect(lastValueFrom(train(closed, constant(0.5)))).rejects.toThrow(
      'at step 0 (rate 0.5): no such file',
    );
    const validationData = unsized(4, 2).dataset as never;
    const late = fitTrainer(walker().model, rows(3), { epochs: 2, validationData });
    await expect(lastValueFrom(train(late, constant(0.5)))).rejects.toThrow(
      /at step 3 \(rate 0.5\): .*the disk is gone/,
    );
  });

  it('says what the framework says of wrong batches and wrong arguments', async () => {
    const ones = tf.data.array([1, 2, 3]);
    await expect(
      lastValueFrom(train(fitTrainer(walker().model, ones, { epochs: 1 }), constant(1))),
    ).rejects.toThrow('train: the trainer failed at step 0 (rate 1)');
    const noEpochs = fitTrainer(walker().model, rows(3), undefined as never);
    await expect(lastValueFrom(train(noEpochs, constant(1)))).rejects.toThrow('config.epochs is expected');
    expect(() => fitTrainer(walker().model, rows(3), { epochs: 1, batchesPerEpoch: 1.5 })).toThrow(
      'fitTrainer: batchesPerEpoch must be a whole number from 1 up, got 1.5',
    );
  });
});

describe('several inputs and outputs', () => {
  let pairs = 0;

  /** out1 = a · w1, out2 = b · w2, both from 0; the gradients of the mean absolute error are 1. */
  function pair() {
    const dense = (name: string) =>
      tf.layers.dense({ units: 1, useBias: false, kernelInitializer: 'zeros', name });
    const [a, b] = [tf.input({ shape: [1], name: 'a' }), tf.input({ shape: [1], name: 'b' })];
    const [one, two] = [`one${++pairs}`, `two${pairs}`];
    const outputs = [dense(one).apply(a), dense(two).apply(b)] as tf.SymbolicTensor[];
    const model = tf.model({ inputs: [a, b], outputs });
    model.compile({ optimizer: tf.train.sgd(9), loss: 'meanAbsoluteError' });
    const weights = () => model.getWeights().map((weight) => -(weight.dataSync()[0] as number));
    return { model, weights, one, two };
  }
  const [x, y] = [tf.ones([8, 1]), tf.fill([8, 1], -1000)];

  it.each([
    ['a list', (_: ReturnType<typeof pair>) => ({ xs: [x, x], ys: [y, y] })],
    [
      'a record',
      ({ one, two }: ReturnType<typeof pair>) => ({ xs: { a: x, b: x }, ys: { [one]: y, [two]: y } }),
    ],
  ])('come as %s', async (_, dataOf) => {
    const it = pair();
    const { xs, ys } = dataOf(it);
    const all = await lastValueFrom(
      train(fitTrainer(it.model, xs, ys, { epochs: 3, batchSize: 4 }), sixteenths).pipe(toArray()),
    );
    const sum = all.reduce((so, { rate }) => so + rate, 0);
    expect([all.length, ...it.weights()]).toEqual([6, sum, sum]);
    expect(Object.keys(all[0] ?? {})).toEqual([
      'step',
      'rate',
      'loss',
      `${it.one}_loss`,
      `${it.two}_loss`,
      'epoch',
    ]);
  });

  it('come in a dataset', async () => {
    const it = pair();
    const batch = (value: number) => tf.fill([2, 1], value);
    const dataset = tf.data.array([0, 1, 2]).map(() => ({
      xs: { a: batch(1), b: batch(1) },
      ys: { [it.one]: batch(-1000), [it.two]: batch(-1000) },
    }));
    const trainer = fitTrainer(it.model, dataset, { epochs: 2, validationData: dataset as never });
    const all = await lastValueFrom(train(trainer, sixteenths).pipe(toArray()));
    const sum = all.filter(({ loss }) => loss !== undefined).reduce((so, { rate }) => so + rate, 0);
    expect([all.length, ...it.weights()]).toEqual([8, sum, sum]);
    expect(all[3]).toHaveProperty(`val_${it.one}_loss`);
  });
});

describe('scheduleCallback on fitDataset', () => {
  it('sets each rate before its batch, and hands on the validation by a dataset', async () => {
    const { model, weight } = walker();
    const callback = scheduleCallback(
      reduceOnPlateau({ initial: 0.5, factor: 0.5, patience: 0, monitor: 'val_loss' }),
    );
    const all: FitReport[] = [];
    callback.rows.subscribe((row) => all.push(row as unknown as FitReport));
    for (const epochs of [3, 1]) {
      const args = { epochs, validationData: rows(3, 3), callbacks: callback };
      await model.fitDataset(unsized(2).dataset, args as never);
    }
    const batches = all.filter((row) => row.loss !== undefined);
    expect(batches.map(({ rate }) => rate)).toEqual([0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125]);
    expect(batches.map(({ step, epoch }) => [step, epoch])).toEqual([
      [0, 0],
      [1, 0],
      [2, 1],
      [3, 1],
      [4, 2],
      [5, 2],
      [6, 0],
      [7, 0],
    ]);
    expect(-weight()).toBe(batches.reduce((sum, { rate }) => sum + rate, 0));
  });

  it('takes an epoch for a step', async () => {
    const { model, weight } = walker();
    const callback = scheduleCallback(sixteenths, { on: 'epoch' });
    await model.fitDataset(rows(2) as tf.data.Dataset<tf.TensorContainer>, {
      epochs: 3,
      callbacks: callback,
    });
    expect(-weight()).toBe(2 * (1 + 0.9375 + 0.875));
  });

  it('pauses, and goes on', async () => {
    const { model, weight } = walker();
    const running = new BehaviorSubject(true);
    const callback = scheduleCallback(constant(1), { running });
    let whilePaused = 0;
    callback.rows.subscribe(({ step }) => {
      if (step !== 2) return;
      running.next(false);
      setTimeout(() => {
        whilePaused = weight();
        running.next(true);
      }, 15);
    });
    await model.fitDataset(unsized(2).dataset, { epochs: 3, callbacks: callback });
    expect([whilePaused, weight()]).toEqual([-3, -6]);
  });

  it('goes on counting after a fit that another callback made fail', async () => {
    const { model } = walker();
    const callback = scheduleCallback(sixteenths);
    const steps: number[] = [];
    callback.rows.subscribe(({ step }) => steps.push(step));
    const failing = new tf.CustomCallback({ onBatchEnd: () => Promise.reject(new Error('disk full')) });
    const fit = (callbacks: tf.CustomCallback[]) =>
      model.fitDataset(unsized(2).dataset, { epochs: 1, callbacks });
    await expect(fit([callback, failing])).rejects.toThrow('disk full');
    await fit([callback]);
    expect(steps).toEqual([0, 1, 2]);
  });
});
