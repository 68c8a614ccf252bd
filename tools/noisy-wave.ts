interface Sample {
  readonly x: number;
  readonly y: number;
}

/** A network that learns in mini-batches. Its samples are drawn from its own seed, so it is the same on each run. */
export interface NoisyWave {
  /** One update on a fresh batch, whose targets are in `unit`, which should be 1. Gives the batch's loss before it. */
  learn(rate: number, unit: number): number;
  /** The loss on samples that it never learns from. */
  valLoss(): number;
}

/** 16 tanh units that learn a noisy wave: small, but they really train. */
export function noisyWave(seed = 8): NoisyWave {
  let drawn = seed;
  /** Uniform in [−1, 1). */
  const random = () => {
    drawn = (Math.imul(drawn, 1664525) + 1013904223) | 0;
    return drawn / 2 ** 31;
  };
  const sample = (): Sample => {
    const x = random();
    const noise = 0.2 * (random() + random());
    return { x, y: 4 * x * (1 - Math.abs(x)) * (1 - 2 * x * x) + noise };
  };
  const samples = (count: number) => Array.from({ length: count }, sample);

  const unitOf = () => ({ slope: 4 * random(), shift: 2 * random(), out: 0.3 * random() });
  const units = Array.from({ length: 16 }, unitOf);
  const error = ({ x, y }: Sample) =>
    units.reduce((sum, { slope, shift, out }) => sum + out * Math.tanh(slope * x + shift), 0) - y;
  const lossOf = (errors: readonly number[]) => errors.reduce((sum, e) => sum + e * e, 0) / errors.length;

  const held = samples(200);
  return {
    valLoss: () => lossOf(held.map(error)),
    learn(rate, unit) {
      const batch = samples(8).map(({ x, y }) => ({ x, y: unit * y }));
      const errors = batch.map(error);
      for (const one of units) {
        const { slope, shift, out } = one;
        for (const [i, { x }] of batch.entries()) {
          const height = Math.tanh(slope * x + shift);
          const push = (2 / batch.length) * (errors[i] as number);
          const back = push * out * (1 - height * height);
          one.out -= rate * push * height;
          one.slope -= rate * back * x;
          one.shift -= rate * back;
        }
      }
      return lossOf(errors);
    },
  };
}
