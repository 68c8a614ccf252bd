import type { Field } from './field.ts';
import type { Plan } from './plan.ts';

/** When a rate changes: the one axis. */
export type Frequency = 'never' | 'step' | 'every' | 'epoch' | 'event' | 'cycle' | 'part';

/** By what rule it changes: the other axis. */
export type Quantity =
  | 'level'
  | 'line'
  | 'cosine'
  | 'power'
  | 'factor'
  | 'root'
  | 'logarithm'
  | 'table'
  | 'noise'
  | 'heard'
  | 'part';

/** The run that a block is made for. */
export interface Run {
  readonly steps: number;
  /** How many steps an epoch has. */
  readonly epoch: number;
  /** The rate that it begins at, or climbs to; 1 for what is multiplied by. */
  readonly peak: number;
}

interface Said {
  /** Its name in the JSON, which is that of the function that makes it. */
  readonly type: string;
  readonly label: string;
  /** Its name on a chip and in the name of a racer. */
  readonly short: string;
  /** What it does, in one sentence. */
  readonly sentence: string;
  /** The rate, as a formula in a few signs. */
  readonly formula: string;
  /** Where it comes from, in a few words; nothing for what needs no source. */
  readonly source?: string;
  readonly frequency: Frequency;
  readonly quantity: Quantity;
  readonly fields: readonly Field[];
}

/** A curve, or a schedule that listens. */
export interface Leaf extends Said {
  readonly role: 'curve' | 'feedback';
  readonly make: (run: Run) => Plan;
}

/** What is put around one block. */
export interface Wrapper extends Said {
  readonly role: 'around';
  readonly make: (part: Plan, run: Run) => Plan;
}

/** What holds several blocks. */
export interface List extends Said {
  readonly role: 'list';
  readonly make: (parts: readonly Plan[]) => Plan;
}

export type Block = Leaf | Wrapper | List;

/** A share of a run in whole steps, at least one. */
export const part = (steps: number, of: number): number => Math.max(1, Math.round(steps * of));

/** A rate derived from another, without the last digits that products leave. */
export const neat = (rate: number): number => Number(rate.toPrecision(3));
