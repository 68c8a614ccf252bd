import { machineOf } from './machines/machine.ts';
import { Run } from './run.ts';
import { inside, isSchedule, type Part } from './schedule.ts';
import { shown } from './shown.ts';

/**
 * The rates of a schedule on a history of reports, without a stream: for tests, plots and replays.
 *
 *     simulate(schedule, [report 0, …, report n − 1]) = [rate of the first step, …, rate after the last report]
 *
 * *n* reports give *n + 1* rates, the same as the stream's. It never complains of a metric that has not come.
 *
 * @throws TypeError when `schedule` is none, and what the stream would have ended with: a wrong report, a wrong rate.
 *
 * @example
 * ```ts
 * import { cosineAnnealing, simulate } from '@anneal/core';
 *
 * simulate(cosineAnnealing({ from: 0.5, over: 2 }), [{ loss: 3 }, { loss: 2 }, { loss: 1 }]); // => [0.5, 0.25, 0, 0]
 * ```
 */
export function simulate<Rate>(schedule: Part<string, Rate>, reports: Iterable<unknown>): Rate[] {
  if (!isSchedule(schedule))
    throw new TypeError(`simulate: its first argument must be a schedule, got ${shown(schedule)}`);
  if (typeof (reports as Partial<Iterable<unknown>> | null)?.[Symbol.iterator] !== 'function')
    throw new TypeError(`simulate: its second argument must be a list of reports, got ${shown(reports)}`);
  const run = new Run(machineOf(schedule as Part<string, Rate>), inside(schedule).start);
  const rates = [run.rate()];
  for (const report of reports) {
    run.hear(report);
    rates.push(run.rate());
  }
  return rates;
}
