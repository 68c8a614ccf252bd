/** What a racer needs to take part. */
interface Arrival<Report> {
  readonly rate: number;
  readonly goOn: (report: Report) => void;
}

/** What happens when all are there. */
export interface Start<Report> {
  /** Waited for before a step runs: the pace, a pause. */
  ready(): Promise<void>;
  /** Runs the step at these rates, by lane, and gives each lane's report; nothing where somebody has to come again. */
  run(rates: ReadonlyMap<number, number>): ReadonlyMap<number, Report> | undefined;
  failed(error: unknown): void;
}

/** Where racers wait for each other: a step runs when each one that is still in has its rate. */
export class Lockstep<Report> {
  readonly #in: Set<number>;
  readonly #here = new Map<number, Arrival<Report>>();
  readonly #start: Start<Report>;
  #starting = false;

  constructor(lanes: readonly number[], start: Start<Report>) {
    this.#in = new Set(lanes);
    this.#start = start;
  }

  has(lane: number): boolean {
    return this.#in.has(lane);
  }

  /** Comes back when the step has run for all. */
  arrive(lane: number, rate: number): Promise<Report> {
    return new Promise((goOn) => {
      this.#here.set(lane, { rate, goOn });
      void this.#go();
    });
  }

  /** Whoever waits here is sent back, with nothing done, and comes again with another rate. */
  again(lane: number): void {
    const arrival = this.#here.get(lane);
    this.#here.delete(lane);
    // The run that it belonged to is over: nobody hears this.
    arrival?.goOn(undefined as Report);
  }

  /** The others go on without it. */
  leave(lane: number): void {
    this.#in.delete(lane);
    this.#here.delete(lane);
    void this.#go();
  }

  /** Whether all are there. */
  get complete(): boolean {
    return this.#in.size > 0 && this.#here.size === this.#in.size;
  }

  async #go(): Promise<void> {
    if (this.#starting || !this.complete) return;
    this.#starting = true;
    try {
      await this.#start.ready();
      // Meanwhile somebody may have left.
      if (!this.complete) return;
      const reports = this.#start.run(new Map([...this.#here].map(([lane, { rate }]) => [lane, rate])));
      if (reports === undefined) return;
      const arrivals = [...this.#here];
      this.#here.clear();
      for (const [lane, { goOn }] of arrivals) goOn(reports.get(lane) as Report);
    } catch (error) {
      this.#start.failed(error);
    } finally {
      this.#starting = false;
    }
  }
}
