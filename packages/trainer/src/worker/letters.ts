import type { Splice, State } from '@anneal/core';
import type { Failure } from './failure.ts';
import type { Packed } from './packed.ts';

/** What a run in the worker is told to do. */
export interface Begin {
  /** The schedule as JSON, and where it stands. */
  readonly schedule: string;
  readonly state: State | undefined;
  readonly start: number | undefined;
  readonly states: boolean;
  readonly expectWithin: number | undefined;
  /** What was said of running before. */
  readonly running: boolean;
  /** What was to be swapped in before; nothing where nothing ever will be. */
  readonly swaps: readonly Swap[] | undefined;
  readonly splice: Splice;
  /** Rows are sent when there are so many, or after so many milliseconds. */
  readonly batch: { readonly rows: number; readonly ms: number };
}

/** A schedule as JSON, or a rate by hand, `null` to release it. */
export type Swap = { readonly schedule: string } | { readonly rate: unknown };

/** What the page says of a run. */
export type ToWorker =
  /** Is anybody there? */
  | { readonly call: true }
  /** A message of the lock-step protocol. */
  | { readonly channel: unknown }
  | { readonly begin: Begin }
  | { readonly running: boolean }
  | { readonly swap: Swap }
  /** A stream on the page that the run follows has failed. */
  | { readonly failed: 'running' | 'swaps'; readonly with: Failure }
  /** So many rows have been handed on. */
  | { readonly read: number }
  | { readonly stop: true };

/** What the worker says of a run. */
export type ToPage =
  | { readonly hello: true; readonly saves: boolean }
  | { readonly channel: unknown }
  | { readonly rows: Packed }
  | { readonly error: Failure }
  | { readonly done: true };

/** A message with the run that it is about, so that what a run before left on its way is known. */
export type Letter<Said> = Said & { readonly anneal: 1; readonly run: string };

/** The run of what a worker says by itself, when it begins to serve. */
export const nobody = '';

/** The letter in a message, if it is one: page and worker may have more to say to each other. */
export function letterIn<Said>(message: unknown): Letter<Said> | undefined {
  const { anneal, run } = Object(message) as Partial<Letter<unknown>>;
  return anneal === 1 && typeof run === 'string' ? (message as Letter<Said>) : undefined;
}
