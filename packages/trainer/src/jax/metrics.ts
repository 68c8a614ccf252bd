import type { numpy as np } from '@jax-js/jax';
import { isArray } from './rates.ts';

/** What a step says, with its arrays read into numbers; they are consumed. */
export async function numbersOf(said: unknown): Promise<unknown> {
  if (isArray(said)) return read([['loss', said]]).then(([loss]) => loss);
  if (typeof said !== 'object' || said === null) return said;
  const arrays = Object.entries(said).filter((entry): entry is [string, np.Array] => isArray(entry[1]));
  if (arrays.length === 0) return said;
  const numbers = await read(arrays);
  return { ...said, ...Object.fromEntries(arrays.map(([name], i) => [name, numbers[i]])) };
}

async function read(arrays: readonly (readonly [name: string, array: np.Array])[]): Promise<number[]> {
  const wide = arrays.find(([, { size }]) => size !== 1);
  if (wide !== undefined) {
    const [name, { shape }] = wide;
    for (const [, array] of arrays) array.dispose();
    throw new TypeError(
      `jaxTrainer: the metric '${name}' must be one number, got an array of shape [${shape.join(', ')}]; ` +
        'reduce it, with mean() or sum()',
    );
  }
  return Promise.all(arrays.map(async ([, array]) => Number((await array.data())[0])));
}
