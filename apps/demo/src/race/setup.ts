/** Where the examples come from: drawn with the seed, real birds, or a file of the visitor's own. */
export type DataKind = 'moons' | 'circles' | 'spirals' | 'xor' | 'penguins' | 'csv';

/** All that a race is: JSON, so that it can be kept, shared and run again. */
export interface Setup {
  /** The version of this form. */
  readonly v: 1;
  readonly data: {
    readonly kind: DataKind;
    /** How many examples are drawn; the penguins and a file have their own number. */
    readonly points: number;
    /** How far they are scattered, as a share of the picture's width. */
    readonly noise: number;
  };
  readonly model: {
    /** The widths of the hidden layers. */
    readonly hidden: readonly number[];
    readonly activation: 'tanh' | 'relu';
    /** How many examples a step sees. */
    readonly batch: number;
    readonly optimizer: 'sgd' | 'adam';
  };
  /** Decides the examples, their order, and the first weights, which all racers share. */
  readonly seed: number;
  /** How long the race is. */
  readonly steps: number;
  /** One to six. */
  readonly racers: readonly Racer[];
}

/** One schedule in the race. */
export interface Racer {
  /** Its lane, 0 to 5, which is its colour, dash and marker; no two racers share one. */
  readonly lane: number;
  readonly name: string;
  /** The schedule as data, as `JSON.stringify` writes it and `fromJSON` of `@anneal/core/json` reads it; lengths in steps. */
  readonly schedule: unknown;
}

/**
 * What the reports of a race carry, and what a schedule in it may listen to: the loss of each step's batch, and what is
 * asked of the held-out examples, at the steps at which it is asked. The names are those of TensorFlow.js.
 */
export const monitors = ['loss', 'val_loss', 'val_acc'] as const;

/** How a schedule that is swapped in goes on from the one before: see `live` of `@anneal/core`. */
export type Splice = 'restart' | 'progress' | 'value';

/** Something that the visitor does to a racer while the race is on. */
export type Deed =
  | { readonly kind: 'swap'; readonly lane: number; readonly schedule: unknown; readonly splice: Splice }
  /** The rate is taken in hand: a manual override, until it is released. */
  | { readonly kind: 'rate'; readonly lane: number; readonly rate: number }
  | { readonly kind: 'release'; readonly lane: number };

/** A deed with its place: a race with the same set-up and the same acts is the same race, to the last bit. */
export type Act = Deed & {
  /** The first step that ran under it. */
  readonly at: number;
};

export const limits = {
  racers: [1, 6],
  steps: [50, 5000],
  seed: [0, 999_999],
  points: [50, 2000],
  noise: [0, 0.5],
  layers: [0, 3],
  width: [1, 32],
  batch: [4, 128],
} as const satisfies Record<string, readonly [least: number, most: number]>;
