import type { Observable } from 'rxjs';
import { answers, curveAnswers } from './answers.ts';
import * as check from './check.ts';
import type { Checked } from './checked.ts';
import { leaf } from './leaf.ts';
import { held, type Machine, withoutMemory } from './machine.ts';
import { type Start, zero } from './state.ts';

/**
 * A schedule turns reports into rates: a pure Moore machine that is also an RxJS operator.
 *
 * Piped on a stream of reports it emits the rate of the first step on subscribe, and, for each report that a step has
 * finished, the rate of the step that comes next: *n* reports give *n + 1* rates. It is a value: state lives in the
 * subscription, so one schedule can serve many streams.
 *
 * `M` names the metrics that it reads, so that a stream without them does not compile; `Rate` is a number, or a
 * record of numbers.
 */
export interface Schedule<M extends string = never, Rate = number> {
  <R>(reports: Observable<R> & Checked<R, M>): Observable<Rate>;
  /** How many steps it is made to last; `Infinity` when it has no end. Past it the last rate holds. */
  readonly span: number;
  /** The metrics that it reads; none for a curve. */
  readonly monitors: readonly M[];
}

/** An open-loop schedule: its rate depends on the step alone, so its future is known. */
export interface Curve<Rate = number> extends Schedule<never, Rate> {
  /** The rate at any step, past or to come; fractions of a step are welcome. Needs no `this`. */
  readonly at: (step: number) => Rate;
}

/** What combinators take: any schedule, whatever it reads. */
export interface Part<M extends string = string, Rate = number> {
  // biome-ignore lint/suspicious/noExplicitAny: a part is piped by its combinator, which has checked the report.
  (reports: any): Observable<Rate>;
  readonly span: number;
  readonly monitors: readonly M[];
}

/** The metrics that a schedule, or a union of schedules, reads. */
export type MonitorsOf<S> = S extends { readonly monitors: readonly (infer M extends string)[] } ? M : never;

/** What a closed-loop schedule is made of. Both functions are pure, and the state is plain JSON. */
export interface FeedbackOptions<State, M extends string = never, Rate = number> {
  /** The state before any step has finished. Plain JSON: no `Infinity`, `NaN` or `undefined`. */
  readonly init: State;
  /**
   * The state after finished step `step`, counted from this schedule's own 0. A skipped step reports `{}`. A second
   * report of a step, say with its validation loss, comes as one more call with that step.
   */
  readonly next: (state: State, report: Heard<NoInfer<M>>, step: number) => State;
  /** The rate of the step that comes next. */
  readonly rate: (state: State) => Rate;
  /** How many steps it lasts; after them it holds its rate and is deaf. Default `Infinity`. */
  readonly span?: number;
  /**
   * The metrics that it reads. With them, `next` gets `{ [monitor]: number }`, checked and never delivered twice, the
   * stream is checked by the compiler, and a run in which they never came ends in an error. Without them, `next` gets
   * the report as it came.
   */
  readonly monitor?: M | readonly M[];
}

/** What `next` hears: its monitored metrics, or, without monitors, whatever the stream carries. */
// biome-ignore lint/suspicious/noExplicitAny: without monitors the author of `next` says what the reports are.
export type Heard<M extends string> = [M] extends [never] ? any : { readonly [K in M]?: number };

/**
 * Makes an open-loop schedule from a plain function of the step.
 *
 *     rate(t) = at(min(t, span))
 *
 * @param at the rate at step `t`, counted from 0; pure, and finite at every step.
 * @param span how many steps it lasts, a positive number; past it the rate at `span` holds. Default `Infinity`.
 * @throws TypeError when `at` is not a function, RangeError when `span` is not a positive number.
 *
 * @example
 * ```ts
 * import { curve } from '@anneal/core';
 *
 * const sawtooth = curve((step) => 0.1 / (1 + (step % 10)));
 * sawtooth.at(9); // => 0.01
 * ```
 */
export function curve<Rate = number>(at: (step: number) => Rate, span: number = Infinity): Curve<Rate> {
  check.aFunction('curve', 'at', at);
  check.span('curve', span);
  return openLoop('curve', span === Infinity ? at : (step) => at(Math.min(step, span)), span);
}

/**
 * Makes a closed-loop schedule: one that reads what training reports.
 *
 * @throws TypeError when an option is unknown or is not what it should be, RangeError when `span` is not positive.
 *
 * @example
 * ```ts
 * import { feedback, simulate } from '@anneal/core';
 *
 * // Halves the rate whenever the loss rises.
 * const halveOnRise = feedback({
 *   monitor: 'loss',
 *   init: { rate: 0.1, last: null as number | null },
 *   next: ({ rate, last }, { loss = null }) =>
 *     loss === null ? { rate, last } : { rate: last !== null && loss > last ? rate / 2 : rate, last: loss },
 *   rate: (state) => state.rate,
 * });
 *
 * simulate(halveOnRise, [{ loss: 3 }, { loss: 2 }, { loss: 4 }]); // => [0.1, 0.1, 0.1, 0.05]
 * ```
 */
export function feedback<State, const M extends string = never, Rate = number>(
  options: FeedbackOptions<State, M, Rate>,
): Schedule<M, Rate> {
  return closedLoop<M, Rate>(held(leaf(options), options.span ?? Infinity));
}

/** Whether `value` is a schedule, whichever copy of this package made it. */
export function isSchedule(value: unknown): value is Part<string, unknown> {
  return typeof value === 'function' && brand in value;
}

/** Whether `value` is a schedule whose future is known. */
export function isCurve(value: unknown): value is Curve<unknown> {
  return isSchedule(value) && 'at' in value;
}

/** The key under which a schedule carries what is inside; shared by every copy of this package in a program. */
const brand = /* @__PURE__ */ Symbol.for('anneal.schedule');

/** What a schedule carries under its brand. */
export interface Inside<Rate = unknown> {
  readonly machine: Machine<Rate>;
  /** Where its runs start, if it was resumed. */
  readonly start?: Start | undefined;
  /** What it is a sequence of, if it is one, so that sequences in sequences lie flat. */
  readonly sequenced?: readonly Part<string, Rate>[] | undefined;
}

export function inside<Rate>(schedule: Part<string, Rate>): Inside<Rate> {
  return (schedule as unknown as { readonly [brand]: Inside<Rate> })[brand];
}

/** A curve under its own name. `at` must hold past `span` by itself. */
export function openLoop<Rate>(
  name: string,
  at: (step: number) => Rate,
  span: number,
  start?: Start,
): Curve<Rate> {
  return branded(
    (reports) => curveAnswers(reports, name, at, start ?? zero),
    { at, span, monitors: [] },
    { machine: withoutMemory(name, at, span), start },
  );
}

/** A schedule that runs a machine. */
export function closedLoop<M extends string, Rate = number>(
  machine: Machine<Rate>,
  start?: Start,
): Schedule<M, Rate> {
  return branded(
    (reports) => answers(reports, machine, start ?? zero, (run) => run.rate()),
    { span: machine.span, monitors: machine.monitors as readonly M[] },
    { machine, start },
  );
}

/** A schedule made of an operator, of what its users see of it, and of what it carries inside. */
export function branded<Rate, Face extends object>(
  operator: (reports: Observable<unknown>) => Observable<Rate>,
  face: Face,
  carried: Inside<Rate>,
): typeof operator & Face {
  // Descriptors, because what takes work is a getter that works when it is asked.
  Object.defineProperties(operator, Object.getOwnPropertyDescriptors(face));
  return Object.defineProperty(operator, brand, { value: carried }) as typeof operator & Face;
}
