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

/** What a run is made of. */
export interface FitParts {
  readonly model: LayersModel;
  readonly gate: Gate<number>;
  readonly start: number;
  /** How many batches an epoch of `fit` has; 0 for a dataset, which is waited for where its batches come from. */
  readonly batches: number;
  readonly out: Subscriber<FitReport>;
}

/** One run of `model.fit` or `model.fitDataset`, seen from its callbacks. */
export class Fit {
  readonly breath: Breath = new Breath();
  readonly #model: LayersModel;
  readonly #gate: Gate<number>;
  readonly #out: Subscriber<FitReport>;
  readonly #batches: number;
  #step: number;
  #epoch = 0;
  #rate = Number.NaN;
  /** The metrics that batches report. */
  #known: ReadonlySet<string> = new Set();

  constructor({ model, gate, start, batches, out }: FitParts) {
    this.#model = model;
    this.#gate = gate;
    this.#step = start;
    this.#batches = batches;
    this.#out = out;
  }

  /** Runs before the callbacks of the user: sets rates and reports. */
  first(): CustomCallback {
    return new CustomCallback(
      {
        onEpochBegin: (epoch) => this.#beginEpoch(epoch),
        onBatchBegin: () => this.#begin(),
        onBatchEnd: async (_, logs) => this.#end(logs),
        onEpochEnd: async (_, logs) => this.#endEpoch(logs),
      },
      'never',
    );
  }

  /** Runs behind them: waits for the next rate, and heeds that one of them may have let go of the run. */
  last(): CustomCallback {
    return new CustomCallback(
      {
        onEpochBegin: async () => {
          if (this.#out.closed) throw stopped;
        },
        onBatchEnd: (batch) => this.#waitAfter(batch),
      },
      'never',
    );
  }

  // The framework drops tensors where a batch is thrown out of as it begins. So the first batch of an epoch is waited for
  // as the epoch begins, where throwing is clean, and each other one as the batch before it ends, where training can be
  // told to stop. A batch of a dataset is waited for as it comes.
  async #beginEpoch(epoch: number): Promise<void> {
    this.#epoch = epoch;
    if (!(await this.mayBegin())) throw stopped;
  }

  async #waitAfter(batch: number): Promise<void> {
    if (batch + 1 < this.#batches && !(await this.mayBegin())) this.stop();
  }

  /** Waits for the rate of the next step; `false` if nobody wants it run any more. */
  async mayBegin(): Promise<boolean> {
    if (this.breath.due) await this.breath.take();
    // Asked before the gate, which by now may be the next run's, and behind it, since it may shut again meanwhile.
    if (this.#out.closed) return false;
    return (this.#gate.isOpen(this.#step) || (await this.#gate.pass(this.#step))) && !this.#out.closed;
  }

  /** Ends training when the batch that runs is over, or before the next one where none runs. */
  stop(): void {
    this.#model.stopTraining = true;
  }

  async #begin(): Promise<void> {
    // Waited for already, unless a callback of the user took its time since.
    if ((this.#out.closed || !this.#gate.isOpen(this.#step)) && !(await this.mayBegin())) throw stopped;
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
    if (this.#out.closed) this.stop();
  }
}
