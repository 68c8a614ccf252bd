import { Observable, Subscriber } from 'rxjs';
import { refuse } from './check.ts';
import { type Clock, indexOf, type Unit } from './clock.ts';

/**
 * Answers the subscription itself, and each report, with one value: a rate of a curve, which needs no memory but its
 * clock. `RunAnswers` answers for machines.
 *
 * A Subscriber with its work on the prototype, because closures per subscription cost more than the schedule does, and
 * because only a Subscriber that is built on the one downstream stops a synchronous source in the middle.
 */
export class Answers<Out> extends Subscriber<unknown> implements Clock {
  declare step: number;
  declare unit: Unit | null;
  declare protected readonly out: Subscriber<Out>;
  declare private readonly by: string;
  declare private readonly at: (step: number) => Out;
  declare private started: boolean;

  constructor(out: Subscriber<Out>, by: string, at: (step: number) => Out, start?: Readonly<Clock>) {
    super(out);
    this.out = out;
    this.by = by;
    this.at = at;
    this.step = start?.step ?? 0;
    this.unit = start?.unit ?? null;
    this.started = false;
  }

  /** Takes in one report. */
  protected hear(report: unknown): void {
    const index = indexOf(this, report, this.by);
    if (index >= this.step) this.step = index + 1;
  }

  /** What to say of the step that comes next. */
  protected answer(): Out {
    const { at, by, step } = this;
    const rate = at(step);
    // The rates of groups are a record, which sees to its own numbers.
    return Number.isFinite(rate) || by === 'groups'
      ? rate
      : refuse(by, `the rate of step ${step}`, 'a finite number', rate);
  }

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
    super._complete();
  }

  /** `this.error` would be swallowed while completing; downstream's own is not. */
  protected fail(error: unknown): void {
    this.out.error(error);
    this.unsubscribe();
  }
}

/** Has the reports of a stream answered. */
export function answered<Out>(
  reports: Observable<unknown>,
  answers: (out: Subscriber<Out>) => Answers<Out>,
): Observable<Out> {
  return new Observable((out) => {
    const subscriber = answers(out);
    reports.subscribe(subscriber);
    if (!subscriber.closed) subscriber.start();
  });
}
