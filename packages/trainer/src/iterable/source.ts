import { shown } from '../check.ts';
import { isPromise } from '../is-promise.ts';

/** Reports to be asked for, one by one; a sync iterable may give promises of them. */
export type Reports<R> = AsyncIterable<R> | Iterable<R | PromiseLike<R>>;

type Iterating<R> = AsyncIterator<R> | Iterator<R | PromiseLike<R>>;

interface Opened<R> {
  [Symbol.asyncIterator](): Iterating<R>;
  [Symbol.iterator](): Iterating<R>;
}

/** An iterator, sync or async, that can be let go of at any moment. */
export class Source<R> {
  readonly #iterator: Iterating<R>;
  readonly #isAsync: boolean;
  /** It is within its `next`, where a sync generator must not be told to return. */
  #running = false;
  #over = false;
  #left: Promise<void> | undefined;

  constructor(by: string, reports: Reports<R>) {
    const given: Partial<Opened<R>> = Object(reports);
    this.#isAsync = typeof given[Symbol.asyncIterator] === 'function';
    const open: (() => Iterating<R>) | undefined =
      given[this.#isAsync ? Symbol.asyncIterator : Symbol.iterator];
    if (typeof reports !== 'object' || typeof open !== 'function') {
      throw new TypeError(
        `${by}: the reports must be an iterable or an async iterable, as a generator returns one, got ${shown(reports)}`,
      );
    }
    this.#iterator = open.call(reports);
  }

  /** The next report; nothing when there are no more. A sync iterable gives it at once. */
  next(): { readonly value: R } | undefined | Promise<{ readonly value: R } | undefined> {
    this.#running = !this.#isAsync;
    try {
      const result = this.#iterator.next();
      return isPromise(result) ? this.#awaited(result) : this.#read(result);
    } catch (error) {
      this.#over = true;
      throw error;
    } finally {
      this.#running = false;
    }
  }

  /** Tells the iterator that no more is asked of it, once, unless it is over; waits until it has let go. */
  leave(): Promise<void> {
    if (this.#left === undefined) {
      if (this.#over || this.#running) return Promise.resolve();
      this.#left = (async () => {
        await this.#iterator.return?.();
      })();
    }
    return this.#left;
  }

  async #awaited(
    result: PromiseLike<IteratorResult<R | PromiseLike<R>>>,
  ): Promise<{ readonly value: R } | undefined> {
    let found: IteratorResult<R | PromiseLike<R>>;
    try {
      found = await result;
    } catch (error) {
      this.#over = true;
      throw error;
    }
    return this.#read(found);
  }

  #read(
    result: IteratorResult<R | PromiseLike<R>>,
  ): { readonly value: R } | undefined | Promise<{ readonly value: R }> {
    if (result.done) {
      this.#over = true;
      return undefined;
    }
    const { value } = result;
    return isPromise(value) ? Promise.resolve(value).then((value) => ({ value })) : { value };
  }
}
