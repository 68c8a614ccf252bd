import type { Subscriber } from 'rxjs';
import { isPromise } from '../is-promise.ts';
import { Numbered } from '../numbered.ts';
import type { StepReport } from '../step-trainer.ts';

/** How deep events may come in within `setRate` before they wait for it to return: a stack is not endless. */
const deepest = 16;

/** Something that happened: a report, or how training ended. */
type Told = { readonly report: object } | { readonly error: unknown } | 'end';

interface Parts<R, Rate> {
  readonly out: Subscriber<StepReport<R, Rate>>;
  readonly start: number;
  readonly report: (...carried: never[]) => unknown;
  readonly setRate: (rate: Rate, step: number) => unknown;
  readonly end: () => void;
}

/** One run of a trainer that does not wait: what its events say, at the rates that its steps really used. */
export class EmitterRun<R, Rate> {
  readonly #parts: Parts<R, Rate>;
  readonly #steps: Numbered<Rate>;
  readonly #waiting: Told[] = [];
  /** The trainer has said that it is over. */
  over = false;
  /** What is being done: someone is told of an event, or the trainer is given a rate; the innermost of both. */
  #doing: 'telling' | 'setting' | undefined;
  #depth = 0;
  #inForce: Rate | undefined;
  /** The rate in force when the step that is running began, which was when the event before it was over. */
  #running: Rate | undefined;

  constructor(parts: Parts<R, Rate>) {
    this.#parts = parts;
    this.#steps = new Numbered(parts.start);
  }

  /** A rate for the trainer; what runs at the moment has begun at the rate before. */
  set(rate: Rate, step: number): void {
    const before = this.#doing;
    if (this.#inForce === undefined) this.#running = rate;
    this.#inForce = rate;
    this.#doing = 'setting';
    try {
      this.#parts.setRate(rate, step);
    } finally {
      this.#doing = before;
    }
  }

  /** A step has finished. What it ran at is what was in force when it began; if `setRate` ran it, what is set there. */
  hear(carried: unknown[]): void {
    const rate = this.#doing === 'setting' ? this.#inForce : this.#running;
    try {
      const said = this.#parts.report(...(carried as never[]));
      this.#take({ report: this.#steps.report(said, rate) });
    } catch (error) {
      this.#take({ error });
    }
    this.#running = this.#inForce;
  }

  finish(): void {
    this.over = true;
    this.#take('end');
  }

  fail(error: unknown): void {
    this.#take({ error });
  }

  /** Follows a promise of training, which may be the end of it. */
  follow(training: unknown, isEnd: boolean): void {
    if (!isPromise(training)) return;
    training.then(
      () => {
        if (isEnd) this.finish();
      },
      (error: unknown) => {
        this.over = true;
        this.fail(error);
      },
    );
  }

  /** Tells of what happened, at once, unless it happened while something is told of: then behind that. */
  #take(told: Told): void {
    this.#waiting.push(told);
    if (this.#doing === 'telling' || this.#depth >= deepest) return;
    const before = this.#doing;
    this.#depth++;
    this.#doing = 'telling';
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift())
        this.#tell(next);
    } finally {
      this.#depth--;
      this.#doing = before;
    }
  }

  #tell(told: Told): void {
    const { out, end } = this.#parts;
    if (out.closed) return;
    try {
      if (told === 'end') {
        end();
        out.complete();
      } else if ('error' in told) {
        end();
        out.error(told.error);
      } else {
        out.next(told.report as StepReport<R, Rate>);
      }
    } catch (error) {
      // Whoever listens is not the trainer's business.
      end();
      out.error(error);
    }
  }
}
