/**
 * Where a trainer waits for its rates: opened by `setRate`, passed before each step.
 *
 * Holds the newest rate, and the highest step that it is known for.
 */
export class Gate<Rate> {
  #rate: Rate | undefined;
  #openTo = -1;
  #waiting: { readonly step: number; readonly go: (pass: boolean) => void } | undefined;

  /** `rate` holds from `step` on; who waits for that step, or for one before it, goes on. */
  open(rate: Rate, step: number): void {
    this.#rate = rate;
    this.#openTo = Math.max(this.#openTo, step);
    if (this.#waiting !== undefined && this.#waiting.step <= this.#openTo) this.#letGo(true);
  }

  /** Whether `step` may begin now. */
  isOpen(step: number): boolean {
    return step <= this.#openTo;
  }

  /** Waits until `step` may begin; `false` if the gate was shut for good before it could. */
  pass(step: number): Promise<boolean> {
    if (this.isOpen(step)) return Promise.resolve(true);
    return new Promise((go) => {
      this.#waiting = { step, go };
    });
  }

  /** The rate in force; there is one once the gate has opened. */
  get rate(): Rate {
    return this.#rate as Rate;
  }

  /** Ends a run: who waits is sent home, and the next run waits for its own first rate. */
  shut(): void {
    this.#openTo = -1;
    this.#rate = undefined;
    this.#letGo(false);
  }

  #letGo(pass: boolean): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.go(pass);
  }
}
