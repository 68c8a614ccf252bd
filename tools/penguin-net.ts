import { penguins } from './penguins.ts';

/** A classifier that learns in mini-batches, with all that it remembers in reach. */
export interface PenguinNet {
  /** One update on the next batch. Gives the batch's loss before it. */
  learn(rate: number): number;
  /** The loss on penguins that it never learns from. */
  valLoss(): number;
  /** Weights, velocities and the place in the data, as one list of numbers. */
  save(): Float64Array;
  restore(saved: Float64Array): void;
}

const [inputs, hidden, classes, batch] = [4, 16, 3, 32];
const offsets = { b1: inputs * hidden, w2: (inputs + 1) * hidden, b2: (inputs + 1 + classes) * hidden };
const count = offsets.b2 + classes;

/** 16 tanh units and a softmax that tell the species of a penguin, trained by SGD with momentum. */
export function penguinNet(seed: number, momentum = 0.9): PenguinNet {
  const random = randomFrom(seed);
  const birds = shuffled(standardized(penguins().rows), random);
  const [held, known] = [birds.slice(0, 92), birds.slice(92)];
  const weights = Float64Array.from({ length: count }, (_, i) =>
    i >= offsets.b1 && (i < offsets.w2 || i >= offsets.b2) ? 0 : random() - 0.5,
  );
  const velocity = new Float64Array(count);
  const gradient = new Float64Array(count);
  let next = 0;

  /** The loss on one bird; adds its gradient, `share` of it, if asked to. */
  const lossOn = (bird: readonly number[], share = 0): number => {
    const units = Array.from({ length: hidden }, (_, j) => {
      let sum = weights[offsets.b1 + j] as number;
      for (let i = 0; i < inputs; i++) sum += (weights[i * hidden + j] as number) * (bird[i] as number);
      return Math.tanh(sum);
    });
    const scores = Array.from({ length: classes }, (_, k) =>
      units.reduce(
        (sum, unit, j) => sum + unit * (weights[offsets.w2 + j * classes + k] as number),
        weights[offsets.b2 + k] as number,
      ),
    );
    const most = Math.max(...scores);
    const powers = scores.map((score) => Math.exp(score - most));
    const whole = powers.reduce((sum, power) => sum + power, 0);
    const species = bird[inputs] as number;
    if (share > 0) {
      const pushes = powers.map((power, k) => share * (power / whole - (k === species ? 1 : 0)));
      for (const [j, unit] of units.entries()) {
        let back = 0;
        for (const [k, push] of pushes.entries()) {
          const at = offsets.w2 + j * classes + k;
          back += push * (weights[at] as number);
          add(gradient, at, push * unit);
        }
        back *= 1 - unit * unit;
        add(gradient, offsets.b1 + j, back);
        for (let i = 0; i < inputs; i++) add(gradient, i * hidden + j, back * (bird[i] as number));
      }
      for (const [k, push] of pushes.entries()) add(gradient, offsets.b2 + k, push);
    }
    return most + Math.log(whole) - (scores[species] as number);
  };
  return {
    learn(rate) {
      gradient.fill(0);
      let loss = 0;
      for (let i = 0; i < batch; i++)
        loss += lossOn(known[next++ % known.length] as number[], 1 / batch) / batch;
      for (let i = 0; i < count; i++) {
        velocity[i] = momentum * (velocity[i] as number) + (gradient[i] as number);
        add(weights, i, -rate * (velocity[i] as number));
      }
      return loss;
    },
    valLoss: () => held.reduce((sum, bird) => sum + lossOn(bird), 0) / held.length,
    save: () => Float64Array.of(next, ...weights, ...velocity),
    restore(saved) {
      next = saved[0] as number;
      weights.set(saved.subarray(1, 1 + count));
      velocity.set(saved.subarray(1 + count));
    },
  };
}

function add(to: Float64Array, at: number, value: number): void {
  to[at] = (to[at] as number) + value;
}

function randomFrom(seed: number): () => number {
  let drawn = seed;
  return () => {
    drawn = (Math.imul(drawn, 1664525) + 1013904223) | 0;
    return (drawn >>> 0) / 2 ** 32;
  };
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((one) => [random(), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);
}

/** Each measurement with mean 0 and deviation 1. */
function standardized(rows: readonly (readonly number[])[]): number[][] {
  const columns = Array.from({ length: inputs }, (_, i) => rows.map((row) => row[i] as number));
  const mean = columns.map((column) => column.reduce((sum, one) => sum + one, 0) / column.length);
  const deviation = columns.map((column, i) =>
    Math.sqrt(column.reduce((sum, one) => sum + (one - (mean[i] as number)) ** 2, 0) / column.length),
  );
  return rows.map((row) =>
    row.map((one, i) => (i < inputs ? (one - (mean[i] as number)) / (deviation[i] as number) : one)),
  );
}
