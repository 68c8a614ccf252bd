/**
 * Gives each report the step that it is of, as the protocol wants it: its own, in a stream of epochs its epoch, in one
 * without indices its place. What has none in a stream that has them is of the step before. A bare number is a loss.
 */
export class Indexed {
  #unit: 'step' | 'epoch' | 'place' | undefined;
  /** The step of the next report without an index. */
  #next: number;

  constructor(start: number) {
    this.#next = start;
  }

  report(report: unknown): object {
    const metrics = typeof report === 'number' ? { loss: report } : { ...(report as object) };
    const { step, epoch } = metrics as { readonly step?: number; readonly epoch?: number };
    this.#unit ??= step !== undefined ? 'step' : epoch !== undefined ? 'epoch' : 'place';
    const index = { step, epoch, place: this.#next }[this.#unit];
    if (index === undefined) return { ...metrics, step: Math.max(0, this.#next - 1) };
    this.#next = index + 1;
    return { ...metrics, step: index };
  }
}
