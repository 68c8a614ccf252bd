import { constant, linear, resume } from '@anneal/core';
import * as tf from '@tensorflow/tfjs';
import { lastValueFrom, take, tap, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { stepTrainer, train } from '../index.ts';
import { fitTrainer, restoreSnapshot, type Snapshot, setLearningRate, takeSnapshot } from './index.ts';

const optimizers: Record<string, () => tf.Optimizer> = {
  sgd: () => tf.train.sgd(1),
  momentum: () => tf.train.momentum(1, 0.9),
  nesterov: () => tf.train.momentum(1, 0.9, true),
  adam: () => tf.train.adam(1),
  adamax: () => tf.train.adamax(1, 0.9, 0.999, undefined, 0.01),
  rmsprop: () => tf.train.rmsprop(1, 0.9, 0.5),
  'centered rmsprop': () => tf.train.rmsprop(1, 0.9, 0.5, undefined, true),
  adagrad: () => tf.train.adagrad(1),
  adadelta: () => tf.train.adadelta(1),
};

/** Always the same one, batch normalization with its weights that nobody trains included. */
function network(optimizer: tf.Optimizer = tf.train.adam(1), width = 3) {
  const kernelInitializer = tf.initializers.glorotUniform({ seed: 7 });
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: width, inputShape: [2], activation: 'tanh', kernelInitializer }),
      tf.layers.batchNormalization(),
      tf.layers.dense({ units: 1, kernelInitializer }),
    ],
  });
  model.compile({ optimizer, loss: 'meanSquaredError' });
  return model;
}

/** All weights, as one list of numbers. */
const weightsOf = (model: tf.LayersModel) => model.getWeights().flatMap((weight) => [...weight.dataSync()]);

const data = Array.from({ length: 20 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]);
const targets = data.map(([a = 0, b = 0]) => [a * b]);
const [x, y] = [tf.tensor2d(data), tf.tensor2d(targets)];
const rates = linear({ from: 0.05, to: 0.01, over: 20 });
// Five batches an epoch, in the order of the data.
const args = { epochs: 4, batchSize: 4, shuffle: false };

describe.each(Object.entries(optimizers))('save and restore: %s', (_, make) => {
  it('trains on in a new model as it would have in the old one, to the bit', async () => {
    const whole = network(make());
    const all = await lastValueFrom(train(fitTrainer(whole, x, y, args), rates).pipe(toArray()));

    const first = fitTrainer(network(make()), x, y, args);
    let saved: Promise<Snapshot> | undefined;
    await lastValueFrom(
      train(first, rates).pipe(
        tap(({ step }) => {
          if (step === 9) saved = first.save();
        }),
      ),
    );

    const fresh = network(make());
    const second = fitTrainer(fresh, x, y, args);
    await second.restore(structuredClone(await saved));
    const tail = await lastValueFrom(train(second, resume(rates, 10)).pipe(toArray()));
    expect(tail).toEqual(all.slice(10));
    expect(tail.length).toBe(10);
    expect(weightsOf(fresh)).toEqual(weightsOf(whole));
    expect(fresh.optimizer.iterations).toBe(20);
  });

  it('holds the moment of the call, and leaks no tensor', async () => {
    const model = network(make());
    const trainer = fitTrainer(model, x, y, args);
    await lastValueFrom(train(trainer, constant(0.1)).pipe(take(4)));
    await new Promise((resolve) => setTimeout(resolve, 10));
    const before = tf.memory().numTensors;
    const saving = trainer.save();
    const weights = weightsOf(model);
    await model.trainOnBatch(x, y);
    const [moved, updates] = [weightsOf(model), model.optimizer.iterations];
    const saved = await saving;
    expect(moved).not.toEqual(weights);
    await trainer.restore(saved);
    expect([weightsOf(model), model.optimizer.iterations]).toEqual([weights, updates - 1]);
    await trainer.restore(saved);
    expect(tf.memory().numTensors).toBe(before);
    await model.trainOnBatch(x, y);
    expect(weightsOf(model)).toEqual(moved);
  });
});

describe('a snapshot', () => {
  it('holds the powers of β as they were multiplied up, where the framework computes them anew', async () => {
    const w = tf.variable(tf.scalar(1));
    const make = () => ({ optimizer: tf.train.adam(0.1), variables: [w] });
    const [one, other, theirs] = [make(), make(), make()];
    for (let i = 0; i < 50; i++) one.optimizer.minimize(() => w.square().asScalar(), false, [w]);
    restoreSnapshot(other, await takeSnapshot(one));
    await theirs.optimizer.setWeights(await one.optimizer.getWeights());
    const power = ({ optimizer }: typeof one) =>
      (optimizer as unknown as { accBeta1: tf.Variable }).accBeta1.dataSync()[0];
    expect(power(other)).toBe(power(one));
    expect(power(theirs)).not.toBe(power(one));
  });

  it('is plain data with names, shapes and types', async () => {
    const model = network(tf.train.momentum(0.25, 0.9));
    await model.trainOnBatch(x, y);
    const { format, parts } = await takeSnapshot(model);
    expect([format, Object.keys(parts)]).toEqual(['anneal.tfjs.1', ['model']]);
    const { weights = [], optimizer } = parts.model ?? {};
    expect(weights.map(({ name, shape, dtype }) => [name.replace(/.*\//, ''), shape, dtype])).toEqual([
      ['kernel', [2, 3], 'float32'],
      ['bias', [3], 'float32'],
      ['gamma', [3], 'float32'],
      ['beta', [3], 'float32'],
      ['moving_mean', [3], 'float32'],
      ['moving_variance', [3], 'float32'],
      ['kernel', [3, 1], 'float32'],
      ['bias', [1], 'float32'],
    ]);
    expect(weights.flatMap((weight) => [...weight.data])).toEqual(
      model.layers.flatMap((layer) => layer.getWeights()).flatMap((weight) => [...weight.dataSync()]),
    );
    expect([optimizer?.kind, optimizer?.iterations, optimizer?.rate]).toEqual(['Momentum', 1, 0.25]);
    expect(Object.keys(optimizer?.slots ?? {})).toEqual(['accumulations']);
    expect(optimizer?.slots.accumulations?.map(({ shape }) => shape)).toEqual([
      [2, 3],
      [3],
      [3],
      [3],
      [3, 1],
      [1],
    ]);
  });

  it('shares no memory with the model, on the way out and on the way in', async () => {
    const model = network();
    const saved = await takeSnapshot(model);
    const weights = weightsOf(model);
    for (const { data } of saved.parts.model?.weights ?? []) data.fill(1);
    expect(weightsOf(model)).toEqual(weights);
    restoreSnapshot(model, saved);
    for (const { data } of saved.parts.model?.weights ?? []) data.fill(2);
    expect(new Set(weightsOf(model))).toEqual(new Set([1]));
  });

  it('may be taken and put back within a tidy', async () => {
    const model = network();
    await model.trainOnBatch(x, y);
    const before = tf.memory().numTensors;
    let saving: Promise<Snapshot> | undefined;
    tf.tidy(() => {
      saving = takeSnapshot(model);
    });
    const saved = await saving;
    const weights = weightsOf(model);
    tf.tidy(() => restoreSnapshot(model, saved));
    expect(weightsOf(model)).toEqual(weights);
    await model.trainOnBatch(x, y);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('of a model before its first update makes another one forget', async () => {
    const [one, other] = [network(), network()];
    const saved = await takeSnapshot(one);
    const before = tf.memory().numTensors;
    await other.trainOnBatch(x, y);
    restoreSnapshot(other, saved);
    expect([other.optimizer.iterations, tf.memory().numTensors]).toEqual([0, before]);
    await one.trainOnBatch(x, y);
    await other.trainOnBatch(x, y);
    expect(weightsOf(other)).toEqual(weightsOf(one));
  });

  it('leaves the rate that it was saved with, which the schedule then sets', async () => {
    const model = network(tf.train.sgd(0.125));
    const trainer = fitTrainer(model, x, y, args);
    const saved = await trainer.save();
    setLearningRate(model.optimizer, 0.5);
    const weights = weightsOf(model);
    await trainer.restore(saved);
    await model.trainOnBatch(x, y);
    // The rate that is in use, not only the one that the optimizer tells.
    const moved = weightsOf(model);
    restoreSnapshot(model, saved);
    setLearningRate(model.optimizer, 0.125);
    expect(weightsOf(model)).toEqual(weights);
    await model.trainOnBatch(x, y);
    expect(weightsOf(model)).toEqual(moved);
    await trainer.restore(saved);
    const row = await lastValueFrom(train(trainer, constant(0.75)).pipe(take(1)));
    expect(row.rate).toBe(0.75);
  });

  it('goes into a model where other layers are frozen, by layers; not into its optimizer', async () => {
    const square = (frozen: boolean) => {
      const layers = [0, 1].map(() => tf.layers.dense({ units: 2, inputShape: [2], useBias: false }));
      if (frozen && layers[0] !== undefined) layers[0].trainable = false;
      return tf.sequential({ layers });
    };
    const [free, frozen] = [square(false), square(true)];
    restoreSnapshot(frozen, await takeSnapshot(free));
    const kernels = (model: tf.LayersModel) =>
      model.layers.map((layer) => [...(layer.getWeights()[0]?.dataSync() ?? [])]);
    expect(kernels(frozen)).toEqual(kernels(free));

    for (const model of [free, frozen]) model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
    await free.trainOnBatch(x, tf.zeros([20, 2]));
    const saved = await takeSnapshot(free);
    expect(() => restoreSnapshot(frozen, saved)).toThrow(
      "restoreSnapshot: the snapshot's Adam remembers 2 accumulatedFirstMoment, and 1 weights are trained",
    );
  });

  it('is of all weights, in models within models and in wrapped layers', async () => {
    const make = (frozen = false) => {
      const inner = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4, 2] })] });
      const both = tf.layers.bidirectional({
        layer: tf.layers.gru({ units: 2 }) as tf.RNN,
        mergeMode: 'concat',
      });
      const each = tf.layers.timeDistributed({ layer: tf.layers.dense({ units: 3 }) });
      const model = tf.sequential({ layers: [inner, tf.layers.batchNormalization(), each, both] });
      if (frozen) inner.layers.forEach((layer) => void Object.assign(layer, { trainable: false }));
      model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
      return model;
    };
    const [sequences, ends] = [tf.randomNormal([3, 4, 2], 0, 1, 'float32', 5), tf.ones([3, 4])];
    for (const frozen of [false, true]) {
      const [one, other] = [make(frozen), make(frozen)];
      await one.trainOnBatch(sequences, ends);
      const saved = await takeSnapshot(one);
      expect(saved.parts.model?.weights.length).toBe(one.weights.length);
      restoreSnapshot(other, saved);
      for (const model of [one, other]) await model.trainOnBatch(sequences, ends);
      expect(weightsOf(other)).toEqual(weightsOf(one));
    }
  });

  it('of a compiled model gives its weights to one that is not', async () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
    const plain = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
    const uncompiled = await takeSnapshot(plain);
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    restoreSnapshot(plain, await takeSnapshot(model));
    expect(weightsOf(plain)).toEqual(weightsOf(model));
    expect(() => restoreSnapshot(model, uncompiled)).toThrow(
      'restoreSnapshot: the snapshot holds no optimizer, and the optimizer is SGD',
    );
  });

  it('can be put back in the middle of a run, from where a row is heard', async () => {
    const model = network(tf.train.sgd(1));
    const trainer = fitTrainer(model, x, y, args);
    const saved = await trainer.save();
    const losses: number[] = [];
    await lastValueFrom(
      train(fitTrainer(network(tf.train.sgd(1)), x, y, args), constant(0)).pipe(
        tap(({ loss = 0 }) => losses.push(loss)),
      ),
    );
    // Rolled back behind each step, it never gets on.
    const rows = await lastValueFrom(
      train(trainer, constant(0.5)).pipe(
        tap(() => trainer.restore(saved)),
        toArray(),
      ),
    );
    expect(rows.map(({ loss }) => loss)).toEqual(losses);
  });

  it('waits for the batch that a stopped run has begun', async () => {
    const model = network(tf.train.sgd(1));
    let stop = () => {};
    const callbacks = {
      onBatchBegin: async () => {
        stop();
        await new Promise((resolve) => setTimeout(resolve, 5));
      },
    };
    const trainer = fitTrainer(model, x, y, { ...args, callbacks });
    const saved = await trainer.save();
    const weights = weightsOf(model);
    await new Promise<void>((stopped) => {
      const run = train(trainer, constant(0.5)).subscribe();
      stop = () => {
        run.unsubscribe();
        stopped();
      };
    });
    await trainer.restore(saved);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(weightsOf(model)).toEqual(weights);
  });
});

describe('a snapshot that does not fit is refused, and changes nothing', () => {
  it.each<[string, () => tf.LayersModel, string]>([
    ['another width', () => network(tf.train.adam(1), 4), "the snapshot's 'dense_Dense"],
    [
      'another optimizer',
      () => network(tf.train.sgd(1)),
      'the snapshot holds what Adam remembers, and the optimizer is SGD',
    ],
    [
      'another depth',
      () => {
        const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
        model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
        return model;
      },
      'the snapshot holds 8 weights, and there are 2 here',
    ],
  ])('%s', async (_, make, message) => {
    const saved = await takeSnapshot(network());
    const model = make();
    const weights = weightsOf(model);
    const before = tf.memory().numTensors;
    const trainer = fitTrainer(model, x, y, args);
    await expect(trainer.restore(saved)).rejects.toThrow(`fitTrainer: ${message}`);
    expect([weightsOf(model), tf.memory().numTensors]).toEqual([weights, before]);
  });

  it('says the two shapes', async () => {
    const saved = await takeSnapshot(network());
    expect(() => restoreSnapshot(network(tf.train.adam(1), 4), saved)).toThrow(
      /^restoreSnapshot: the snapshot's 'dense_Dense\d+\/kernel' has the shape \[2,3\], and 'dense_Dense\d+\/kernel' has \[2,4\]; restore into/,
    );
  });

  it.each<[unknown, string]>([
    [undefined, 'restoreSnapshot: the snapshot must be what takeSnapshot or save gave, got undefined'],
    [{ format: 'other', parts: {} }, 'the snapshot must be what takeSnapshot or save gave'],
    [{ format: 'anneal.tfjs.1', parts: {} }, 'the snapshot holds the parts , and here are model'],
    [
      { format: 'anneal.tfjs.1', parts: { model: null } },
      'the snapshot holds no weights, and there are 8 here',
    ],
  ])('%o', (snapshot, message) => {
    expect(() => restoreSnapshot(network(), snapshot)).toThrow(message);
  });

  it('broken values', async () => {
    const model = network();
    await model.trainOnBatch(x, y);
    const broken = async (change: (part: Record<string, never>) => void) => {
      const saved = structuredClone(await takeSnapshot(model));
      change(saved.parts.model as never);
      return () => restoreSnapshot(network(), saved);
    };
    type Part = {
      weights: Record<string, unknown>[];
      optimizer: { iterations: unknown; slots: Record<string, unknown[]> };
    };
    const bias = (change: object) => (part: Part) => {
      part.weights[1] = { ...part.weights[1], ...change };
    };
    const cases: [(part: Part) => void, string][] = [
      [bias({ data: new Float32Array(2) }), 'must have 3 values in a Float32Array'],
      [bias({ data: [1, 2, 3] }), 'must have 3 values in a Float32Array'],
      [bias({ dtype: 'int32', data: new Int32Array(3) }), 'is of int32'],
      [bias({ dtype: 'string' }), 'must be { name, shape, dtype, data }'],
      [
        ({ optimizer }) => {
          optimizer.iterations = -1;
        },
        'iterations and a rate from 0 up, got -1',
      ],
      [
        ({ optimizer }) => {
          delete optimizer.slots.accumulatedSecondMoment;
        },
        'remembers no accumulatedSecondMoment',
      ],
    ];
    for (const [change, message] of cases) expect(await broken(change as never)).toThrow(message);
  });

  it.each([undefined, {}, { optimizer: tf.train.sgd(1) }, { head: 3 }])(
    'of nothing that is trained: %o',
    (trained) => {
      expect(() => takeSnapshot(trained as never)).toThrow(
        'takeSnapshot: what is trained must be a tf.LayersModel',
      );
    },
  );
});

it('holds nothing where one of the groups cannot be saved', () => {
  const w = tf.variable(tf.scalar(1));
  const before = tf.memory().numTensors;
  const trained = {
    good: { optimizer: tf.train.adagrad(1), variables: [w] },
    bad: { optimizer: { applyGradients() {} } as never, variables: [w] },
  };
  expect(() => takeSnapshot(trained)).toThrow('takeSnapshot: the optimizer must have a learning rate');
  expect(tf.memory().numTensors).toBe(before);
});

describe('a loop of your own', () => {
  const make = () => {
    const w = tf.variable(tf.tensor1d([3, -2]));
    const optimizer = tf.train.adam(1);
    const trained = { optimizer, variables: [w] };
    const trainer = stepTrainer(
      (rate: number) => {
        setLearningRate(optimizer, rate);
        const loss = optimizer.minimize(() => w.square().sum().asScalar(), true, trained.variables);
        return { loss: tf.tidy(() => loss?.dataSync()[0]) ?? 0, w: [...w.dataSync()] };
      },
      {
        steps: 20,
        save: () => takeSnapshot(trained),
        restore: (saved) => restoreSnapshot(trained, saved),
      },
    );
    return { trainer, trained };
  };

  it('is saved and restored by its variables and its optimizer', async () => {
    const all = await lastValueFrom(train(make().trainer, rates).pipe(toArray()));
    const { trainer } = make();
    await lastValueFrom(train(trainer, rates).pipe(take(10)));
    const saved = structuredClone(await trainer.save());
    const other = make().trainer;
    await other.restore(saved);
    const tail = await lastValueFrom(train(other, resume(rates, 10)).pipe(toArray()));
    expect(tail).toEqual(all.slice(10));
  });

  it('is restored group by group, each by its name', async () => {
    const [a, b] = [make().trained, make().trained];
    const saved = await takeSnapshot({ a, b });
    a.variables[0]?.assign(tf.tensor1d([5, 5]));
    restoreSnapshot({ b, a }, saved);
    expect([...(a.variables[0]?.dataSync() ?? [])]).toEqual([3, -2]);
    expect(() => restoreSnapshot({ a, c: b }, saved)).toThrow(
      'restoreSnapshot: the snapshot holds the parts a, b, and here are a, c; restore into the groups that were saved',
    );
  });
});
