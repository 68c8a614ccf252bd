import type { Observable, Subscriber } from 'rxjs';
import { Answers, answered } from './answers.ts';
import type { Machine } from './machines/machine.ts';
import { Run } from './run.ts';
import type { Start } from './state.ts';

/** Answers with a view of a machine's run. */
export class RunAnswers<Rate, Out> extends Answers<Out> {
  declare private readonly run: Run<Rate>;
  declare private readonly view: (run: Run<Rate>) => Out;

  constructor(out: Subscriber<Out>, run: Run<Rate>, view: (run: Run<Rate>) => Out) {
    super(out, '', noCurve);
    this.run = run;
    this.view = view;
  }

  protected override hear(report: unknown): void {
    this.run.hear(report);
  }

  protected override answer(): Out {
    return this.view(this.run);
  }

  /** Ends in an error of somebody beside the source: behind the first answer, and also while it completes. */
  failWith(error: unknown): void {
    this.start();
    this.fail(error);
  }

  protected override _complete(): void {
    this.start();
    try {
      this.run.finish();
    } catch (error) {
      this.fail(error);
      return;
    }
    super._complete();
  }
}

const noCurve = (): never => {
  throw new Error('a machine answers');
};

/** A view of a machine's run over a stream of reports: one value at the start, and one for each report. */
export function runAnswers<Rate, Out>(
  reports: Observable<unknown>,
  machine: Machine<Rate>,
  start: Start | undefined,
  view: (run: Run<Rate>) => Out,
): Observable<Out> {
  return answered(reports, (out: Subscriber<Out>) => new RunAnswers(out, new Run(machine, start), view));
}
