/** Watches for the metrics that a schedule monitors, so that a misspelt one is found in the first epoch. */
export class Expected {
  readonly #awaited: Set<string>;
  readonly #start: number;
  readonly #within: number | undefined;
  readonly #names = new Set<string>();
  #firstEpoch: number | undefined;

  constructor(awaited: readonly string[], start: number, within: number | undefined) {
    this.#awaited = new Set(awaited);
    this.#start = start;
    this.#within = within;
  }

  /** Takes a report in, after which `next` is the step that comes next; says what is wrong, if anything is. */
  heed(report: unknown, next: number): string | undefined {
    if (this.#awaited.size === 0) return undefined;
    if (typeof report === 'number') this.#awaited.clear();
    if (typeof report !== 'object' || report === null) return undefined;
    for (const [name, value] of Object.entries(report)) {
      if (typeof value !== 'number') continue;
      this.#awaited.delete(name);
      if (name !== 'step' && name !== 'epoch' && name !== 'rate') this.#names.add(name);
    }
    const { epoch } = report as { readonly epoch?: unknown };
    if (typeof epoch === 'number') this.#firstEpoch ??= epoch;
    const time = this.#within ?? Number.POSITIVE_INFINITY;
    const isOver =
      next - this.#start > time ||
      (this.#within === undefined && (epoch as number) >= (this.#firstEpoch as number) + 1);
    if (this.#awaited.size === 0 || !isOver) return undefined;
    const missing = [...this.#awaited].map((name) => `'${name}'`).join(' and ');
    const span = this.#within === undefined ? 'the first epoch' : `the first ${this.#within} steps`;
    return (
      `the schedule monitors ${missing}, and no report of ${span} carried it; they carried ${[...this.#names].join(', ') || 'no metric'}. ` +
      'Set monitor to a metric that is reported, or expectWithin to the number of steps in which it comes'
    );
  }
}
