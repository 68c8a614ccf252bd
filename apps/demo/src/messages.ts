import type { Row } from '@anneal/trainer';
import type { FitReport } from '@anneal/trainer/tfjs';
import type { Values } from './parameter.ts';

/** What a run is asked to be. The number of the run comes back with all that is said of it. */
export interface Order {
  readonly run: number;
  readonly schedule: string;
  /** The parameters of the schedule. */
  readonly values: Values;
  readonly seed: number;
  readonly epochs: number;
  /** Steps in a second at most. */
  readonly perSecond: number;
  /** Whether it pauses after its first step. */
  readonly once: boolean;
}

/** From the page to the worker. */
export type Command =
  | ({ readonly type: 'run' } & Order)
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'step' }
  | { readonly type: 'reset' }
  | { readonly type: 'pace'; readonly perSecond: number };

/** What training tells of one step, or of an epoch's end. */
export type Told = Row<FitReport>;

/** From the worker to the page. */
export type News =
  | { readonly type: 'ready' }
  | { readonly type: 'rows'; readonly run: number; readonly rows: readonly Told[] }
  | { readonly type: 'done'; readonly run: number }
  | { readonly type: 'failed'; readonly run: number | undefined; readonly reason: string };
