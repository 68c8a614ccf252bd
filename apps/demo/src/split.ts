import type { Penguins } from '../../../tools/penguins.ts';
import { shuffled } from './seeded.ts';
import { heldOutOf } from './sizes.ts';

/** Examples for a classifier: what is measured, and the index of the class. */
export interface Examples {
  readonly inputs: number[][];
  readonly classes: number[];
}

/**
 * Shuffles by the seed, keeps some penguins back, and puts all measurements on one scale: mean 0, deviation 1.
 *
 * The scale is that of the training penguins alone; the others are to be strangers to the model.
 */
export function split({ rows, features }: Penguins, seed: number): { training: Examples; heldOut: Examples } {
  const order = shuffled(rows, seed);
  const kept = heldOutOf(rows.length);
  const [heldOut, training] = [order.slice(0, kept), order.slice(kept)];
  const scales = features.map((_, column) => scaleOf(training.map((row) => row[column] as number)));
  const examples = (of: readonly number[][]): Examples => ({
    inputs: of.map((row) => scales.map((scale, column) => scale(row[column] as number))),
    classes: of.map((row) => row[features.length] as number),
  });
  return { training: examples(training), heldOut: examples(heldOut) };
}

function scaleOf(values: readonly number[]): (value: number) => number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return (value) => (value - mean) / Math.sqrt(variance);
}
