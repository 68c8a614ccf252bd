/** After so many seconds what was before counts half: a pause is forgotten soon, and the number stays calm. */
const HALF_LIFE = 5;

/** How many steps must have been taken before a speed is worth showing. */
const ENOUGH = 5;

/** How fast steps come: a mean over time that fades. */
export class Pace {
  #at: number | undefined;
  #steps = 0;
  /** The fading sums: of the speed over time, and of time itself, so that the beginning is no worse than the rest. */
  #sum = 0;
  #weight = 0;

  /** So many steps were finished at `now`, in milliseconds. The first call only sets the clock. */
  take(steps: number, now: number): void {
    const at = this.#at;
    this.#at = now;
    this.#steps += steps;
    if (at === undefined) return;
    const seconds = Math.max(0, (now - at) / 1000);
    const kept = 0.5 ** (seconds / HALF_LIFE);
    // However long a pause was, it weighs no more than the mean's own memory.
    const weight = ((1 - kept) * HALF_LIFE) / Math.LN2;
    this.#sum = this.#sum * kept + steps * (seconds > 0 ? weight / seconds : 1);
    this.#weight = this.#weight * kept + weight;
  }

  /** Steps in a second; undefined while too few were seen. */
  get perSecond(): number | undefined {
    if (this.#steps < ENOUGH || this.#weight === 0 || this.#sum === 0) return undefined;
    return this.#sum / this.#weight;
  }
}
