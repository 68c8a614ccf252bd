import type { Display } from './display.ts';
import { plainLine } from './line.ts';
import type { Output } from './output.ts';
import type { Surroundings } from './surroundings.ts';
import type { View } from './tally.ts';

/** Lines for a file or a pipe: at the first row, then one in `every` milliseconds at most, and at the end. */
export class PlainLines implements Display {
  readonly #output: Output;
  readonly #world: Surroundings;
  readonly #every: number;
  #shownAt = -Infinity;
  /** There was something new that no line has told. */
  #owed = false;

  constructor(output: Output, world: Surroundings, every: number) {
    this.#output = output;
    this.#world = world;
    this.#every = every;
  }

  say(text: string): void {
    this.#output.write(`${text}\n`);
  }

  show(view: () => View): void {
    this.#owed = true;
    const now = this.#world.now();
    if (now - this.#shownAt < this.#every) return;
    this.#shownAt = now;
    this.#tell(view);
  }

  end(view: () => View): void {
    if (this.#owed) this.#tell(view);
  }

  #tell(view: () => View): void {
    this.#owed = false;
    this.#output.write(`${plainLine(view())}\n`);
  }
}
