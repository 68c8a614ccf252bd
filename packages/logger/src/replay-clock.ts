import type { Row } from './row.ts';
import { shown } from './shown.ts';

/** Tells the rows of a run apart by their indices, as a schedule tells its reports. */
export class ReplayClock {
  /** The step that comes next. */
  next = 0;
  #unit: 'step' | 'epoch' | undefined;

  /** What the rows count; steps, until one says. */
  get unit(): 'step' | 'epoch' {
    return this.#unit ?? 'step';
  }

  /** The step that comes next or is being reported, in words. */
  get place(): string {
    return `${this.unit} ${this.next}`;
  }

  /**
   * The index of a row; none where it has none of the kind that this run counts by.
   *
   * @throws RangeError when it is none.
   */
  indexOf({ step, epoch }: Row): number | undefined {
    const unit = step != null ? 'step' : epoch != null && this.#unit !== 'step' ? 'epoch' : undefined;
    if (unit === undefined) return this.#unit === undefined ? this.next : undefined;
    const index: unknown = step ?? epoch;
    if (unit === 'step' && this.#unit === 'epoch') {
      throw new RangeError(`the rows count epochs: step must be absent, got ${shown(step)} at ${this.place}`);
    }
    if (!(Number.isSafeInteger(index) && (index as number) >= 0)) {
      throw new RangeError(`${unit} must be a whole number from 0 up, got ${shown(index)} at ${this.place}`);
    }
    this.#unit = unit;
    return index as number;
  }
}
