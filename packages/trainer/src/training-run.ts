import type { Cause, State } from '@anneal/core';
import { defer, NEVER, type Observable, Subject, type Subscriber, takeUntil } from 'rxjs';
import { shown, soundRate } from './check.ts';
import { Deadline } from './deadline.ts';
import type { Expected } from './expected.ts';
import { inPlace } from './find-rate/restoring.ts';
import { once } from './once.ts';
import { Past } from './past.ts';
import { type Ran, type Row, rowOf } from './row.ts';
import type { Plan } from './train.ts';
import type { Trainer } from './trainer.ts';

/** What a schedule says to a report: the next rate, and, if it is one that can tell, why and from what state. */
export interface Answer<Rate> extends Ran<Rate> {
  readonly state?: State;
}

interface Parts<Report, Rate> {
  readonly trainer: Trainer<Report, Rate>;
  readonly plan: Plan<Report, Rate>;
  readonly running: Observable<boolean> | undefined;
  readonly late: 'wait' | 'hold' | 'error';
  readonly timeout: number;
  readonly states: boolean;
  readonly expected: Expected;
  /** Called once, before the end is told of: whoever hears of it may start the next run. */
  readonly ended: () => void;
}

/** One run: reports go to the schedule, its answers go to the trainer, and each report comes out as a row. */
export class TrainingRun<Report, Rate> {
  readonly #parts: Parts<Report, Rate>;
  readonly #out: Subscriber<Row<Report>>;
  readonly #reports = new Subject<Report>();
  readonly #over = new Subject<void>();
  /** What ends from here on was ended by us. */
  #stopped = false;
  /** Lets go of all that the run holds. */
  readonly #stop: () => void;
  /** The step that comes next. */
  #next: number;
  /** What holds for the step that comes next or is running; nothing before the first answer. */
  #inForce: Ran<Rate> | undefined;
  /** What finished steps ran at. */
  readonly #past = new Past<Ran<Rate>>(1000);
  /** An answer that came while a report was being told of; it is acted on when the row is out. */
  #answer: Answer<Rate> | undefined;
  /** The last step that the trainer was let go on to. */
  #letGo = -1;
  /** An answer that came after its step had been let go at the rate before; with `late: 'hold'`. */
  #kept: Answer<Rate> | undefined;
  /** How many answers are owed: one for the start, one for each report. */
  #owed = 1;
  #telling = true;
  #failure: Error | undefined;
  /** The schedule has completed: no answer will come. */
  #mute = false;
  #going = true;
  /** Whether the trainer's model is in place. Before, a rate would be for a run that may never come to its reports. */
  #inPlace = true;
  /** A rate that is withheld while training is paused, or the model is being put back. */
  #withheld: Ran<Rate> | undefined;
  #anyReport = false;
  #unit: 'step' | 'epoch' = 'step';
  /** By when an answer must have come. */
  readonly #deadline: Deadline;

  constructor(parts: Parts<Report, Rate>, out: Subscriber<Row<Report>>) {
    this.#parts = parts;
    this.#out = out;
    this.#next = parts.plan.start;
    this.#deadline = new Deadline(parts.timeout, () => this.#tooLate());
    this.#stop = once(() => {
      this.#stopped = true;
      this.#deadline.lift();
      this.#over.next();
      parts.ended();
    });
  }

  begin(): void {
    const { trainer, plan, running } = this.#parts;
    const out = this.#out;
    const over = this.#over;
    out.add(this.#stop);
    running?.pipe(takeUntil(over)).subscribe({
      next: (going) => this.#run(going),
      error: (error: unknown) => this.#fail('the stream that says whether to run failed', error),
    });
    if (out.closed) return;
    plan
      .clock(this.#reports)
      .pipe(takeUntil(over))
      .subscribe({
        next: (next) => {
          this.#next = next;
        },
        error: (error: unknown) => this.#fail('the trainer gave a wrong report', error),
      });
    defer(() => plan.answers(this.#reports))
      .pipe(takeUntil(over))
      .subscribe({
        next: (answer) => this.#hear(answer),
        error: (error: unknown) => this.#keep('the schedule failed', error),
        complete: () => {
          this.#mute = true;
          if (!this.#telling && !this.#stopped) this.#act();
        },
      });
    this.#telling = false;
    const reports = inPlace(trainer, () => this.#reportsOf(trainer));
    this.#inPlace = !reports.late;
    this.#act();
    if (out.closed) return;
    reports.stream.pipe(takeUntil(over)).subscribe({
      next: (report) => this.#tell(report),
      error: (error: unknown) => this.#fail('the trainer failed', error),
      complete: () => this.#finish(),
    });
  }

  #reportsOf(trainer: Trainer<Report, Rate>): Observable<Report> {
    this.#inPlace = true;
    this.#goOn();
    // The optimizer may have refused the rate.
    return this.#out.closed ? NEVER : trainer.reports(this.#parts.plan.start);
  }

  /** Hands a report to the schedule, tells of it in a row, and acts on the answer. */
  #tell(report: Report): void {
    const { plan, states, expected } = this.#parts;
    if (!this.#anyReport) this.#checkStart(report, plan.start);
    if (this.#out.closed) return;
    const before = this.#next;
    const inForce = this.#inForce;
    this.#owed++;
    this.#telling = true;
    this.#reports.next(report);
    this.#telling = false;
    if (this.#out.closed) return;
    const moved = this.#next > before;
    const step = moved ? this.#next - 1 : (this.#indexIn(report) ?? this.#next - 1);
    const ran = moved ? inForce : (this.#past.at(step) ?? this.#inForce);
    if (moved && ran !== undefined) this.#past.add(before, step, ran);
    if (ran === undefined) {
      this.#fail('the trainer began before its first rate was set', new Error('setRate must be waited for'));
      return;
    }
    this.#out.next(rowOf(report, step, ran, states ? this.#answer?.state : undefined));
    const missed = plan.isLive ? (this.#answer?.state?.parts.missed ?? []) : undefined;
    const complaint = expected.heed(report, this.#next, missed);
    if (complaint !== undefined && this.#failure === undefined) {
      this.#failure = new Error(`train: ${complaint} (step ${step}, rate ${rateText(ran.rate)})`);
    }
    this.#act(moved);
  }

  /** An answer has come: within the telling of a report it is acted on after the row, else at once. */
  #hear(answer: Answer<Rate>): void {
    this.#owed = Math.max(0, this.#owed - 1);
    if (this.#owed === 0) this.#deadline.lift();
    else this.#deadline.restart();
    if (this.#telling) {
      this.#answer = answer;
    } else if (this.#letGo === this.#next) {
      // A step that was let go at the rate before runs at it to its end: this one is for the next.
      this.#kept = answer;
    } else {
      this.#answer = answer;
      // While another answer is owed, it is about the same step, and the last word.
      if (this.#parts.late !== 'wait' || this.#owed === 0) this.#act();
    }
  }

  /** Does what is due after a report, or after an answer that took its time. */
  #act(moved = false): void {
    if (this.#out.closed) return;
    const answer = this.#answer;
    this.#answer = undefined;
    if (this.#failure !== undefined) {
      this.#endWith(this.#failure);
    } else if (answer !== undefined) {
      this.#kept = undefined;
      this.#release(answer, moved);
    } else if (this.#letGo !== this.#next) {
      if (!this.#mute) this.#beLate();
      else if (this.#withheld === undefined) this.#complete();
    }
  }

  /** The answer to a report is not there when it should be. */
  #beLate(): void {
    const { late } = this.#parts;
    if (late === 'error') {
      const text = `train: the rate of step ${this.#next} was late (late is 'error', rate in force ${rateText(this.#inForce?.rate)}): the operator must answer each report at once`;
      this.#endWith(new Error(text));
      return;
    }
    this.#deadline.start();
    if (late !== 'hold' || this.#inForce === undefined) return;
    const due = this.#kept ?? { rate: this.#inForce.rate, causes: [] };
    this.#kept = undefined;
    this.#release(due, true);
  }

  #tooLate(): void {
    const text =
      `train: no rate for step ${this.#next} came within ${this.#parts.timeout} ms (rate in force ${rateText(this.#inForce?.rate)}): the operator ` +
      'must answer each report with one rate; operators such as filter, distinctUntilChanged or debounceTime swallow answers';
    this.#endWith(new Error(text));
  }

  /** Lets the trainer go on to the next step, at this rate. */
  #release(answer: Ran<Rate>, moved: boolean): void {
    try {
      soundRate('train', answer.rate, this.#next);
    } catch (error) {
      const { message } = error as RangeError;
      this.#endWith(new RangeError(`${message} (rate in force ${rateText(this.#inForce?.rate)})`));
      return;
    }
    // Two answers about one step, say to its loss and then to its validation loss, have both made the rate so.
    const earlier: readonly Cause[] = moved ? [] : ((this.#withheld ?? this.#inForce)?.causes ?? []);
    const due = { rate: answer.rate, causes: [...earlier, ...answer.causes] };
    this.#withheld = due;
    this.#goOn();
  }

  #set(due: Ran<Rate>): void {
    this.#inForce = due;
    this.#letGo = this.#next;
    try {
      this.#parts.trainer.setRate(due.rate, this.#next);
    } catch (error) {
      this.#fail('the optimizer refused the rate', error);
    }
  }

  #run(going: boolean): void {
    this.#going = going;
    this.#goOn();
  }

  /** Sets the rate that is due, unless something holds it back. */
  #goOn(): void {
    const due = this.#withheld;
    if (!this.#going || !this.#inPlace || due === undefined) return;
    this.#withheld = undefined;
    this.#set(due);
  }

  /** The first report tells what the reports are counted by, and must not lie before the start. */
  #checkStart(report: Report, start: number): void {
    this.#anyReport = true;
    const { step } = indicesOf(report);
    if (typeof step !== 'number') this.#unit = 'epoch';
    const first = this.#indexIn(report);
    // What is no index at all is for the schedule to say.
    if (first === undefined || !(first < start && first >= 0)) return;
    const text =
      `train: the run starts at step ${start}, and the trainer's first report is of step ${first}; ` +
      'reports(start) must count from start';
    this.#endWith(new Error(text));
  }

  #indexIn(report: Report): number | undefined {
    const index = indicesOf(report)[this.#unit];
    return typeof index === 'number' ? index : undefined;
  }

  /** Training is over, and so are the reports to the schedule, which may have a last word. */
  #finish(): void {
    if (this.#stopped) return;
    this.#telling = true;
    this.#reports.complete();
    this.#telling = false;
    if (this.#failure !== undefined) this.#endWith(this.#failure);
    else this.#complete();
  }

  #keep(what: string, error: unknown): void {
    this.#failure ??= this.#worded(what, error);
    if (!this.#telling) this.#endWith(this.#failure);
  }

  #fail(what: string, error: unknown): void {
    this.#endWith(this.#worded(what, error));
  }

  #worded(what: string, error: unknown): Error {
    // The clock is a curve, but not one of the user's.
    const reason =
      error instanceof Error ? error.message.replace(/^curve: (?=the (first )?report )/, '') : shown(error);
    const rate =
      this.#inForce === undefined ? 'before its first rate' : `rate ${rateText(this.#inForce.rate)}`;
    return new Error(`train: ${what} at step ${this.#next} (${rate}): ${reason}`, { cause: error });
  }

  #complete(): void {
    this.#stop();
    this.#out.complete();
  }

  #endWith(error: unknown): void {
    this.#stop();
    this.#out.error(error);
  }
}

const rateText = (rate: unknown): string => (typeof rate === 'object' ? JSON.stringify(rate) : String(rate));

function indicesOf(report: unknown): { readonly step?: unknown; readonly epoch?: unknown } {
  return typeof report === 'object' && report !== null ? report : {};
}
