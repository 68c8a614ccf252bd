import type { Act, Deed } from './setup.ts';

/** What is still to be done: each act by the first step that runs under it. */
export class Acts {
  #waiting: readonly Act[];

  /** @param recorded what was done in a race that is run again. */
  constructor(recorded: readonly Act[] = []) {
    this.#waiting = recorded;
  }

  /** Takes a deed up. Of the rates that are set before one step, only the last one counts. */
  add(deed: Deed, at: number): Act {
    const act = { ...deed, at };
    const last = this.#waiting.at(-1);
    const isNewer = act.kind === 'rate' && last?.kind === 'rate' && last.lane === act.lane && last.at === at;
    this.#waiting = [...(isNewer ? this.#waiting.slice(0, -1) : this.#waiting), act];
    return act;
  }

  /** What is to show from this step on, in the order in which it was done; it is handed out once. */
  take(at: number): readonly Act[] {
    const due = this.#waiting.filter((act) => act.at === at);
    if (due.length > 0) this.#waiting = this.#waiting.filter((act) => act.at !== at);
    return due;
  }
}
