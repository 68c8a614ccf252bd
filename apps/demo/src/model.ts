import { fitTrainer } from '@anneal/trainer/tfjs';
import * as tf from '@tensorflow/tfjs';
import type { Penguins } from '../../../tools/penguins.ts';
import { batchSize, stepsOf } from './sizes.ts';
import { type Examples, split } from './split.ts';

/** What the page trains: a small network that tells the species of a penguin from four measurements. */
export interface Classifier {
  readonly model: tf.LayersModel;
  /** How many steps an epoch has. */
  readonly stepsPerEpoch: number;
  /** How many penguins it learns from, and how many it is only asked about. */
  readonly penguins: { readonly training: number; readonly heldOut: number };
  /** A trainer for so many epochs. `breather` is called after each step and waited for. */
  trainer(epochs: number, breather?: () => Promise<void>): ReturnType<typeof fitTrainer>;
  /** Gives all memory back. */
  dispose(): void;
}

/**
 * A fresh classifier. The seed alone determines which penguins are held out, their order and the first weights, so that
 * runs of one seed differ by nothing but the learning rate.
 */
export function classifier(data: Penguins, seed: number): Classifier {
  const { training, heldOut } = split(data, seed);
  const [x, y] = tensorsOf(training, data.species.length);
  const validationData = tensorsOf(heldOut, data.species.length);
  const optimizer = tf.train.sgd(0);
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        inputShape: [data.features.length],
        units: 16,
        activation: 'tanh',
        kernelInitializer: tf.initializers.glorotUniform({ seed }),
      }),
      tf.layers.dense({
        units: data.species.length,
        activation: 'softmax',
        kernelInitializer: tf.initializers.glorotUniform({ seed: seed + 1 }),
      }),
    ],
  });
  // Plain gradient descent: every step is the gradient times the rate, so what the rate does is plain to see.
  model.compile({ optimizer, loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return {
    model,
    stepsPerEpoch: stepsOf(1, training.classes.length),
    penguins: { training: training.classes.length, heldOut: heldOut.classes.length },
    trainer: (epochs, breather) =>
      fitTrainer(model, x, y, {
        epochs,
        batchSize,
        validationData,
        // The framework would shuffle with Math.random, and no run could be repeated.
        shuffle: false,
        ...(breather && { callbacks: { onBatchEnd: () => breather() } }),
      }),
    dispose() {
      model.dispose();
      optimizer.dispose();
      tf.dispose([x, y, validationData]);
    },
  };
}

function tensorsOf({ inputs, classes }: Examples, species: number): [x: tf.Tensor, y: tf.Tensor] {
  return [tf.tensor2d(inputs), tf.tidy(() => tf.oneHot(tf.tensor1d(classes, 'int32'), species).toFloat())];
}
