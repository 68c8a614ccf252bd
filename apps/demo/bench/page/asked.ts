/** What is measured: an engine, and how many racers it trains. */
export interface Asked {
  readonly engine: 'jax-js' | 'tfjs, a model each' | 'tfjs, one set of tensors';
  readonly racers: number;
  readonly seconds: number;
}

/** Times in milliseconds. */
export interface Figures {
  /** From asking for the code to the end of the first step. */
  readonly start: number;
  readonly stepsPerSecond: number;
  /** The longest step of those counted. */
  readonly longest: number;
}

/** One step of all racers at these rates, whose losses are read. */
export type Step = (rates: Float32Array) => void;

export const widths = [2, 16, 16, 2] as const;
export const batch = 32;
