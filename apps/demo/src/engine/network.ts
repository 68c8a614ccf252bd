import { nn, numpy as np } from '@jax-js/jax';
import type { Setup } from '../race/setup.ts';

/** The weights of one racer, or of all racers along a first axis. */
export type Weights = { w: np.Array; b: np.Array }[];

/** What the network answers to examples: a row of logits for each, whose softmax is how sure it is of each class. */
export function logits(
  weights: Weights,
  inputs: np.Array,
  activation: Setup['model']['activation'],
): np.Array {
  return weights.reduce((values, { w, b }, layer) => {
    const sums = np.matmul(values, w).add(b);
    if (layer === weights.length - 1) return sums;
    return activation === 'tanh' ? np.tanh(sums) : nn.relu(sums);
  }, inputs);
}

/** Softmax cross-entropy: how surprised the network is by the right answers, on average. */
export function surprise(answers: np.Array, targets: np.Array): np.Array {
  return np.mean(np.sum(nn.logSoftmax(answers).mul(targets), -1)).mul(-1);
}

/** The layers' widths, from the features to the classes. */
export const widthsOf = (features: number, hidden: readonly number[], classes: number): readonly number[] => [
  features,
  ...hidden,
  classes,
];
