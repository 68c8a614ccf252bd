/** By how much a late step may be made up for, in milliseconds; after a pause nothing is. */
const leeway = 50;

/** Slows training down so that people can watch: {@link take} comes back when the next step is due. */
export class Pace {
  /** Steps in a second at most. */
  perSecond: number;
  #due = 0;

  constructor(perSecond: number) {
    this.perSecond = perSecond;
  }

  async take(): Promise<void> {
    if (this.perSecond === Number.POSITIVE_INFINITY) return;
    const now = performance.now();
    this.#due = Math.max(this.#due, now - leeway) + 1000 / this.perSecond;
    const wait = this.#due - now;
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
