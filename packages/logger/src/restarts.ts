import { isHeader } from './header.ts';
import { fromLine } from './json-line.ts';

/**
 * Finds, line by line, where each attempt of a run begins, and thereby where the ones before it end.
 *
 * A restart goes back to a checkpoint: the steps from there on are taken again, and stand in the latest attempt only.
 */
export class Restarts {
  /** For each attempt the step of its first row that has one; `Infinity` while there is none. */
  readonly #first: number[] = [];
  #searching = false;

  hear(line: string): void {
    if (isHeader(line)) {
      this.#first.push(Infinity);
      this.#searching = true;
    } else if (this.#searching) {
      const step = stepOf(line);
      if (step === undefined) return;
      this.#first[this.#first.length - 1] = step;
      this.#searching = false;
    }
  }

  /** For each attempt the step at which it ends: the least with which a later one begins. */
  ends(): number[] {
    const ends: number[] = [];
    let end = Infinity;
    for (let attempt = this.#first.length - 1; attempt >= 0; attempt--) {
      ends[attempt] = end;
      end = Math.min(end, this.#first[attempt] as number);
    }
    return ends;
  }
}

/** A broken line has no step; who reads the rows will say that it is broken. */
function stepOf(line: string): number | undefined {
  try {
    const { step } = fromLine(line);
    return typeof step === 'number' && !Number.isNaN(step) ? step : undefined;
  } catch {
    return undefined;
  }
}
