import { map, Observable, Subject, type Subscriber, takeUntil } from 'rxjs';
import { reserved } from '../reserved.ts';
import type { Row } from '../row.ts';
import { takenAlready, trainOn } from '../train.ts';
import type { Trainer } from '../trainer.ts';
import type { Settings } from './options.ts';
import { ramp } from './ramp.ts';
import { beingPutBack, putBack } from './restoring.ts';
import { type RateReading, Sweep } from './sweep.ts';

/** One range test: saves the model, trains up the ramp, and puts the model back. */
export class RangeTest<Report, Rate> {
  readonly #trainer: Trainer<Report, Rate>;
  readonly #settings: Settings<Rate>;
  readonly #out: Subscriber<RateReading>;
  readonly #sweep: Sweep;
  readonly #over = new Subject<void>();
  /** Gives the trainer back, to who runs next. */
  readonly #giveBack: () => void;
  #saved: unknown;
  /** Whether a step may have begun: a trainer begins none before its first rate. */
  #touched = false;
  #ended = false;
  #last = -1;

  /** Takes the trainer at once: neither the model nor the rate is to be moved by another run. */
  constructor(trainer: Trainer<Report, Rate>, settings: Settings<Rate>, out: Subscriber<RateReading>) {
    this.#giveBack = reserved('findRate', trainer);
    this.#trainer = trainer;
    this.#settings = settings;
    this.#out = out;
    this.#sweep = new Sweep(settings);
  }

  async begin(): Promise<void> {
    try {
      const before = beingPutBack(this.#trainer, () => !this.#ended);
      if (before !== undefined) await before;
      if (this.#ended) return;
      this.#saved = await this.#trainer.save?.();
    } catch (error) {
      this.#giveBack();
      if (!this.#ended) this.#out.error(worded(error, 'save failed, and nothing was trained'));
      return;
    }
    if (this.#ended) return;
    const { from, to, steps, groups } = this.#settings;
    const base = ramp(from, to, steps);
    const follow = (reports: Observable<Report>) => reports.pipe(base, map(groups));
    trainOn(this.#polite(), follow, {}, takenAlready)
      .pipe(takeUntil(this.#over))
      .subscribe({
        next: (row) => this.#read(row, base.at(row.step)),
        error: (error: unknown) => this.#fail(error),
        complete: () => {
          // Ended by us, too.
          if (!this.#ended) this.#fail(new Error(this.#tooShort()));
        },
      });
  }

  /** Nobody listens any more. */
  stop(): void {
    if (this.#ended) return;
    // Whether it works is told to who runs next, or waits for `restored`.
    this.#letGo();
  }

  /** The trainer, given its first rate only when it has taken the run: one that is busy refuses, and goes on undisturbed. */
  #polite(): Trainer<Report, Rate> {
    const trainer = this.#trainer;
    let begin: (() => void) | undefined;
    let hasBegun = false;
    return {
      setRate: (rate, step) => {
        begin = () => {
          this.#touched = true;
          trainer.setRate(rate, step);
        };
        if (hasBegun) begin();
      },
      reports: (start) =>
        new Observable((out) => {
          trainer.reports(start).subscribe(out);
          if (out.closed) return;
          hasBegun = true;
          begin?.();
        }),
    };
  }

  #read(row: Row<Report>, planned: number): void {
    this.#touched = true;
    const { step, rate, ...metrics } = row as Record<string, unknown> & { readonly step: number };
    // What comes about a step that was read, such as the end of its epoch, has no part in this.
    if (step <= this.#last) return;
    this.#last = step;
    const { monitor } = this.#settings;
    const loss = metrics[monitor];
    if (typeof loss !== 'number') {
      const has = Object.keys(metrics).filter(
        (name) => typeof metrics[name] === 'number' && !name.startsWith('rate.'),
      );
      this.#fail(
        new Error(
          `findRate: the report of step ${step} has no number '${monitor}' (it has ${has.join(', ') || 'no metrics'}), ` +
            'and the test reads one at every step; say which with monitor',
        ),
      );
      return;
    }
    let reading: RateReading;
    try {
      reading = this.#sweep.read(step, typeof rate === 'number' ? rate : planned, loss);
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (reading.found === undefined) this.#out.next(reading);
    else this.#finish(reading);
  }

  #finish(last: RateReading): void {
    this.#end().then(
      () => {
        this.#out.next(last);
        this.#out.complete();
      },
      (error: unknown) => this.#out.error(error),
    );
  }

  #fail(error: unknown): void {
    const first = worded(error);
    this.#end().then(
      () => this.#out.error(first),
      (second: Error) => {
        const both = `${second.message} (the test itself had ended so: ${first.message})`;
        this.#out.error(new Error(both, { cause: second.cause }));
      },
    );
  }

  /** Stops training, and puts the model back if it was touched. */
  #letGo(): void {
    this.#ended = true;
    this.#over.next();
    if (this.#touched) putBack(this.#trainer, this.#saved, restoreFailed);
    // Who runs next waits for what is being put back.
    this.#giveBack();
  }

  /** Does so, and comes back when the model is as it was. */
  async #end(): Promise<void> {
    this.#letGo();
    await beingPutBack(this.#trainer, () => !this.#out.closed);
  }

  #tooShort(): string {
    const { steps } = this.#settings;
    const ran = this.#last + 1;
    return (
      `findRate: the trainer was over after ${ran} of the test's ${steps} steps; ` +
      `give it ${steps} steps or more, or the test ${ran < 2 ? 'fewer' : `steps: ${ran}`}`
    );
  }
}

const restoreFailed = (reason: string): string =>
  `findRate: restore failed, so the model is not as it was before: ${reason}; load it from a checkpoint`;

/** An error in the words of this function. */
function worded(error: unknown, what?: string): Error {
  const message = error instanceof Error ? error.message : String(error);
  if (message.startsWith('findRate: ')) return error as Error;
  const cause = (error as Error | undefined)?.cause ?? error;
  const text = what === undefined ? message.replace(/^train: /, '') : `${what}: ${message}`;
  return new Error(`findRate: ${text}`, { cause });
}
