import { type DataType, keep, type Tensor, tensor, tidy } from '@tensorflow/tfjs';
import { shown } from '../check.ts';

/** One tensor as plain data: it can be cloned, sent to a worker, and written by `v8.serialize`. */
export interface SavedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
  /** The values, row by row, in memory of their own. */
  readonly data: Float32Array | Int32Array | Uint8Array;
}

/** A tensor with the name that messages give it. */
export interface NamedTensor {
  readonly name: string;
  readonly tensor: Tensor;
}

/** How the values of each type are kept. */
const arrays: Readonly<Record<SavedTensor['dtype'], string>> = {
  float32: 'Float32Array',
  int32: 'Int32Array',
  bool: 'Uint8Array',
};

/** Holds on to the values of now, at once; what takes time is to read them. */
export function hold(tensors: readonly NamedTensor[]): () => Promise<SavedTensor[]> {
  // A clone shares the values and copies nothing: an update gives the variable other values, and leaves these as they are.
  const clones = tidy(() => {
    const made = tensors.map((one) => one.tensor.clone());
    for (const clone of made) keep(clone);
    return made;
  });
  return async () => {
    try {
      return await Promise.all(
        clones.map(async (clone, i) => ({
          name: (tensors[i] as NamedTensor).name,
          shape: [...clone.shape],
          dtype: clone.dtype as SavedTensor['dtype'],
          // A copy, since a backend may give its own memory, and who sends the snapshot away would take that with it.
          data: (await clone.data()).slice() as SavedTensor['data'],
        })),
      );
    } finally {
      for (const clone of clones) clone.dispose();
    }
  };
}

/** A tensor of what was saved, with memory of its own. */
export const tensorOf = ({ data, shape, dtype }: SavedTensor): Tensor =>
  tensor(data.slice(), [...shape], dtype);

/** Refuses what cannot be put where a tensor of this shape and type is; says why, after `by`. */
export function fits(
  by: string,
  saved: unknown,
  {
    name,
    shape,
    dtype,
  }: { readonly name: string; readonly shape: readonly unknown[]; readonly dtype: DataType },
): void {
  const what = `${by}: the snapshot's '${(saved as SavedTensor | null)?.name ?? name}'`;
  const { shape: was, dtype: type, data } = Object(saved) as Partial<SavedTensor>;
  const array = arrays[type as SavedTensor['dtype']];
  if (!Array.isArray(was) || array === undefined)
    throw new TypeError(`${what} must be { name, shape, dtype, data }, got ${shown(saved)}`);
  if (String(was) !== String(shape) || was.length !== shape.length) {
    throw new RangeError(
      `${what} has the shape [${was}], and '${name}' has [${shape}]; restore into a model of the shape that was saved`,
    );
  }
  if (type !== dtype) throw new RangeError(`${what} is of ${type}, and '${name}' is of ${dtype}`);
  const size = was.reduce((product: number, length: number) => product * length, 1);
  if (Object.prototype.toString.call(data) !== `[object ${array}]` || data?.length !== size)
    throw new TypeError(`${what} must have ${size} values in a ${array}, got ${shown(data)}`);
}
