/** One at a time at a model: a step that takes its time, or a restore. */
export class Turn {
  /** Until when the model is taken, whatever comes of it; nothing while it is free. */
  taken: Promise<void> | undefined;

  /** Acts when it is free: at once, where it is. */
  take<T>(act: () => PromiseLike<T>): Promise<T> {
    const acted = this.taken === undefined ? Promise.resolve(act()) : this.taken.then(act);
    const taken: Promise<void> = acted.then(
      (): void => this.#free(taken),
      (): void => this.#free(taken),
    );
    this.taken = taken;
    return acted;
  }

  #free(by: Promise<void>): void {
    if (this.taken === by) this.taken = undefined;
  }
}
