import type { Cause } from '@anneal/core';
import type { Act, Deed, Setup } from './setup.ts';

/** A table from a file of the visitor's own, read and checked: numbers to learn from, and the classes to tell. */
export interface Table {
  /** What the file is called; it never leaves the machine. */
  readonly name: string;
  readonly features: readonly string[];
  readonly classes: readonly string[];
  /** One row after the other. */
  readonly inputs: Float32Array;
  readonly labels: Uint8Array;
  /** How many rows were left out because something in them was missing or no number. */
  readonly dropped: number;
}

/** From the page to the worker. What is said of a race carries its number, because news of an earlier one may still be under way. */
export type Command =
  | {
      readonly type: 'race';
      readonly run: number;
      readonly setup: Setup;
      readonly table?: Table;
      /** What was done in the race that is run again, in the order of their steps. */
      readonly acts?: readonly Act[];
      /** Whether it pauses after its first step. */
      readonly once: boolean;
      /**
       * How many steps are done at once, as fast as they go, before it pauses of itself: a race that is picked up after a
       * reload gets so to where it was. With 0 it is set up and waits: the page shows its data before the first step.
       * Without it, nothing of the kind.
       */
      readonly ahead?: number;
      /** Steps in a second at most. */
      readonly perSecond: number;
    }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'step' }
  | { readonly type: 'reset' }
  | { readonly type: 'pace'; readonly perSecond: number }
  | { readonly type: 'do'; readonly deed: Deed }
  /** What a race would be run on, before it is: answered by `set` and `pictures`, and a race that is on is let be. */
  | { readonly type: 'show'; readonly run: number; readonly setup: Setup; readonly table?: Table }
  /** The learning-rate range test, on the model and the data of the set-up. */
  | { readonly type: 'find'; readonly run: number; readonly setup: Setup; readonly table?: Table }
  | { readonly type: 'read'; readonly file: File; readonly target?: string };

/** From the worker to the page. */
export type News =
  | { readonly type: 'ready' }
  /** The race is set up: what is to be seen before its first step. */
  | {
      readonly type: 'set';
      readonly run: number;
      readonly stepsPerEpoch: number;
      readonly weights: number;
      readonly training: number;
      readonly heldOut: number;
      readonly classes: readonly string[];
      /** The examples in the plane of the pictures, in [−1, 1]: x, y, class, and 1 where it is held out. */
      readonly examples: Float32Array;
      /** Which two features the plane shows. */
      readonly axes: readonly [string, string];
    }
  /** Steps that are done, `count` of them from `from` on; of racer number r the values stand at `r × count`. NaN where it has diverged. */
  | {
      readonly type: 'rows';
      readonly run: number;
      readonly from: number;
      readonly count: number;
      readonly losses: Float64Array;
      readonly rates: Float64Array;
      /** What was asked of the held-out examples in these steps. */
      readonly heldOut: readonly {
        readonly lane: number;
        readonly step: number;
        readonly loss: number;
        readonly accuracy: number;
      }[];
      /** What acted, and where. */
      readonly causes: readonly { readonly lane: number; readonly step: number; readonly cause: Cause }[];
    }
  /** What each racer answers over the plane, `size × size` values from the top left on: class + certainty in [0, 1). */
  | {
      readonly type: 'pictures';
      readonly run: number;
      readonly step: number;
      readonly size: number;
      readonly pictures: readonly { readonly lane: number; readonly answers: Float32Array }[];
    }
  /** Told when a deed is accepted, or a recorded act is done again. Of two rates for one lane with the same `at`, the newer one counts. */
  | { readonly type: 'acted'; readonly run: number; readonly act: Act }
  | { readonly type: 'refused'; readonly run: number; readonly deed: Deed; readonly reason: string }
  /** Its loss, or its rate, is no longer finite: it stops, the others go on. */
  | {
      readonly type: 'diverged';
      readonly run: number;
      readonly lane: number;
      readonly step: number;
      /** What was at fault: the loss, or the schedule, which could not be read or gave no rate to train on; `reason` says it in words. */
      readonly cause: 'loss' | 'schedule';
      readonly reason: string;
    }
  | {
      readonly type: 'found';
      readonly run: number;
      readonly rates: Float64Array;
      readonly losses: Float64Array;
      /** Their average so far, which the band is taken from. */
      readonly smoothed: Float64Array;
      readonly band: { readonly from: number; readonly to: number } | undefined;
      readonly reason: string | undefined;
    }
  | { readonly type: 'table'; readonly table: Table; readonly columns: readonly string[] }
  | { readonly type: 'unreadable'; readonly reason: string }
  | { readonly type: 'done'; readonly run: number }
  | { readonly type: 'failed'; readonly run: number | undefined; readonly reason: string };
