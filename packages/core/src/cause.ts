import type { Happened } from './feedback/event.ts';
import type { Splice } from './live-run.ts';
import type { AnyRate } from './machines/live.ts';

/** What a schedule may say of an act of its own. `switch (cause.by)` knows them all. */
export type Cause =
  | SequenceCause
  | UntilCause
  | RestartsCause
  | ReduceOnPlateauCause
  | GreedyCause
  | LiveCause
  | BackOffCause;

/** What every cause tells. */
interface Act<By extends string> {
  /** The schedule that acted. */
  readonly by: By;
  /** Where in the composition: `$` is the whole, `$.parts[1]` its second part. */
  readonly path: string;
  /** The step from which it holds. */
  readonly step: number;
}

/** What was watched, and what counted as a gain. */
interface Watched {
  /** The metric that it reads. */
  readonly monitor: string;
  readonly mode: 'min' | 'max';
  /** The best reading so far, smoothed if `smoothing` is on; `null` while none was finite. */
  readonly best: number | null;
  /** The step whose report brought it; `null` if that had no index. */
  readonly bestAt: number | null;
  readonly patience: number;
  readonly threshold: number;
  readonly thresholdMode: 'relative' | 'absolute';
}

/** The schedule's own rate before and after. */
interface Change {
  readonly from: number;
  readonly to: number;
}

/** A sequence has gone over to its next part. */
export interface SequenceCause extends Act<'sequence'> {
  /** The part that runs from here, counted from 0. */
  readonly part: number;
  /** How many parts there are. */
  readonly parts: number;
}

/** An event has ended a phase; `on` says which, with its figures. */
export type UntilCause = Act<'until'> & Happened;

/** A schedule that restarts has begun anew. */
export interface RestartsCause extends Act<'restarts'> {
  /** The cycle that runs from here, counted from 0. */
  readonly cycle: number;
}

/** A plateau has cut the rate. */
export interface ReduceOnPlateauCause extends Act<'reduceOnPlateau'>, Watched, Change {
  /** How many readings in a row were no gain, the last one included. */
  readonly bad: number;
}

/** A greedy schedule has raised the rate, or cut it. */
export interface GreedyCause extends Act<'greedy'>, Watched, Change {
  /** How many readings in a row were gains, the last one included; 0 where it has cut. */
  readonly good: number;
  /** How many readings in a row were no gain, the last one included; 0 where it has raised. */
  readonly bad: number;
}

/** A spike has cut the rate. */
export interface BackOffCause extends Act<'backOff'>, Change {
  /** The metric that it reads. */
  readonly monitor: string;
  /** The reading that was a spike, finite or not. */
  readonly reading: number;
  /** The average of those before, which it was held against; `null` where there was none. */
  readonly average: number | null;
  /** How many times the average is a spike. */
  readonly spike: number;
  /** Which cut this is, counted from 1, and how many there may be. */
  readonly cuts: number;
  readonly budget: number;
  /** Whether the budget is spent: the rate stays where it is for good. */
  readonly exhausted: boolean;
  /** How many steps the way back takes. */
  readonly recover: number;
  /** The best that the average has been, and the step whose report brought it there: the weights to roll back to. */
  readonly best: number | null;
  readonly bestAt: number | null;
}

/** Somebody has swapped the schedule, set the rate by hand, or released it. */
export type LiveCause = Act<'live'> & {
  /** The rate before, and the one from here on: a number, or a record of them, one for each group. */
  readonly from: AnyRate;
  readonly to: AnyRate;
} & (
    | {
        readonly act: 'swap';
        /** The function that made the schedule that took over. */
        readonly schedule: string;
        readonly splice: Splice;
      }
    | { readonly act: 'override' | 'release' }
  );
