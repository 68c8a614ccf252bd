import { BehaviorSubject, type Observable } from 'rxjs';

/** Says whether training goes on: till it is stopped, or for so many steps. */
export class Going {
  readonly #running = new BehaviorSubject(false);
  readonly running: Observable<boolean> = this.#running;
  /** How many steps may still be taken. */
  #left = 0;

  /** While a step is on, further ones are added to it. */
  go(steps: number = Number.POSITIVE_INFINITY): void {
    this.#left = this.#running.value ? this.#left + steps : steps;
    if (!this.#running.value) this.#running.next(true);
  }

  stop(): void {
    this.#left = 0;
    this.#running.next(false);
  }

  /** A step has been taken. */
  took(): void {
    this.#left--;
    if (this.#running.value && this.#left <= 0) this.stop();
  }
}
