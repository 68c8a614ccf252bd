import { defer, type Observable, Subject, Subscriber } from 'rxjs';
import type { Replayed } from './replay.ts';
import { answerOf, type Ran } from './replay-answer.ts';
import { ReplayClock } from './replay-clock.ts';
import { reportOf, rowOf } from './replay-row.ts';
import { reasonOf } from './report.ts';
import type { Row } from './row.ts';
import { shown } from './shown.ts';

/** How many finished rows are kept in mind, for rows of their steps that come late. */
const KEPT = 1000;

/** Steps that were reported as one, with what they would have run at. */
interface Finished {
  readonly from: number;
  readonly to: number;
  readonly ran: Ran;
}

/** One replay. Built on the subscriber downstream: only so does `take` behind it stop a synchronous run in the middle. */
export class Replaying extends Subscriber<object> {
  readonly #out: Subscriber<Replayed>;
  readonly #reports = new Subject<object>();
  readonly #clock = new ReplayClock();
  /** The last steps that are over, with what they would have run at, oldest first. */
  #past: Finished[] = [];
  /** What would be in force in the step that comes next; nothing where no answer came. */
  #inForce: Ran | undefined;
  /** The latest answer to what is being reported. */
  #answer: Ran | undefined;
  #listening = true;
  /** The row that is being reported: it comes out behind the answer, be that an error. */
  #row: Replayed | undefined;
  /** What is answered now. */
  #asked = 'at its start';
  /** The schedule has completed: no answer will come. */
  #mute = false;

  constructor(out: Subscriber<Replayed>, schedule: (reports: Observable<object>) => Observable<unknown>) {
    super(out);
    this.#out = out;
    this.add(
      defer(() => schedule(this.#reports)).subscribe({
        next: (answer) => this.#hear(answer),
        error: (error: unknown) =>
          this.#fail(`the schedule failed at ${this.#clock.place}: ${reasonOf(error)}`, error),
        complete: () => {
          this.#mute = true;
        },
      }),
    );
    if (!this.closed) this.#take([]);
    this.#listening = false;
    if (this.#mute && this.#inForce === undefined) this.#end();
  }

  protected override _next(row: Row): void {
    if (typeof row !== 'object' || row === null) {
      this.#fail(`a row must be an object, got ${shown(row)} at ${this.#clock.place}`);
      return;
    }
    let index: number | undefined;
    try {
      index = this.#clock.indexOf(row);
    } catch (error) {
      this.#fail(reasonOf(error), error);
      return;
    }
    const skipped = index !== undefined && index > this.#clock.next;
    const from = this.#clock.next;
    if (skipped) this.#report({ [this.#clock.unit]: (index as number) - 1 });
    if (this.closed) return;
    const ran = this.#inForce;
    const moves = index !== undefined && index >= from;
    const said = moves ? ran : ((this.#ranAt(index ?? from - 1) ?? ran) as Ran | undefined);
    // The schedule has completed while steps were skipped.
    if (said === undefined) {
      this.#end();
      return;
    }
    if (moves) {
      this.#clock.next = index as number;
      this.#past.push({ from, to: index as number, ran: said });
      if (this.#past.length > 2 * KEPT) this.#past = this.#past.slice(-KEPT);
    }
    this.#row = rowOf(row, said);
    this.#report(reportOf(row), moves);
    if (this.closed) return;
    if (moves) this.#clock.next = (index as number) + 1;
    this.#tell();
    if (this.#mute && this.#inForce === undefined) this.#end();
  }

  protected override _complete(): void {
    // A schedule may have a last word: that a metric which it waits for never came.
    this.#reports.complete();
    if (!this.closed) this.#end();
  }

  #end(): void {
    this.#out.complete();
    this.unsubscribe();
  }

  /** Reports, and takes the answer. `carried` says that a row carries what was in force, so that its causes are told. */
  #report(report: object, carried = false): void {
    const before = carried ? [] : (this.#inForce?.causes ?? []);
    this.#inForce = undefined;
    if (this.#mute) return;
    this.#asked = `in answer to the report of ${this.#clock.place}`;
    this.#listening = true;
    this.#reports.next(report);
    this.#listening = false;
    if (!this.closed) this.#take(before);
  }

  #take(before: Ran['causes']): void {
    const answer = this.#answer;
    this.#answer = undefined;
    if (answer !== undefined) {
      this.#inForce = { rate: answer.rate, causes: [...before, ...answer.causes] };
    } else if (!this.#mute) {
      this.#fail(
        `the schedule gave no rate ${this.#asked}: it must answer each report at once; operators such as filter, ` +
          'distinctUntilChanged or debounceTime swallow answers, delay and observeOn put them off',
      );
    }
  }

  #hear(answer: unknown): void {
    if (!this.#listening) {
      this.#fail(
        `the schedule gave a rate before ${this.#clock.place}, when nothing was reported: it must answer each ` +
          'report at once, and speak at no other time',
      );
      return;
    }
    try {
      this.#answer = answerOf(answer, this.#asked);
    } catch (error) {
      this.#fail(reasonOf(error), error);
    }
  }

  #ranAt(step: number): Ran | undefined {
    for (let i = this.#past.length - 1; i >= 0; i--) {
      const { from, to, ran } = this.#past[i] as Finished;
      if (from <= step && step <= to) return ran;
    }
    return undefined;
  }

  #tell(): void {
    const row = this.#row;
    this.#row = undefined;
    if (row !== undefined) this.#out.next(row);
  }

  #fail(reason: string, cause?: unknown): void {
    this.#tell();
    this.#out.error(new Error(`replay: ${reason}`, { cause }));
    this.unsubscribe();
  }
}
