/** Timers count in 31 bits, which is 25 days; what is longer is never. */
const longest = 2 ** 31 - 1;

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

  /** Starts the time, if it is not running. */
  start(): void {
    if (this.#timer === undefined && this.#time <= longest)
      this.#timer = setTimeout(this.#missed, this.#time);
  }

  /** Starts the time anew. */
  restart(): void {
    this.lift();
    this.start();
  }

  lift(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
