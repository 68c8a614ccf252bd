/** What both sides of a case are fed: what training says of a finished step. */
export interface Report {
  readonly step: number;
  readonly loss: number;
}

/** Where a side leaves its rates: a store into a Float64Array, for nothing costs less and can be read back. */
export type Store = (rate: number) => void;

/** One side of a case: what is done once, and, given back, what is timed: one pass over its input. */
export type Side = (store: Store) => () => void;

/** How a process has been used before the first batch. */
export const modes = ['fresh', 'mixed'] as const;
export type Mode = (typeof modes)[number];

/** What a ratio, ours to the base's, should be, and what it must not pass. */
export interface Goal {
  readonly goal: number;
  readonly gate: number;
}

/** A comparison: the default export of a file in `cases`, which is all that adds one. Both sides get the same input and store the same rates, `rates` of them in a pass. */
export interface Case {
  readonly name: string;
  readonly rates: number;
  readonly base: Side;
  readonly ours: Side;
  readonly goals: Readonly<Record<Mode, Goal>>;
}
