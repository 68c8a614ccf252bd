import type { Optimizer } from '@tensorflow/tfjs';
import { shown, soundRate } from '../check.ts';

/** What TensorFlow.js declares protected, though all of its optimizers keep their rate there. */
interface Rated {
  learningRate: number;
  setLearningRate?(rate: number): void;
}

/**
 * Sets the learning rate of an optimizer, right for all seven of TensorFlow.js.
 *
 * `optimizer.learningRate = rate` looks right and is silently ignored by SGD and Momentum, which multiply by a tensor
 * that they made of the rate before; they have a `setLearningRate` method. The other five have none, and read the
 * property at each update.
 *
 * @param optimizer `tf.train.sgd`, `momentum`, `adagrad`, `adadelta`, `adam`, `adamax` or `rmsprop`.
 * @param rate a finite number from 0 up.
 * @throws RangeError when the rate is not finite or is negative (TensorFlow.js takes both in silence), TypeError when
 * `optimizer` has no learning rate.
 *
 * @example
 * ```ts
 * import { setLearningRate } from '@anneal/trainer/tfjs';
 * import * as tf from '@tensorflow/tfjs';
 *
 * const [w, optimizer] = [tf.variable(tf.scalar(1)), tf.train.sgd(0.1)];
 * setLearningRate(optimizer, 0.25);
 * optimizer.minimize(() => w.asScalar(), false, [w]);
 * w.dataSync()[0]; // => 0.75
 * ```
 */
export function setLearningRate(optimizer: Optimizer, rate: number): void {
  soundRate('setLearningRate', rate);
  const rated = ratedIn('setLearningRate', optimizer);
  if (typeof rated.setLearningRate === 'function') rated.setLearningRate(rate);
  else rated.learningRate = rate;
}

/** The learning rate that an optimizer runs at. After a raw assignment, SGD and Momentum tell a lie here. */
export function learningRateOf(optimizer: Optimizer, by = 'fitTrainer'): number {
  return ratedIn(by, optimizer).learningRate;
}

function ratedIn(by: string, optimizer: unknown): Rated {
  const rated = optimizer as Rated | null | undefined;
  if (typeof rated?.learningRate === 'number') return rated;
  throw new TypeError(
    `${by}: the optimizer must have a learning rate, got ${shown(optimizer)}; make it with tf.train or model.compile`,
  );
}
