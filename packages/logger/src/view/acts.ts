import { causeText } from './cause-text.ts';
import type { Act } from './data.ts';

/** How many acts are kept from either end of a run. */
const KEPT = 300;

/** Collects what schedules did, in bounded memory: the first acts and the last ones. */
export class Acts {
  readonly #first: Act[] = [];
  #last: Act[] = [];
  #count = 0;
  /** Each row of a step tells its causes. */
  #step: unknown;
  #told = new Set<string>();

  hear(causes: unknown, step: number): void {
    if (!Array.isArray(causes)) return;
    for (const cause of causes) if (typeof cause === 'object' && cause !== null) this.#add(cause, step);
  }

  /** In order, and how many there were between the first ones and the last ones. */
  get(): { readonly acts: readonly Act[]; readonly leftOut: number } {
    const last = this.#last.slice(-KEPT);
    return { acts: [...this.#first, ...last], leftOut: this.#count - this.#first.length - last.length };
  }

  #add(cause: Readonly<Record<string, unknown>>, step: number): void {
    const at = typeof cause.step === 'number' && Number.isFinite(cause.step) ? cause.step : step;
    if (at !== this.#step) {
      this.#step = at;
      this.#told.clear();
    }
    const text = causeText({ ...cause, step: at });
    const told = `${String(cause.path)} ${text}`;
    if (this.#told.has(told)) return;
    this.#told.add(told);
    this.#count++;
    const act = { step: at, text };
    if (this.#first.length < KEPT) this.#first.push(act);
    else this.#last.push(act);
    // Now and then, not each time.
    if (this.#last.length > 4 * KEPT) this.#last = this.#last.slice(-KEPT);
  }
}
