import { Subject } from 'rxjs';
import { type Decision, decisions, isSchedule, type Live, live, type Part, type Splice } from '../index.ts';
import { collect } from './collect.ts';

/** For tests: what happens in a live run, in order: a report, or what the stream of schedules says. */
export type Happening = { readonly report: unknown } | { readonly plan: unknown };
export const report = (value: unknown): Happening => ({ report: value });
export const plan = (value: unknown): Happening => ({ plan: value });

export interface Played {
  readonly rates: readonly unknown[];
  readonly told: readonly Decision<unknown>[];
  readonly reports: Subject<unknown>;
  readonly plans: Subject<never>;
}

/** Plays a run, with the schedule to begin with. */
export function played(
  first: Part<string, unknown>,
  splice: Splice | undefined,
  happenings: readonly Happening[],
): Played {
  const reports = new Subject<unknown>();
  const plans = new Subject<never>();
  const operator = live(first, plans, splice && { splice });
  const rates = collect(reports.pipe(operator as Live<never, unknown>));
  const told = collect(reports.pipe(decisions(operator as Live<never, unknown>)));
  for (const one of happenings) {
    if ('report' in one) reports.next(one.report);
    else plans.next(one.plan as never);
  }
  return { rates, told: told as Decision<unknown>[], reports, plans };
}

/** Behind each answer: the schedule that is in force, and what happens from there on. */
export function cuts(
  first: Part<string, unknown>,
  happenings: readonly Happening[],
): { inForce: Part<string, unknown>; rest: readonly Happening[] }[] {
  let inForce = first;
  let next = first;
  const all = [{ inForce, rest: happenings }];
  happenings.forEach((one, i) => {
    if ('report' in one) {
      inForce = next;
      all.push({ inForce, rest: happenings.slice(i + 1) });
    } else if (isSchedule(one.plan)) next = one.plan;
  });
  return all;
}
