import { Attempts, isHeader, isOurs, parseHeader } from './header.ts';
import { fromLine } from './json-line.ts';

/**
 * Finds, line by line, where each attempt of a run begins, and thereby where the ones before it end.
 *
 * A restart goes back to a checkpoint: the steps from there on are taken again, and stand in the latest attempt only.
 */
export class Restarts {
  /** For each attempt the step that it begins with; `Infinity` while it has no row with a step. */
  readonly #first: number[] = [];
  readonly #attempts = new Attempts();
  #searching = false;
  /** What the attempt's own line says. It counts with the first row: a process may be killed in between. */
  #told: number | undefined;

  hear(line: string): void {
    if (isHeader(line)) {
      if (this.#attempts.begins(parsed(line, parseHeader))) this.#begin();
    } else if (!this.#searching) return;
    else if (isOurs(line)) this.#told = parsed(line, restartOf) ?? this.#told;
    else {
      const step = parsed(line, stepOf);
      if (step === undefined) return;
      this.#first[this.#first.length - 1] = this.#told ?? step;
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

  #begin(): void {
    this.#first.push(Infinity);
    this.#searching = true;
    this.#told = undefined;
  }
}

/** Nothing for a broken line; who reads the rows will say that it is broken. */
function parsed<T>(line: string, parse: (line: string) => T): T | undefined {
  try {
    return parse(line);
  } catch {
    return undefined;
  }
}

function stepOf(line: string): number | undefined {
  return finite(fromLine(line).step);
}

function restartOf(line: string): number | undefined {
  return finite((JSON.parse(line) as { restart?: unknown }).restart);
}

function finite(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
