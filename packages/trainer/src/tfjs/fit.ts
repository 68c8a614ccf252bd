import { CustomCallback, type LayersModel, type Logs } from '@tensorflow/tfjs';
import type { Subscriber } from 'rxjs';
import { Breath } from '../breath.ts';
import type { Gate } from '../gate.ts';
import { learningRateOf, setLearningRate } from './set-learning-rate.ts';

/** The report of a finished batch, or, at the end of an epoch, of what only the epoch knows, such as `val_loss`. */
export interface FitReport {
  /** The optimizer update, counted from 0 over all epochs. */
  readonly step: number;
  /** The framework's own epoch. */
  readonly epoch: number;
  /** The rate that the optimizer had, read back from it. */
  readonly rate: number;
  /** The loss of the batch; missing in the report of an epoch's end. */
  readonly loss?: number;
  /** The metrics that the model was compiled with, and, at an epoch's end, `val_loss`, `val_acc`, … */
  readonly [metric: string]: number | undefined;
}

/** Thrown where a batch must not be trained any more, and caught where `fit` ends. */
export const stopped: unique symbol = Symbol('stopped');

/** One run of `model.fit`, seen from its callbacks. */
export class Fit {
  readonly breath: Breath = new Breath();
  readonly #model: LayersModel;
  readonly #gate: Gate<number>;
  readonly #out: Subscriber<FitReport>;
  #step: number;
  #epoch = 0;
  #rate = Number.NaN;
  /** The metrics that batches report. */
  #known: ReadonlySet<string> = new Set();

  constructor(model: LayersModel, gate: Gate<number>, start: number, out: Subscriber<FitReport>) {
    this.#model = model;
    this.#gate = gate;
    this.#step = start;
    this.#out = out;
  }

  callback(): CustomCallback {
    return new CustomCallback(
      {
        onEpochBegin: async (epoch) => {
          this.#epoch = epoch;
        },
        onBatchBegin: () => this.#begin(),
        onBatchEnd: async (_, logs) => this.#end(logs),
        onEpochEnd: async (_, logs) => this.#endEpoch(logs),
      },
      'never',
    );
  }

  async #begin(): Promise<void> {
    if (this.breath.due) await this.breath.take();
    // Asked before the gate too: by now it may be the next run's.
    if (this.#out.closed) throw stopped;
    const go = this.#gate.isOpen(this.#step) || (await this.#gate.pass(this.#step));
    if (!go) throw stopped;
    setLearningRate(this.#model.optimizer, this.#gate.rate);
    this.#rate = learningRateOf(this.#model.optimizer);
  }

  #end(logs: Logs | undefined): void {
    const { batch: _, size: __, ...metrics } = logs ?? {};
    this.#known = new Set(Object.keys(metrics));
    this.#report(this.#step++, metrics);
  }

  #endEpoch(logs: Logs | undefined): void {
    const only = Object.entries(logs ?? {}).filter(([name]) => !this.#known.has(name));
    if (only.length > 0) this.#report(this.#step - 1, Object.fromEntries(only));
  }

  #report(step: number, metrics: Logs): void {
    this.#out.next({ ...metrics, step, epoch: this.#epoch, rate: this.#rate });
    // Between batches this is the clean way to stop; a batch that is about to begin can only be thrown out of.
    if (this.#out.closed) this.#model.stopTraining = true;
  }
}
