/** What is held back is written when it is so many bytes. */
const MOST_HELD: number = 64 * 1024;
/** And when the last time is so long ago, in milliseconds. */
const LONGEST_HELD = 100;
/** After a failure, how long until the next try, in milliseconds. */
const PAUSE = 1000;

/**
 * Says when to write: at the end of the macrotask, at 64 KiB, and 100 ms after the last time; after a failure, once a
 * second.
 */
export class Cadence {
  readonly #write: () => void;
  readonly #failed: (error: unknown) => void;
  /** How many bytes no try has been made to write. */
  #held = 0;
  #writtenAt: number = performance.now();
  /** The end of the macrotask is being waited for. */
  #ending = false;
  #failing = false;
  #retry: NodeJS.Timeout | undefined;

  /** `failed` hears what `write` throws, where nobody else would. */
  constructor(write: () => void, failed: (error: unknown) => void) {
    this.#write = write;
    this.#failed = failed;
  }

  /** The last try failed. */
  get failing(): boolean {
    return this.#failing;
  }

  get held(): number {
    return this.#held;
  }

  /** So many bytes more are held back. */
  took(bytes: number): void {
    this.#held += bytes;
    // The clock is read here, and not by a timer alone, because a loop that never yields runs no timer.
    const since = performance.now() - this.#writtenAt;
    if (this.#failing ? since >= PAUSE : this.#held >= MOST_HELD || since >= LONGEST_HELD) this.attempt();
    else if (!this.#failing) this.#later();
  }

  /** @throws what writing throws. */
  now(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#writtenAt = performance.now();
    this.#held = 0;
    try {
      this.#write();
      this.#failing = false;
    } catch (error) {
      this.#failing = true;
      // It keeps no process alive: at its end there is a last try anyway.
      this.#retry = setTimeout(this.attempt, PAUSE).unref();
      throw error;
    }
  }

  readonly attempt = (): void => {
    try {
      this.now();
    } catch (error) {
      this.#failed(error);
    }
  };

  stop(): void {
    clearTimeout(this.#retry);
    this.#held = 0;
  }

  #later(): void {
    if (this.#ending) return;
    this.#ending = true;
    queueMicrotask(this.#afterMicrotasks);
  }

  // A tick that a microtask asks for comes when no microtask is left: that is the end of the macrotask.
  readonly #afterMicrotasks = (): void => process.nextTick(this.#atEnd);

  readonly #atEnd = (): void => {
    this.#ending = false;
    if (this.#held > 0 && !this.#failing) this.attempt();
  };
}
