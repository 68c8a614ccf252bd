import type { Raw } from './examples.ts';
import { order, stream } from './stream.ts';

/** More than this are never asked: it would take too long at each epoch's end, and tell nothing new. */
const mostHeldOut = 400;

/** Examples for the engine: on one scale, one row after the other. */
export interface Examples {
  readonly inputs: Float32Array;
  readonly labels: Uint8Array;
}

/** What the racers learn from, and what they are only asked about. */
export interface Split {
  readonly features: readonly string[];
  readonly classes: readonly string[];
  readonly training: Examples;
  readonly heldOut: Examples;
}

/**
 * Shuffles by the seed, keeps one in five back, and puts all features on one scale: mean 0, deviation 1.
 *
 * The scale is that of the training examples alone; the others are to be strangers to the model.
 */
export function split({ features, classes, inputs, labels }: Raw, seed: number): Split {
  const width = features.length;
  const places = order(labels.length, stream(seed, 'split'));
  const kept = Math.min(mostHeldOut, Math.max(1, Math.floor(labels.length * 0.2)));
  const [heldOut, training] = [places.subarray(0, kept), places.subarray(kept)];
  const scales = features.map((_, column) =>
    scaleOf(Array.from(training, (row) => inputs[row * width + column] as number)),
  );
  const examples = (rows: Uint32Array): Examples => {
    const scaled = new Float32Array(rows.length * width);
    rows.forEach((row, place) => {
      scales.forEach((scale, column) => {
        scaled[place * width + column] = scale(inputs[row * width + column] as number);
      });
    });
    return { inputs: scaled, labels: Uint8Array.from(rows, (row) => labels[row] as number) };
  };
  return { features, classes, training: examples(training), heldOut: examples(heldOut) };
}

function scaleOf(values: readonly number[]): (value: number) => number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  // What is the same everywhere tells nothing, and must not become a NaN.
  const deviation = Math.sqrt(variance) || 1;
  return (value) => (value - mean) / deviation;
}
