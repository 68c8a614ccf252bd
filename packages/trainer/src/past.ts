/** What the last finished steps ran at, for reports about them that come late. */
export class Past<Ran> {
  readonly #length: number;
  readonly #steps = new Map<number, Ran>();

  /** @param length how many steps are kept in mind. */
  constructor(length: number) {
    this.#length = length;
  }

  add(step: number, ran: Ran): void {
    this.#steps.set(step, ran);
    if (this.#steps.size <= this.#length) return;
    const oldest = this.#steps.keys().next();
    if (!oldest.done) this.#steps.delete(oldest.value);
  }

  /** What a step ran at, if it is not too long ago. */
  at(step: number): Ran | undefined {
    return this.#steps.get(step);
  }
}
