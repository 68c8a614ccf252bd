import type { Observable } from 'rxjs';

/**
 * What training must offer to be driven by a schedule: reports of finished steps, and a place to put the next rate.
 *
 * The one promise: a trainer does not begin step *i* until `setRate` was called for a step ≥ *i*; the first step is no
 * exception. `setRate` may come before `reports` is subscribed, and again for the same step: the last one holds.
 */
export interface Trainer<Report = unknown, Rate = number> {
  /**
   * The reports of a run whose first step is `start`. Cold: training starts with the subscription, but no step runs
   * inside `subscribe`; unsubscribing stops it before its next step. It completes when training is over.
   */
  reports(start: number): Observable<Report>;
  /** This rate holds from `step` on; it is finite and not negative. */
  setRate(rate: Rate, step: number): void;
  /** Weights, optimizer and data order, to be handed to `restore`. The snapshot is taken before it returns. */
  save?(): Promise<unknown>;
  /** Puts back what `save` gave. A step that a stopped run is still in is waited for, since it would train on over it. */
  restore?(saved: unknown): Promise<void>;
}
