import { Observable } from 'rxjs';

/** What has become of the rows of one sink in one run: `accepted` is the sum of the others. */
export interface Counts {
  /** The name of the sink. */
  readonly sink: string;
  /** How many rows it was to get. */
  readonly accepted: number;
  /** How many it has taken: its `write` ended well. */
  readonly written: number;
  /** How many its queue let go, because it was too slow. */
  readonly dropped: number;
  /** How many it threw or rejected, or could not take because it was not open. */
  readonly failed: number;
  /** How many it has not answered for yet. */
  readonly waiting: number;
}

/** How often counts are looked at, in milliseconds. */
const EVERY = 100;

/** The counts of the run that is on, for those who watch them; a run tells it when it begins and when it is over. */
export class Counters {
  #now: (() => readonly Counts[]) | undefined;
  #over = false;
  readonly #watchers = new Set<(counts: readonly Counts[], over: boolean) => void>();

  /** The counts at once and, while they change, ten times a second; they complete when the run is over. */
  readonly counts: Observable<readonly Counts[]> = new Observable((out) => {
    let last = '';
    const look = (counts = this.#now?.(), over = this.#over): void => {
      const text = JSON.stringify(counts);
      if (counts !== undefined && text !== last) {
        last = text;
        out.next(counts);
      }
      if (over) out.complete();
    };
    look();
    if (out.closed) return;
    const timer = setInterval(() => look(), EVERY);
    // In Node it keeps no process alive; a page's timers are numbers.
    if (typeof timer === 'object') timer.unref();
    this.#watchers.add(look);
    return () => {
      clearInterval(timer);
      this.#watchers.delete(look);
    };
  });

  begin(now: () => readonly Counts[]): void {
    this.#now = now;
    this.#over = false;
  }

  /** The run with these counts is over; a later one may have begun. */
  end(now: () => readonly Counts[]): void {
    if (this.#now !== now) return;
    this.#over = true;
    // Handed to them, because the first to hear of it may begin the next run.
    const counts = now();
    for (const look of [...this.#watchers]) look(counts, true);
  }
}
