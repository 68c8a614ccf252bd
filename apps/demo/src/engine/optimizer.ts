import { numpy as np, tree } from '@jax-js/jax';
import type { Setup } from '../race/setup.ts';
import type { Weights } from './network.ts';

/** What an optimizer remembers of one racer: nothing, or Adam's moments and the decay of its start-up correction. */
export type Memory = { mean: Weights; square: Weights; decays: np.Array }[];

/** How gradients become new weights. */
export interface Optimizer {
  /** What it remembers at the start, for each lane. */
  begin(weights: Weights, lanes: number): Memory;
  /** Consumes all that it is given. */
  update(weights: Weights, gradients: Weights, memory: Memory, rate: np.Array): [Weights, Memory];
}

/** Plain gradient descent: each step is the gradient times the rate, so what the rate does is plain to see. */
const sgd: Optimizer = {
  begin: () => [],
  update(weights, gradients, _, rate) {
    const next = tree.map((w: np.Array, g: np.Array) => w.sub(g.mul(rate.ref)), weights, gradients);
    rate.dispose();
    return [next as Weights, []];
  },
};

const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];

/** Adam by Kingma and Ba, 2014: https://arxiv.org/abs/1412.6980, algorithm 1. */
const adam: Optimizer = {
  begin: (weights, lanes) => [
    {
      mean: zerosLike(weights),
      square: zerosLike(weights),
      // β₁ᵗ and β₂ᵗ, kept beside the moments so that no step count is traced.
      decays: np.ones([lanes, 2]),
    },
  ],
  update(weights, gradients, memory, rate) {
    const [before] = memory as [Memory[number]];
    const mix = (beta: number, moment: np.Array, value: np.Array) =>
      moment.mul(beta).add(value.mul(1 - beta));
    const decays = before.decays.mul(np.array([beta1, beta2]));
    const [first, second] = np.split(np.subtract(1, decays.ref), 2, -1) as [np.Array, np.Array];
    const mean = tree.map((m: np.Array, g: np.Array) => mix(beta1, m, g), before.mean, tree.ref(gradients));
    const square = tree.map(
      (s: np.Array, g: np.Array) => mix(beta2, s, np.square(g)),
      before.square,
      gradients,
    );
    const next = tree.map(
      (w: np.Array, m: np.Array, s: np.Array) => {
        const size = np.sqrt(s.div(second.ref)).add(epsilon);
        return w.sub(m.div(first.ref).div(size).mul(rate.ref));
      },
      weights,
      tree.ref(mean),
      tree.ref(square),
    );
    tree.dispose([first, second, rate]);
    return [next as Weights, [{ mean: mean as Weights, square: square as Weights, decays }]];
  },
};

const zerosLike = (weights: Weights): Weights =>
  tree.map((value: np.Array) => np.zerosLike(value), tree.ref(weights)) as Weights;

export const optimizers: Readonly<Record<Setup['model']['optimizer'], Optimizer>> = { sgd, adam };
