/** Watches for the metrics that a schedule monitors, so that a misspelt one is found in the first epoch. */
export class Expected {
  /** Since which step, and which epoch, each is awaited. */
  readonly #awaited: Map<string, { readonly from: number; epoch: number | undefined }>;
  readonly #within: number | undefined;
  readonly #names = new Set<string>();

  constructor(awaited: readonly string[], start: number, within: number | undefined) {
    this.#awaited = new Map(awaited.map((name) => [name, { from: start, epoch: undefined }]));
    this.#within = within;
  }

  /**
   * Takes a report in, after which `next` is the step that comes next; says what is wrong, if anything is.
   *
   * @param missed where the schedule may be swapped: what the one in force waits for.
   */
  heed(report: unknown, next: number, missed?: readonly string[]): string | undefined {
    if (missed !== undefined) this.#follow(missed, next - 1);
    const awaited = this.#awaited;
    if (awaited.size === 0 && missed === undefined) return undefined;
    if (typeof report === 'number') awaited.clear();
    if (typeof report !== 'object' || report === null) return undefined;
    for (const [name, value] of Object.entries(report)) {
      if (typeof value !== 'number') continue;
      awaited.delete(name);
      if (name !== 'step' && name !== 'epoch' && name !== 'rate') this.#names.add(name);
    }
    const { epoch } = report as { readonly epoch?: unknown };
    const missing: string[] = [];
    for (const [name, since] of awaited) {
      if (typeof epoch === 'number') since.epoch ??= epoch;
      const isOver =
        this.#within === undefined
          ? (epoch as number) >= (since.epoch as number) + 1
          : next - since.from > this.#within;
      if (isOver) missing.push(`'${name}'`);
    }
    if (missing.length === 0) return undefined;
    const span = this.#within === undefined ? 'the first epoch' : `the first ${this.#within} steps`;
    return (
      `the schedule monitors ${missing.join(' and ')}, and no report of ${span} carried it; they carried ${[...this.#names].join(', ') || 'no metric'}. ` +
      'Set monitor to a metric that is reported, or expectWithin to the number of steps in which it comes'
    );
  }

  /** Awaits these from here on, and no others. */
  #follow(missed: readonly string[], step: number): void {
    for (const name of this.#awaited.keys()) if (!missed.includes(name)) this.#awaited.delete(name);
    for (const name of missed) {
      if (!this.#awaited.has(name)) this.#awaited.set(name, { from: step, epoch: undefined });
    }
  }
}
