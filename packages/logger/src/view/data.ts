// What a page is written with, and reads again. JSON in between: no numbers that are not finite, but their names.

/** A number, or the name of one that JSON lacks. */
export type Value = number | 'NaN' | 'Infinity' | '-Infinity';

/** A column of a run, down-sampled: values at steps, in the order of the rows. */
export interface Column {
  readonly steps: readonly number[];
  readonly values: readonly Value[];
  /** How many values there were. */
  readonly count: number;
  /** Where not all are kept: the means of even stretches, at the means of their steps. */
  readonly means?: { readonly steps: readonly number[]; readonly values: readonly number[] };
}

/** What is said of a metric in the table of the runs. */
export interface Figures {
  readonly last: Value;
  /** The least finite one, and its step; nothing where none was finite. */
  readonly best: { readonly value: number; readonly step: number } | undefined;
}

/** An act of the schedule. */
export interface Act {
  readonly step: number;
  /** The cause in words. */
  readonly text: string;
}

/** One run, as the page shows it. */
export interface RunData {
  readonly name: string;
  readonly file: string;
  readonly id: string;
  readonly startedAt: string;
  readonly attempts: number;
  readonly rows: number;
  readonly lastStep: number;
  /** The schedule in short, and all that was told about the run, each fact by its path. */
  readonly schedule: string | undefined;
  readonly facts: Readonly<Record<string, string>>;
  /** The metric that is taken for the loss. */
  readonly loss: string | undefined;
  readonly figures: Readonly<Record<string, Figures>>;
  /** The columns of rates by name, and of all else that is a number. */
  readonly rates: Readonly<Record<string, Column>>;
  readonly metrics: Readonly<Record<string, Column>>;
  /** Where each epoch begins, and the seconds since the first row, by step; nothing where rows carry none. */
  readonly epochs: Column | undefined;
  readonly seconds: Column | undefined;
  readonly acts: readonly Act[];
  /** How many acts are left out between the first ones and the last ones. */
  readonly actsLeftOut: number;
}

export interface PageData {
  readonly title: string;
  readonly runs: readonly RunData[];
}
