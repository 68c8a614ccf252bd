import { Observable, Subscriber } from 'rxjs';
import { type Clock, indexOf, type Unit } from './clock.ts';
import type { Machine } from './machine.ts';
import { finite, Run } from './run.ts';
import type { Start } from './state.ts';

/**
 * Answers each report, and the subscription itself, with one value.
 *
 * A Subscriber with its work on the prototype, because closures per subscription cost more than the schedule does, and
 * because only a Subscriber that is built on the one downstream stops a synchronous source in the middle.
 */
abstract class Answers<Out> extends Subscriber<unknown> {
  declare protected readonly out: Subscriber<Out>;
  declare private started: boolean;

  constructor(out: Subscriber<Out>) {
    super(out);
    this.out = out;
    this.started = false;
  }

  /** Takes in one report. */
  protected abstract hear(report: unknown): void;
  /** What to say of the step that comes next. */
  protected abstract answer(): Out;
  /** The last word, when training is over: throws if something never came. */
  protected finish(): void {}

  /**
   * The first answer. It waits until the source is subscribed, so that a loop which closes at once loses no report, but
   * comes before any report is answered.
   */
  start(): void {
    if (this.started) return;
    this.started = true;
    let first: Out;
    try {
      first = this.answer();
    } catch (error) {
      this.fail(error);
      return;
    }
    this.out.next(first);
  }

  protected override _next(report: unknown): void {
    if (!this.started) {
      this.start();
      if (this.closed) return;
    }
    let answer: Out;
    try {
      this.hear(report);
      answer = this.answer();
    } catch (error) {
      this.fail(error);
      return;
    }
    this.out.next(answer);
  }

  protected override _error(error: unknown): void {
    this.start();
    super._error(error);
  }

  protected override _complete(): void {
    this.start();
    try {
      this.finish();
    } catch (error) {
      this.fail(error);
      return;
    }
    super._complete();
  }

  /** `this.error` would be swallowed while completing; downstream's own is not. */
  private fail(error: unknown): void {
    this.out.error(error);
    this.unsubscribe();
  }
}

/** A curve needs no memory but its clock. */
class CurveAnswers<Rate> extends Answers<Rate> implements Clock {
  declare step: number;
  declare unit: Unit | null;
  declare private readonly by: string;
  declare private readonly at: (step: number) => Rate;

  constructor(out: Subscriber<Rate>, by: string, at: (step: number) => Rate, start: Start) {
    super(out);
    this.step = start.step;
    this.unit = start.unit;
    this.by = by;
    this.at = at;
  }

  protected hear(report: unknown): void {
    const index = indexOf(this, report, this.by);
    if (index >= this.step) this.step = index + 1;
  }

  protected answer(): Rate {
    const { at } = this;
    const rate = at(this.step);
    return Number.isFinite(rate) ? rate : finite(rate, this.by, this.step);
  }
}

class RunAnswers<Rate, Out> extends Answers<Out> {
  declare private readonly run: Run<Rate>;
  declare private readonly view: (run: Run<Rate>) => Out;

  constructor(out: Subscriber<Out>, run: Run<Rate>, view: (run: Run<Rate>) => Out) {
    super(out);
    this.run = run;
    this.view = view;
  }

  protected hear(report: unknown): void {
    this.run.hear(report);
  }

  protected answer(): Out {
    return this.view(this.run);
  }

  protected override finish(): void {
    this.run.finish();
  }
}

/** The rates of a curve over a stream of reports. */
export function curveAnswers<Rate>(
  reports: Observable<unknown>,
  by: string,
  at: (step: number) => Rate,
  start: Start,
): Observable<Rate> {
  return new Observable((out) => subscribed(reports, new CurveAnswers(out, by, at, start)));
}

/** A view of a machine's run over a stream of reports: one value at the start, and one for each report. */
export function answers<Rate, Out>(
  reports: Observable<unknown>,
  machine: Machine<Rate>,
  start: Start,
  view: (run: Run<Rate>) => Out,
): Observable<Out> {
  return new Observable((out) => subscribed(reports, new RunAnswers(out, new Run(machine, start), view)));
}

function subscribed(reports: Observable<unknown>, subscriber: Answers<never> | Answers<unknown>): void {
  reports.subscribe(subscriber as Answers<unknown>);
  if (!subscriber.closed) (subscriber as Answers<unknown>).start();
}
