import { jit, type numpy as np } from '@jax-js/jax';

/** One rate, or one for each group, as arrays. */
export type RateArrays = np.Array | Readonly<Record<string, np.Array>>;

// A number that an array is made of is folded into each kernel that uses it outside of `jit`, and each rate would be a
// kernel of its own, compiled and kept. What comes out of a jitted function is data, and stays weakly typed.
const put = jit((rate: np.Array): np.Array => rate);

/** Puts a rate, or a record of rates, on the default device, for one step. */
export function ratesOf(rate: unknown): RateArrays {
  if (typeof rate !== 'object' || rate === null) return put(rate as number);
  return Object.fromEntries(Object.entries(rate).map(([group, one]) => [group, put(one as number)]));
}

/** Frees what a step has left of its rates: it may use them, take references to them, or neither. */
export function free(rates: RateArrays): void {
  for (const array of isArray(rates) ? [rates] : Object.values(rates))
    while (array.refCount > 0) array.dispose();
}

/** Whether it is an array of jax-js; told by what it can do, since the library may be loaded twice. */
export function isArray(value: unknown): value is np.Array {
  const { data, refCount } = Object(value) as Partial<np.Array>;
  return typeof data === 'function' && typeof refCount === 'number';
}
