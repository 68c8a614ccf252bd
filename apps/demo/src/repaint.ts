/** How often the status line may change while a run is on, in milliseconds; it is read aloud. */
const saying = 2000;
/** How often the charts move for those who asked for less motion. */
const calm = 250;

/** Decides when the page is painted: with the next frame, or more calmly where that was asked for. */
export class Repaint {
  readonly #paint: () => void;
  readonly #say: () => void;
  readonly #calm = matchMedia('(prefers-reduced-motion: reduce)');
  #asked = false;
  #phase = '';
  #said = Number.NEGATIVE_INFINITY;
  #trailing: ReturnType<typeof setTimeout> | undefined;

  constructor(paint: () => void, say: () => void) {
    this.#paint = paint;
    this.#say = say;
  }

  /** Something is new. However often this is asked for, there is one painting for it. A new phase is told at once. */
  ask(phase: string): void {
    if (phase !== this.#phase) this.#said = Number.NEGATIVE_INFINITY;
    this.#phase = phase;
    if (this.#asked) return;
    this.#asked = true;
    const frame = () => requestAnimationFrame(() => this.#do());
    if (this.#calm.matches) setTimeout(frame, calm);
    else frame();
  }

  /** Something was clicked: all is shown at once. */
  now(): void {
    this.#said = Number.NEGATIVE_INFINITY;
    this.#do();
  }

  #do(): void {
    this.#asked = false;
    this.#paint();
    clearTimeout(this.#trailing);
    const wait = this.#said + saying - performance.now();
    if (wait <= 0) this.#speak();
    else this.#trailing = setTimeout(() => this.#speak(), wait);
  }

  #speak(): void {
    this.#said = performance.now();
    this.#say();
  }
}
