import { numpy as np } from '@jax-js/jax';
import { stream } from '../data/stream.ts';
import type { Weights } from './network.ts';

/** The same first weights for each lane, drawn by the seed as Glorot and Bengio do: uniform, up to √(6 / (in + out)). */
export function firstWeights(widths: readonly number[], seed: number, lanes: number): Weights {
  const random = stream(seed, 'weights');
  return widths.slice(1).map((out, layer) => {
    const size = widths[layer] as number;
    const most = Math.sqrt(6 / (size + out));
    const drawn = Float32Array.from({ length: size * out }, () => (2 * random() - 1) * most);
    const all = new Float32Array(lanes * drawn.length);
    for (let lane = 0; lane < lanes; lane++) all.set(drawn, lane * drawn.length);
    return { w: np.array(all).reshape([lanes, size, out]), b: np.zeros([lanes, out]) };
  });
}

/** How many numbers one network is. */
export const weightsIn = (widths: readonly number[]): number =>
  widths.slice(1).reduce((sum, out, layer) => sum + ((widths[layer] as number) + 1) * out, 0);
