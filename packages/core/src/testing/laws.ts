import { concat, EMPTY, from, map, NEVER, Observable, Subject, take, throwError } from 'rxjs';
import { type Decision, decisions } from '../operators/decisions.ts';
import { resume } from '../resume.ts';
import { isCurve, isSchedule, type Part } from '../schedule.ts';
import { simulate } from '../simulate.ts';
import type { State } from '../state.ts';

/** One thing that every schedule owes its users. */
export interface Law {
  /** What it says, in one sentence. */
  readonly name: string;
  /** Throws when the law is broken. */
  readonly check: () => void;
}

/**
 * What every schedule owes its users, checked on one history of reports: named checks, free of any test framework.
 *
 * @param schedule the schedule under test, not resumed.
 * @param reports what training reports; enough of them to make it act, all with an index or all without.
 * @throws TypeError when `schedule` is none.
 *
 * @example
 * ```ts
 * import { curve } from '@anneal/core';
 * import { laws } from '@anneal/core/testing';
 *
 * for (const law of laws(curve((step) => 1 / (step + 1)), [3, 2, 1])) law.check();
 * ```
 */
export function laws<Rate>(schedule: Part<string, Rate>, reports: readonly unknown[]): readonly Law[] {
  if (!isSchedule(schedule)) throw new TypeError('laws: the first argument must be a schedule');
  const rates = simulate(schedule, reports);
  const indexed = reports.flatMap((report, step) => withIndex(report, step, schedule.monitors));
  const piped = (source: Observable<unknown>): Seen => watch(schedule(source));

  const everySchedule: Law[] = [
    {
      name: 'emits its first rate on subscribe, before any report',
      check: () => agree(piped(NEVER).values, rates.slice(0, 1)),
    },
    {
      name: 'answers each report with one rate, as simulate does',
      check: () => agree(piped(concat(from(reports), NEVER)).values, rates),
    },
    {
      name: 'loses no report that comes while it subscribes',
      check() {
        const early = new Observable((source) => {
          for (const report of reports) source.next(report);
        });
        agree(piped(early).values, rates);
      },
    },
    {
      name: 'emits nothing but finite numbers',
      check() {
        for (const rate of rates) {
          const numbers: unknown[] = typeof rate === 'object' && rate !== null ? Object.values(rate) : [rate];
          for (const number of numbers) agree(Number.isFinite(number), true);
        }
      },
    },
    {
      name: 'keeps nothing between subscriptions',
      check() {
        const training = new Subject<unknown>();
        const one = watch(schedule(training));
        for (const report of reports) training.next(report);
        const other = watch(schedule(training));
        agree(one.values, rates);
        agree(other.values, rates.slice(0, 1));
      },
    },
    {
      name: 'emits its first rate, and completes, when training was over before it began',
      check() {
        const { values, ended } = piped(EMPTY);
        agree(values, rates.slice(0, 1));
        agree(ended, 'completed');
      },
    },
    {
      name: 'passes the error of its source on, behind the rates',
      check() {
        const { values, ended } = piped(
          concat(
            from(reports),
            throwError(() => 'out of memory'),
          ),
        );
        agree(values, rates);
        agree(ended, 'failed: out of memory');
      },
    },
    {
      name: 'lets go of its source when unsubscribed',
      check() {
        const training = new Subject<unknown>();
        schedule(training).subscribe().unsubscribe();
        agree(training.observed, false);
      },
    },
    {
      name: 'stops a synchronous source in the middle',
      check() {
        let sent = 0;
        const firehose = new Observable((source) => {
          for (const report of reports) {
            if (source.closed) return;
            sent++;
            source.next(report);
          }
        });
        const wanted = Math.min(2, reports.length);
        watch(schedule(firehose).pipe(take(wanted + 1)));
        agree(sent, wanted);
      },
    },
    {
      name: 'is one and the same with its decisions',
      check: () =>
        agree(
          watch(
            concat(from(reports), NEVER).pipe(
              decisions(schedule),
              map(({ rate }) => rate),
            ),
          ).values,
          rates,
        ),
    },
    {
      name: 'resumes from JSON, at every cut, with what would have followed',
      check() {
        const told = watch(concat(from(reports), NEVER).pipe(decisions(schedule)));
        agree(told.ended, 'open');
        const states = (told.values as readonly Decision<unknown>[]).map(({ state }) =>
          JSON.stringify(state),
        );
        for (const [cut, state] of states.entries()) {
          const revived = resume(schedule, JSON.parse(state) as State);
          agree(simulate(revived, reports.slice(cut)), rates.slice(cut));
        }
      },
    },
  ];

  const withIndices: Law[] = [
    {
      name: 'takes no report twice',
      check() {
        const once = simulate(schedule, indexed);
        const twice = simulate(
          schedule,
          indexed.flatMap((report) => [report, report]),
        );
        agree(
          twice,
          once.flatMap((rate, i) => (i === 0 ? [rate] : [rate, rate])),
        );
      },
    },
    {
      name: 'takes a step that was passed over as one that reported nothing',
      check() {
        const gaps = indexed.map((report) => ({ ...report, step: 2 * report.step + 1 }));
        const filled = gaps.flatMap((report) => [{ step: report.step - 1 }, report]);
        const full = simulate(schedule, filled).filter((_, i) => i % 2 === 0);
        agree(simulate(schedule, gaps), full);
      },
    },
  ];

  const everyCurve: Law[] = isCurve(schedule)
    ? [
        {
          name: 'knows its future',
          check() {
            const told = watch(
              concat(from(reports), NEVER).pipe(
                decisions(schedule),
                map(({ step }) => schedule.at(step)),
              ),
            );
            agree(told.values, rates);
          },
        },
        {
          name: 'holds its last rate past its span',
          check() {
            if (schedule.span === Infinity) return;
            const { at, span } = schedule;
            agree(
              [span * 1.5, span + 1, span * 1e6].map((step) => at(step)),
              [at(span), at(span), at(span)],
            );
          },
        },
        {
          name: 'resumes at a bare step',
          check() {
            const told = watch(concat(from(reports), NEVER).pipe(decisions(schedule)));
            for (const { step, rate } of told.values as readonly Decision<unknown>[]) {
              agree(simulate(resume(schedule, step), []), [rate]);
            }
          },
        },
      ]
    : [];

  return [...everySchedule, ...(indexed.length === reports.length ? withIndices : []), ...everyCurve];
}

interface Seen {
  readonly values: readonly unknown[];
  readonly ended: string;
}

/** What a stream emits in one go, and how it ends. */
function watch(stream: Observable<unknown>): Seen {
  const values: unknown[] = [];
  let ended = 'open';
  stream.subscribe({
    next: (value) => values.push(value),
    error: (error: unknown) => {
      ended = `failed: ${error instanceof Error ? error.message : String(error)}`;
    },
    complete: () => {
      ended = 'completed';
    },
  });
  return {
    values,
    get ended() {
      return ended;
    },
  };
}

/** The same report with the step that it is of; nothing if it cannot carry one. */
function withIndex(
  report: unknown,
  step: number,
  monitors: readonly string[],
): readonly { readonly step: number }[] {
  if (typeof report === 'object' && report !== null) return [{ ...report, step }];
  if (typeof report !== 'number' || monitors.length === 0) return [];
  return [{ step, ...Object.fromEntries(monitors.map((monitor) => [monitor, report])) }];
}

function agree(actual: unknown, expected: unknown): void {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (got !== wanted) throw new Error(`expected ${wanted}, got ${got}`);
}
