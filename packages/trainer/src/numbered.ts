import { Past } from './past.ts';

/** Numbers the reports of a trainer that does not count its steps itself, and adds the rates that they ran at. */
export class Numbered<Rate> {
  readonly #past = new Past<Rate>(1000);
  #next: number;

  constructor(start: number) {
    this.#next = start;
  }

  /** The step that comes next. */
  get next(): number {
    return this.#next;
  }

  /**
   * The report of what was said about a step that ran at this rate. A `step` in it is its index, and one without is the
   * next one; a step that was told of before keeps the rate that it ran at. A `rate` in it was read back, and stays.
   */
  report(said: unknown, rate: Rate | undefined): object {
    const metrics: object =
      typeof said === 'number' ? { loss: said } : typeof said === 'object' && said !== null ? said : {};
    const { step = this.#next } = metrics as { readonly step?: unknown };
    let ran = rate;
    // What is no index is passed on as it is: the schedule refuses it by name.
    if (!Number.isSafeInteger(step)) this.#next++;
    else if ((step as number) < this.#next) ran = this.#past.at(step as number);
    else {
      if (rate !== undefined) this.#past.add(this.#next, step as number, rate);
      this.#next = (step as number) + 1;
    }
    return { ...(ran === undefined ? {} : { rate: ran }), ...metrics, step };
  }
}
