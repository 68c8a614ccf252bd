/** The time until which something must have happened. */
export class Deadline {
  readonly #time: number;
  readonly #missed: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param time in milliseconds; `Infinity` is never. */
  constructor(time: number, missed: () => void) {
    this.#time = time;
    this.#missed = missed;
  }

  /** Starts the time anew. */
  set(): void {
    this.lift();
    if (this.#time < Number.POSITIVE_INFINITY) this.#timer = setTimeout(this.#missed, this.#time);
  }

  lift(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
