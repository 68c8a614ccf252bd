import type { Examples } from './split.ts';
import { order, stream } from './stream.ts';

/** What one step sees. */
export interface Batch extends Examples {
  readonly size: number;
}

/** Hands out the examples batch by batch: the step alone says which, so that a step can be run again. */
export interface Batches {
  readonly stepsPerEpoch: number;
  readonly size: number;
  /** The batch of a step. Each epoch has an order of its own; what does not fill a batch waits for another epoch. */
  of(step: number): Batch;
}

export function batches({ inputs, labels }: Examples, wanted: number, seed: number): Batches {
  const count = labels.length;
  const width = inputs.length / count;
  const size = Math.min(wanted, count);
  const stepsPerEpoch = Math.floor(count / size);
  let epoch = -1;
  let places: Uint32Array = new Uint32Array();
  return {
    stepsPerEpoch,
    size,
    of(step) {
      const now = Math.floor(step / stepsPerEpoch);
      if (now !== epoch) places = order(count, stream(seed, 'order', now));
      epoch = now;
      const from = (step % stepsPerEpoch) * size;
      const rows = places.subarray(from, from + size);
      const batch = new Float32Array(size * width);
      rows.forEach((row, place) => {
        batch.set(inputs.subarray(row * width, (row + 1) * width), place * width);
      });
      return { size, inputs: batch, labels: Uint8Array.from(rows, (row) => labels[row] as number) };
    },
  };
}
