import { constant, groups, linear } from '@anneal/core';
import * as tf from '@tensorflow/tfjs';
import { BehaviorSubject, lastValueFrom, toArray } from 'rxjs';
import { describe, expect, it, vi } from 'vitest';
import { stepTrainer, train } from '../index.ts';
import { minimizeGroups, restoreSnapshot, takeSnapshot } from './index.ts';

type Rates = { backbone: number; head: number };

/** Two groups whose gradients are 1, so that each weight walks by the sum of its own rates. */
function walkers(make: () => tf.Optimizer = () => tf.train.sgd(99)) {
  const [a, b, c] = [0, 0, 0].map(() => tf.variable(tf.scalar(0))) as [tf.Variable, tf.Variable, tf.Variable];
  const trained = {
    backbone: { optimizer: make(), variables: [a, b] },
    head: { optimizer: make(), variables: [c] },
  };
  const minimize = minimizeGroups(trained);
  const loss = () => tf.addN([a, b, c]).asScalar();
  const at = () => [a, b, c].map((w) => -(w.dataSync()[0] as number));
  return { minimize, loss, at, trained };
}

const backbone = linear({ from: 0.5, to: 0, over: 16 });
const head = linear({ from: 1, to: 0, over: 16 });

describe('minimizeGroups', () => {
  it('runs each update at the rates of its step: each weight walks by the sum of the rates of its group', async () => {
    const { minimize, loss, at } = walkers();
    const trainer = stepTrainer((rates: Rates) => ({ loss: minimize(loss, rates), at: at() }), {
      steps: 20,
      groups: minimize.groups,
    });
    const rows = await lastValueFrom(train(trainer, groups({ backbone, head })).pipe(toArray()));
    let [slow, fast] = [0, 0];
    for (const row of rows) {
      const before = slow + slow + fast;
      slow += row['rate.backbone'];
      fast += row['rate.head'];
      expect([row.at, row.loss]).toEqual([[slow, slow, fast], -before || 0]);
    }
    expect(rows.map((row) => row['rate.head'])).toEqual(rows.map(({ step }) => head.at(step)));
  });

  it('keeps the moments of each group apart, as if each were trained alone', async () => {
    const joint = walkers(() => tf.train.momentum(9, 0.9));
    const alone = tf.variable(tf.scalar(0));
    const optimizer = tf.train.momentum(0.25, 0.9);
    for (let i = 0; i < 5; i++) {
      joint.minimize(joint.loss, { backbone: i, head: 0.25 });
      optimizer.minimize(() => alone.asScalar(), false, [alone]);
    }
    expect(joint.at()[2]).toBe(-(alone.dataSync()[0] as number));
  });

  it('computes the gradients once', () => {
    const { minimize, loss } = walkers();
    const asked = vi.fn(loss);
    minimize(asked, { backbone: 1, head: 1 });
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it("takes the weights of a model's layers", () => {
    const layers = [0, 1].map(() =>
      tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: 'ones' }),
    );
    const [first, second] = layers as unknown as [tf.layers.Layer, tf.layers.Layer];
    const model = tf.sequential({ layers });
    const minimize = minimizeGroups({
      backbone: { optimizer: tf.train.sgd(1), variables: first.trainableWeights },
      head: { optimizer: tf.train.sgd(1), variables: second.trainableWeights },
    });
    const x = tf.ones([1, 1]);
    minimize(() => (model.predict(x) as tf.Tensor).asScalar(), { backbone: 0, head: 0.5 });
    const weights = layers.map((layer) => layer.getWeights().map((weight) => weight.dataSync()[0]));
    expect(weights).toEqual([
      [1, 0],
      [0.5, -0.5],
    ]);
  });

  it('moves only what the loss depends on', () => {
    const { minimize, at, trained } = walkers(() => tf.train.adam(1));
    const c = trained.head.variables[0] as tf.Variable;
    minimize(() => c.asScalar(), { backbone: 1, head: 1 });
    expect(at().map((place) => Math.abs(Math.round(place)))).toEqual([0, 0, 1]);
  });

  it('is saved and restored with all its optimizers, and trains on to the bit', async () => {
    const [one, other] = [walkers(() => tf.train.adam(1)), walkers(() => tf.train.adam(1))];
    const steps = ({ minimize, loss }: typeof one) => {
      for (let i = 0; i < 10; i++) minimize(loss, { backbone: 0.1 + i, head: 0.2 });
    };
    steps(one);
    restoreSnapshot(other.trained, structuredClone(await takeSnapshot(one.trained)));
    expect(other.at()).toEqual(one.at());
    steps(one);
    steps(other);
    expect(other.at()).toEqual(one.at());
  });

  it('pauses, and leaves no tensor in 1,000 steps', async () => {
    const { minimize, loss } = walkers(() => tf.train.adam(1));
    minimize(loss, { backbone: 0, head: 0 });
    const before = tf.memory().numTensors;
    const running = new BehaviorSubject(true);
    const trainer = stepTrainer((rates: Rates) => minimize(loss, rates), { steps: 1000 });
    const schedule = groups({ backbone: constant(0.1), head: constant(0.2) });
    const rows: number[] = [];
    await train(trainer, schedule, { running }).forEach(({ step }) => {
      rows.push(step);
      if (step !== 500) return;
      running.next(false);
      setTimeout(() => running.next(true), 10);
    });
    expect([rows.length, tf.memory().numTensors]).toEqual([1000, before]);
  });

  it.each<[unknown, string]>([
    [{ backbone: 1 }, "minimizeGroups: the schedule sets no rate for the group 'head'"],
    [{ backbone: 1, head: 1, tail: 1 }, "minimizeGroups: the schedule sets the group 'tail'"],
    [{ backbone: 1, haed: 1 }, "did you mean 'head'?"],
    [0.1, 'the schedule gives one rate for all'],
    [
      { backbone: 1, head: Number.NaN },
      'minimizeGroups: the rate for head must be a finite number from 0 up, got NaN',
    ],
    [{ backbone: -1, head: 1 }, 'the rate for backbone must be a finite number from 0 up, got -1'],
  ])('refuses the rates %o, and moves nothing', (rates, message) => {
    const { minimize, loss, at, trained } = walkers();
    expect(() => minimize(loss, rates as Rates)).toThrow(message);
    expect(at().map(Math.abs)).toEqual([0, 0, 0]);
    expect((trained.backbone.optimizer as unknown as { learningRate: number }).learningRate).toBe(99);
  });

  it('refuses groups that are none, are empty, or share something', () => {
    const [v, w] = [tf.variable(tf.scalar(0)), tf.variable(tf.scalar(0))];
    const [sgd, adam] = [tf.train.sgd(1), tf.train.adam(1)];
    const cases: [unknown, string][] = [
      [{}, 'the groups must be a record of { optimizer, variables }'],
      [undefined, 'the groups must be a record of { optimizer, variables }, got undefined'],
      [
        { a: { optimizer: sgd } },
        "the group 'a' must be { optimizer, variables } with at least one variable",
      ],
      [{ a: { optimizer: sgd, variables: [] } }, "the group 'a' must be"],
      [{ a: { optimizer: sgd, variables: [3] } }, "the group 'a' must be"],
      [
        { a: { optimizer: sgd, variables: [v] }, b: { optimizer: sgd, variables: [w] } },
        "the groups 'a' and 'b' share an optimizer",
      ],
      [
        { a: { optimizer: sgd, variables: [v] }, b: { optimizer: adam, variables: [w, v] } },
        `the groups 'a' and 'b' share the weight '${v.name}'`,
      ],
    ];
    for (const [given, message] of cases)
      expect(() => minimizeGroups(given as never)).toThrow(`minimizeGroups: ${message}`);
  });

  it('is told of with the step and the rates where the schedule has another group', async () => {
    const { minimize, loss } = walkers();
    const trainer = stepTrainer((rates: Rates) => minimize(loss, rates), { steps: 3 });
    const wrong = groups({ backbone, tail: head });
    await expect(lastValueFrom(train(trainer as never, wrong as never))).rejects.toThrow(
      'train: the trainer failed at step 0 (rate {"backbone":0.5,"tail":1}): minimizeGroups: the schedule sets the group \'tail\'',
    );
  });
});
