interface Stretch<Ran> {
  /** The first and the last of the steps. */
  readonly from: number;
  readonly to: number;
  readonly ran: Ran;
}

/** What the last finished steps ran at, for reports about them that come late. */
export class Past<Ran> {
  readonly #length: number;
  #stretches: Stretch<Ran>[] = [];

  /** @param length how many stretches of steps are kept in mind, at the least. */
  constructor(length: number) {
    this.#length = length;
  }

  /** Steps `from` to `to`, which were reported as one, ran so. */
  add(from: number, to: number, ran: Ran): void {
    this.#stretches.push({ from, to, ran });
    // Cut now and then, and not at each step, since that moves all that stay.
    if (this.#stretches.length > 2 * this.#length) this.#stretches = this.#stretches.slice(-this.#length);
  }

  /** What a step ran at, if it is not too long ago. */
  at(step: number): Ran | undefined {
    for (let i = this.#stretches.length - 1; i >= 0; i--) {
      const { from, to, ran } = this.#stretches[i] as Stretch<Ran>;
      if (from <= step && step <= to) return ran;
    }
    return undefined;
  }
}
