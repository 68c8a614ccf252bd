import { cells } from './cells.ts';
import type { Display } from './display.ts';
import { movingLine } from './line.ts';
import type { Output } from './output.ts';
import type { Surroundings } from './surroundings.ts';
import type { View } from './tally.ts';

/** To the beginning of the line, and everything behind it away. */
const CLEAR = '\r\u001b[J';

/** A line of a terminal that is drawn again in its place, once in `every` milliseconds at most. */
export class MovingLine implements Display {
  readonly #output: Output;
  readonly #world: Surroundings;
  readonly #every: number;
  readonly #color: boolean;
  #drawnAt = -Infinity;
  /** How many columns the line took that stands there. */
  #standing = 0;
  #view: (() => View) | undefined;
  #takeBack: (() => void) | undefined;

  constructor(output: Output, world: Surroundings, every: number, color: boolean) {
    this.#output = output;
    this.#world = world;
    this.#every = every;
    this.#color = color;
  }

  say(text: string): void {
    const clear = this.#clear();
    this.#standing = 0;
    // The line comes back below at once, in one write: it must not flicker.
    this.#output.write(`${clear}${text}\n${this.#view === undefined ? '' : this.#line(this.#view)}`);
  }

  show(view: () => View): void {
    this.#view = view;
    const wait = this.#drawnAt + this.#every - this.#world.now();
    if (wait <= 0) this.#draw();
    // If no row comes any more, what is new is shown all the same.
    else this.#takeBack ??= this.#world.later(this.#draw, wait);
  }

  end(view: () => View): void {
    this.#takeBack?.();
    if (this.#view === undefined) return;
    this.#output.write(`${this.#clear()}${this.#line(view).trimEnd()}\n`);
  }

  readonly #draw = (): void => {
    this.#takeBack?.();
    this.#takeBack = undefined;
    this.#drawnAt = this.#world.now();
    if (this.#view !== undefined) this.#output.write(this.#clear() + this.#line(this.#view));
  };

  /** The line anew, and a space behind it, if there is room, for what somebody else may write there. */
  #line(view: () => View): string {
    // The last column stays free: a cursor behind it is on this line or the next, as the terminal likes.
    const room = Math.max(1, this.#output.columns - 1);
    const line = movingLine(view(), room, this.#color);
    this.#standing = cells(line);
    if (this.#standing >= room) return line;
    this.#standing++;
    return `${line} `;
  }

  /** Takes the line away that stands there: a terminal that was made narrower has wrapped it. */
  #clear(): string {
    const wrapped = Math.max(0, Math.ceil(this.#standing / this.#output.columns) - 1);
    return (wrapped > 0 ? `\u001b[${wrapped}A` : '') + CLEAR;
  }
}
