import type { Cause } from '@anneal/core';
import type { Told } from './messages.ts';

/** Something that the schedule did of its own, and the step that it did it at. */
export interface Act {
  readonly step: number;
  readonly cause: Cause;
}

/** All that is known of a run, in columns: one place for each step to come, `null` where nothing is known. */
export class History {
  readonly steps: number[];
  readonly rates: (number | null)[];
  readonly losses: (number | null)[];
  /** The mean of the last losses, as many as an epoch has: each batch is in it once. */
  readonly smoothed: (number | null)[];
  /** The loss of the held-out examples: at the end of an epoch, under its last step. */
  readonly heldOut: (number | null)[];
  readonly acts: Act[] = [];
  /** How many steps have finished. */
  finished = 0;
  /** The newest loss and accuracy of the held-out examples. */
  latest: { readonly loss: number; readonly accuracy: number } | undefined;
  readonly #epoch: number;
  /** The losses of the last steps, as many as an epoch has. */
  readonly #recent: number[] = [];

  constructor(length: number, stepsPerEpoch: number) {
    this.#epoch = stepsPerEpoch;
    const empty = () => Array.from({ length }, () => null);
    this.steps = Array.from({ length }, (_, step) => step);
    this.rates = empty();
    this.losses = empty();
    this.smoothed = empty();
    this.heldOut = empty();
  }

  add({ step, rate, loss, val_loss, val_acc, causes = [] }: Told): void {
    if (loss !== undefined) {
      this.finished = step + 1;
      this.rates[step] = rate;
      this.losses[step] = drawable(loss);
      this.smoothed[step] = drawable(this.#smooth(loss));
      // The report of an epoch's end repeats what is known of its last step.
      for (const cause of causes) this.acts.push({ step, cause });
    }
    if (val_loss !== undefined) {
      this.heldOut[step] = drawable(val_loss);
      this.latest = { loss: val_loss, accuracy: val_acc ?? Number.NaN };
    }
  }

  #smooth(loss: number): number {
    this.#recent.push(loss);
    if (this.#recent.length > this.#epoch) this.#recent.shift();
    return this.#recent.reduce((sum, one) => sum + one, 0) / this.#recent.length;
  }
}

/** A logarithmic axis has no place for 0, nor for what is not finite. */
function drawable(loss: number): number | null {
  return Number.isFinite(loss) && loss > 0 ? loss : null;
}
