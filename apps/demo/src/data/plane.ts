import type { Split } from './split.ts';

/** The plane of the pictures: two features, the others at their mean, which is 0. */
export interface Plane {
  /** Which two features it shows. */
  readonly axes: readonly [string, string];
  /** The examples in it, in [−1, 1]: x, y, class, and 1 where it is held out. */
  readonly examples: Float32Array;
  /** What the network is asked for a picture: inputs for `size × size` places, from the top left on. */
  places(size: number): Float32Array;
}

/** How much room there is between the outermost examples and the picture's edge. */
const margin = 1.08;

export function planeOf({ features, classes, training, heldOut }: Split): Plane {
  const width = features.length;
  const inputs = [...training.inputs, ...heldOut.inputs];
  const labels = [...training.labels, ...heldOut.labels];
  const pair = widest(training, width, classes.length);
  const axes = pair.map((column) => {
    let [low, high] = [Infinity, -Infinity];
    for (let at = column; at < inputs.length; at += width) {
      low = Math.min(low, inputs[at] as number);
      high = Math.max(high, inputs[at] as number);
    }
    return { column, middle: (low + high) / 2, reach: ((high - low) / 2) * margin || 1 };
  });
  const [across, up] = axes as [(typeof axes)[number], (typeof axes)[number]];
  const shown = new Float32Array(labels.length * 4);
  labels.forEach((label, row) => {
    const place = ({ column, middle, reach }: typeof across) =>
      ((inputs[row * width + column] as number) - middle) / reach;
    shown.set([place(across), place(up), label, row < training.labels.length ? 0 : 1], 4 * row);
  });
  return {
    axes: [features[across.column] as string, features[up.column] as string],
    examples: shown,
    places(size) {
      const asked = new Float32Array(size * size * width);
      const centre = (cell: number) => (2 * cell + 1) / size - 1;
      for (let cell = 0; cell < size * size; cell++) {
        asked[cell * width + across.column] = across.middle + across.reach * centre(cell % size);
        asked[cell * width + up.column] = up.middle - up.reach * centre(Math.floor(cell / size));
      }
      return asked;
    },
  };
}

/** The two features whose class means lie farthest apart, in their own order. */
function widest({ inputs, labels }: Split['training'], width: number, classes: number): number[] {
  const spreads = Array.from({ length: width }, (_, column) => {
    const [sums, counts] = [new Float64Array(classes), new Float64Array(classes)];
    labels.forEach((label, row) => {
      sums[label] = (sums[label] as number) + (inputs[row * width + column] as number);
      counts[label] = (counts[label] as number) + 1;
    });
    const means = [...sums].map((sum, label) => sum / (counts[label] as number)).filter(Number.isFinite);
    const middle = means.reduce((sum, mean) => sum + mean, 0) / means.length;
    return { column, spread: means.reduce((sum, mean) => sum + (mean - middle) ** 2, 0) };
  });
  return spreads
    .sort((a, b) => b.spread - a.spread)
    .slice(0, 2)
    .map(({ column }) => column)
    .sort((a, b) => a - b);
}
