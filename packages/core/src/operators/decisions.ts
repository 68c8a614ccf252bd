import type { Observable } from 'rxjs';
import type { Cause } from '../cause.ts';
import type { Checked } from '../checked.ts';
import { machineOf } from '../machines/machine.ts';
import type { Run } from '../run.ts';
import { runAnswers } from '../run-answers.ts';
import { inside, isSchedule, type Part } from '../schedule.ts';
import { shown } from '../shown.ts';
import type { State } from '../state.ts';
import type { Live } from './live.ts';
import { toldBy } from './told.ts';

/** One rate, with the step that it is for, what acted to make it so, and the state behind it. */
export interface Decision<Rate = number> {
  /** The step that the rate is for: it comes next. */
  readonly step: number;
  readonly rate: Rate;
  /** What acted at this step, outermost first; empty where the rate follows from the step alone. */
  readonly causes: readonly Cause[];
  /** All that the run remembers, as plain JSON: `resume` picks it up. */
  readonly state: State;
}

/**
 * The rates of a schedule with the reasons for them: the same stream, told in full.
 *
 * One decision on subscribe, and one for each report. Saving `state` is a checkpoint; `causes` say why a rate is what it
 * is, and `describe` puts them in words.
 *
 * @param schedule a schedule, or what {@link live} returns: then each swap is told, too.
 * @throws TypeError when `schedule` is neither.
 *
 * @example
 * ```ts
 * import { decisions, describe, reduceOnPlateau, warmup } from '@anneal/core';
 * import { from } from 'rxjs';
 *
 * const schedule = warmup(reduceOnPlateau({ initial: 0.1, patience: 1 }), { over: 2 });
 * const acted: string[] = [];
 * from([9, 8, 7, 7, 7])
 *   .pipe(decisions(schedule))
 *   .subscribe(({ step, causes }) => acted.push(...causes.map((cause) => `${step}: ${cause.by} at ${cause.path}`)));
 *
 * acted; // => ['2: sequence at $', '5: reduceOnPlateau at $.part']
 * ```
 */
export function decisions<M extends string, Rate>(
  schedule: Part<M, Rate> | Live<M, Rate>,
): <R>(reports: Observable<R> & Checked<R, M>) => Observable<Decision<Rate>> {
  const told = toldBy(schedule);
  if (told !== undefined)
    return (reports: Observable<unknown>) => told(reports, (run) => decisionOf(run as Run<Rate>));
  if (!isSchedule(schedule))
    throw new TypeError(
      `decisions: its argument must be a schedule, or what live returns, got ${shown(schedule)}`,
    );
  const machine = machineOf(schedule as Part<string, Rate>);
  const { start } = inside(schedule);
  return (reports: Observable<unknown>) => runAnswers(reports, machine, start, decisionOf<Rate>);
}

function decisionOf<Rate>(run: Run<Rate>): Decision<Rate> {
  return { step: run.step, rate: run.rate(), causes: run.causes(), state: run.state() };
}
