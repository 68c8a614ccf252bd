import { dispose, type TensorContainer } from '@tensorflow/tfjs';
import type { Fit } from './fit.ts';

/** What `model.fitDataset` takes: a `tf.data.Dataset`, or what has its `iterator` and its `size`. */
export interface FitDataset<T = unknown> {
  iterator(): Promise<Batches<T>>;
  /** How many batches there are; `Infinity`, or `null` where nobody knows. */
  readonly size: number;
}

interface Batches<T> {
  next(): Promise<IteratorResult<T>>;
}

/** Where a run begins in a dataset. */
export interface Place {
  readonly start: number;
  /** How many batches an epoch has, where that is known. */
  readonly batches: number | undefined;
  /** Whether epochs follow each other in one stream, as with `batchesPerEpoch`; else each begins the dataset anew. */
  readonly isStream: boolean;
  /** Whether the run begins with an epoch of the caller's choice, at its first batch. */
  readonly isAtEpoch: boolean;
}

/**
 * A dataset whose batches come when their rates are there.
 *
 * It counts `batchesPerEpoch` itself: so its first epoch can begin in the middle, with the batch that would have been next,
 * and a run that is let go of ends between two batches, where the framework drops no tensor.
 */
export class PacedDataset<T> implements FitDataset<T> {
  readonly size: number;
  readonly #dataset: FitDataset<T>;
  readonly #fit: Fit;
  readonly #place: Place;
  #source: Batches<T> | undefined;
  /** How many batches of this epoch have been given. */
  #given = 0;
  #last: T | undefined;

  constructor(dataset: FitDataset<T>, fit: Fit, place: Place) {
    this.size = place.batches ?? dataset.size;
    this.#dataset = dataset;
    this.#fit = fit;
    this.#place = place;
  }

  /** One epoch. The framework asks once more than it has epochs: the dataset is opened when the first batch is wanted. */
  async iterator(): Promise<Batches<T>> {
    let isOpen = false;
    return {
      next: async () => {
        if (!isOpen) await this.#open();
        isOpen = true;
        return this.#next();
      },
    };
  }

  /** Lets go of the batch that was given last, if the framework has not. */
  drop(): void {
    dispose(this.#last as TensorContainer);
  }

  async #open(): Promise<void> {
    const isFirst = this.#source === undefined;
    this.#given = 0;
    if (isFirst || !this.#place.isStream) this.#source = await this.#dataset.iterator();
    if (isFirst) await this.#skip();
  }

  /** Passes over what was trained before the start. */
  async #skip(): Promise<void> {
    const { start, batches, isStream, isAtEpoch } = this.#place;
    if (start === 0 || isAtEpoch || batches === undefined) return;
    this.#given = start % batches;
    for (let i = isStream ? start : this.#given; i > 0; i--) {
      const { value, done } = await this.#pull();
      if (done) return;
      dispose(value as TensorContainer);
      if (this.#fit.breath.due) await this.#fit.breath.take();
    }
  }

  async #next(): Promise<IteratorResult<T>> {
    const { isStream, batches } = this.#place;
    if (isStream && this.#given === batches) return over;
    // Asked for before the wait: whether there is one more batch decides what is waited for.
    const batch = await this.#pull();
    if (batch.done) {
      if (isStream) this.#runOut(batches);
      return isStream ? none : batch;
    }
    if (!(await this.#fit.mayBegin())) {
      dispose(batch.value as TensorContainer);
      this.#fit.stop();
      return none;
    }
    this.#given++;
    this.#last = batch.value;
    return batch;
  }

  #pull(): Promise<IteratorResult<T>> {
    return (this.#source as Batches<T>).next();
  }

  /** As the framework does: what was trained is trained. */
  #runOut(batches: number | undefined): void {
    this.#fit.stop();
    console.warn(
      `fitTrainer: the dataset ran out after ${this.#given} of ${batches} batches of an epoch, and training ends; ` +
        'it must hold batchesPerEpoch * epochs batches, or end in repeat()',
    );
  }
}

/** The epoch is over. */
const over: IteratorResult<never> = { value: null, done: true };

/** No batch: the framework looks whether it was told to stop. */
const none = { value: null, done: false } as unknown as IteratorResult<never>;
