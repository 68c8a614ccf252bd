import { from } from 'rxjs';
import { type Decision, decisions, type Part } from '../index.ts';

/** The decisions on a history of reports. At its end a metric that never came is an error, which is not asked about here. */
export function decided<Rate>(schedule: Part<string, Rate>, reports: readonly unknown[]): Decision<Rate>[] {
  const all: Decision<Rate>[] = [];
  from(reports)
    .pipe(decisions(schedule))
    .subscribe({ next: (decision) => all.push(decision), error: () => {} });
  return all;
}
