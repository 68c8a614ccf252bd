import type { Part } from '../index.ts';
import type { Case } from './cases.ts';

/** How each schedule of another system is said here; or in words why none of its cases is. */
export type Table<P> = Readonly<Record<string, ((params: P, one: Case<P>) => Saying) | string>>;

/** A schedule of ours, or one that says the same only up to a step, and why. */
export type Saying = Part<string, unknown> | UpTo;

export interface UpTo {
  readonly schedule: Part<string, unknown>;
  /** The last step at which it is the same. */
  readonly until: number;
  readonly why: string;
}
