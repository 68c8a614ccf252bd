import { linear } from '@anneal/core';
import * as tf from '@tensorflow/tfjs';
import { lastValueFrom, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { stepTrainer, train } from '../index.ts';
import { setLearningRate } from './index.ts';

const optimizers: Record<string, (rate: number) => tf.Optimizer> = {
  sgd: (rate) => tf.train.sgd(rate),
  momentum: (rate) => tf.train.momentum(rate, 0.9),
  adagrad: (rate) => tf.train.adagrad(rate),
  adadelta: (rate) => tf.train.adadelta(rate),
  adam: (rate) => tf.train.adam(rate),
  adamax: (rate) => tf.train.adamax(rate),
  rmsprop: (rate) => tf.train.rmsprop(rate),
};

/** The weight after each update, with a gradient of 1 at each. */
function walk(optimizer: tf.Optimizer, rates: readonly (number | undefined)[]): number[] {
  const w = tf.variable(tf.scalar(0));
  const places = rates.map((rate) => {
    if (rate !== undefined) setLearningRate(optimizer, rate);
    optimizer.minimize(() => w.asScalar(), false, [w]);
    return w.dataSync()[0] as number;
  });
  w.dispose();
  return places;
}

const moves = (places: readonly number[]) => places.map((place, i) => place - (places[i - 1] ?? 0));

describe.each(Object.entries(optimizers))('setLearningRate on %s', (_, make) => {
  it('is the rate used from the very first update on', () => {
    // Made with 0.5, set to 0.25 before its first update: it walks as one that was made with 0.25.
    expect(walk(make(0.5), [0.25, undefined, undefined])).toEqual(
      walk(make(0.25), [undefined, undefined, undefined]),
    );
    expect(walk(make(0.5), [0.25])).not.toEqual(walk(make(0.5), [undefined]));
  });

  it('is the rate used later, too: at 0 the weight stands still to the last bit', () => {
    const places = walk(make(0.5), [0.5, 0.5, 0, 0, 0.5]);
    expect(places[1]).not.toBe(places[0]);
    expect([places[2], places[3]]).toEqual([places[1], places[1]]);
    expect(places[4]).not.toBe(places[3]);
  });

  it('moves the weight in proportion', () => {
    const [one, two] = [walk(make(0.01), [0.01]), walk(make(0.01), [0.02])];
    expect((two[0] as number) / (one[0] as number)).toBeCloseTo(2, 5);
  });

  it('shows in the optimizer', () => {
    const optimizer = make(0.5);
    setLearningRate(optimizer, 0.125);
    expect((optimizer as unknown as { learningRate: number }).learningRate).toBe(0.125);
  });

  it.each([Number.NaN, Infinity, -0.1])('refuses %d', (rate) => {
    expect(() => setLearningRate(make(0.5), rate)).toThrow(
      `setLearningRate: the rate must be a finite number from 0 up, got ${rate}`,
    );
  });
});

describe('the trap', () => {
  it('is real: a raw assignment is ignored by SGD and Momentum, and by them alone', () => {
    const ignoring = Object.entries(optimizers).filter(([, make]) => {
      const optimizer = make(0.5);
      (optimizer as unknown as { learningRate: number }).learningRate = 0;
      return moves(walk(optimizer, [undefined]))[0] !== 0;
    });
    expect(ignoring.map(([name]) => name)).toEqual(['sgd', 'momentum']);
  });
});

describe('a schedule on an optimizer of its own loop', () => {
  it('moves the weight by the sum of the rates, with SGD and gradient 1', async () => {
    const w = tf.variable(tf.scalar(0));
    const optimizer = tf.train.sgd(123);
    const trainer = stepTrainer(
      (rate) => {
        setLearningRate(optimizer, rate);
        optimizer.minimize(() => w.asScalar(), false, [w]);
        return { w: w.dataSync()[0] as number };
      },
      { steps: 20 },
    );
    const schedule = linear({ from: 1, to: 0, over: 16 });
    const rows = await lastValueFrom(train(trainer, schedule).pipe(toArray()));
    // Sixteenths: exact in the optimizer's float32.
    let sum = 0;
    expect(rows.map((row) => -row.w)).toEqual(rows.map((row) => (sum += row.rate)));
    expect(rows.map((row) => row.rate)).toEqual(rows.map((row) => schedule.at(row.step)));
  });
});

describe('what has no learning rate', () => {
  it.each([undefined, null, {}, 'sgd'])('is refused: %o', (optimizer) => {
    expect(() => setLearningRate(optimizer as never, 0.1)).toThrow(
      /^setLearningRate: the optimizer must have a learning rate, got /,
    );
  });
});
