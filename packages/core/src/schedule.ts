import type { Observable, Subscriber } from 'rxjs';
import { Answers, answered } from './answers.ts';
import * as check from './check.ts';
import type { Checked } from './checked.ts';
import type { Machinery } from './closed-loop.ts';
import type { Machine } from './machines/machine.ts';
import { dataOfOnesOwn } from './ones-own.ts';
import type { Start } from './state.ts';

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
  /** The schedule as data, the whole composition: what `JSON.stringify` writes and `fromJSON` reads. */
  readonly toJSON: () => ScheduleData;
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
  readonly toJSON: () => ScheduleData;
}

/** The metrics that a schedule, or a union of schedules, reads. */
export type MonitorsOf<S> = S extends { readonly monitors: readonly (infer M extends string)[] } ? M : never;

/** A schedule as plain data: the function that makes it, and its options; parts are data too. */
export interface ScheduleData {
  /** The version of this form. */
  readonly anneal: 1;
  /** The function that makes it, or the name of a schedule of one's own. */
  readonly type: string;
  readonly [option: string]: unknown;
}

/** What a schedule of one's own may say of itself. */
export interface CurveOptions {
  /** How many steps it lasts, a positive number; past it the rate at `span` holds. Default `Infinity`. */
  readonly span?: number;
  /** Its name in JSON: `fromJSON(json, { [name]: … })` reads it. Without one it cannot be written. */
  readonly name?: string;
  /** What makes it again, beside its name: plain JSON, written beside its `type`. The `span` is written only if it is here. */
  readonly options?: object;
}

/**
 * Makes an open-loop schedule from a plain function of the step.
 *
 *     rate(t) = at(min(t, span))
 *
 * @param at the rate at step `t`, counted from 0; pure, and finite at every step.
 * @param about how many steps it lasts (default `Infinity`), or that with the `name` and the `options` under which it is
 * written as JSON.
 * @throws TypeError when `at` is not a function or an option is unknown, RangeError when `span` is not a positive number.
 *
 * @example
 * ```ts
 * import { curve } from '@anneal/core';
 *
 * const sawtooth = curve((step) => 0.1 / (1 + (step % 10)));
 * sawtooth.at(9); // => 0.01
 *
 * // With a name it is data, too: fromJSON(json, { halving }) calls `halving({ every: 10 })` again.
 * const halving = (options: { every: number }) =>
 *   curve((step) => 0.5 ** Math.floor(step / options.every), { name: 'halving', options });
 * JSON.stringify(halving({ every: 10 })); // => '{"anneal":1,"type":"halving","every":10}'
 * ```
 */
export function curve(at: (step: number) => number, about: number | CurveOptions = Infinity): Curve {
  check.aFunction('curve', 'at', at);
  const described = typeof about === 'object' && about !== null ? about : { span: about };
  check.options<CurveOptions>('curve', described, {
    span: check.optional(check.endless),
    name: check.optional(check.scheduleName),
    options: check.anything,
  });
  const { span = Infinity, name = 'curve' } = described;
  const held = span === Infinity ? at : (step: number) => at(Math.min(step, span));
  return openLoop(name, held, span, dataOfOnesOwn('curve', described));
}

/** Whether `value` is a schedule, whichever copy of this package made it. */
export function isSchedule(value: unknown): value is Part<string, unknown> {
  return typeof value === 'function' && brand in value;
}

/** What a schedule gives: a number, or a record of numbers. */
// biome-ignore lint/suspicious/noExplicitAny: whatever it reads.
type RateOf<S> = S extends (reports: any) => Observable<infer Rate> ? Rate : never;

/** Whether `value` is a schedule whose future is known. */
export function isCurve<S extends Part<string, unknown>>(value: S): value is S & Curve<RateOf<S>>;
export function isCurve(value: unknown): value is Curve<unknown>;
export function isCurve(value: unknown): boolean {
  return isSchedule(value) && 'at' in value;
}

/** The key under which a schedule carries what is inside; shared by every copy of this package in a program. */
const brand = /* @__PURE__ */ Symbol.for('anneal.schedule');

/** What a schedule carries under its brand. */
export interface Inside<Rate = unknown> {
  /** The function that made it, for errors. */
  readonly name: string;
  /** Where its runs start, if it was resumed. */
  readonly start?: Start | undefined;
  /** Whether it was resumed in the place of another that it had taken: its machine knows since when. */
  readonly spliced?: boolean | undefined;
  /** What it is made of, if it is a sequence or a product, so that those in their own kind lie flat. */
  readonly flat?: Flat | undefined;
  /** Whether an event may end it, so that a sequence need not know its length. */
  readonly ends?: boolean | undefined;
  /** Of a composition: what JSON says of it, the parts in it as they are, and the whole of that as data. */
  readonly holds?: (() => object) | undefined;
  readonly toJSON?: () => ScheduleData;
  /** With feedback only: the machine that runs, and all that combinators need to make others of it. */
  readonly loop?: { readonly machine: Machine<Rate>; readonly machinery?: Machinery } | undefined;
}

/** What a sequence or a product is made of. */
export interface Flat {
  readonly by: string;
  readonly parts: readonly Part[];
  /** Of a product some of whose parts have an end and some have none: how long it lasts. */
  readonly until?: number | undefined;
}

export function inside<Rate>(schedule: Part<string, Rate>): Inside<Rate> {
  return (schedule as unknown as { readonly [brand]: Inside<Rate> })[brand];
}

/**
 * A curve under its own name.
 *
 * @param at its rate, which must hold past its span by itself.
 * @param options what JSON says of it, beside its name; getters are asked when JSON is. Compositions carry theirs.
 */
export function openLoop<Rate = number>(
  name: string,
  at: (step: number) => Rate,
  span: number,
  options: object,
  carried?: Omit<Inside<Rate>, 'name'>,
): Curve<Rate> {
  const operator = (reports: Observable<unknown>) =>
    answered(reports, (out: Subscriber<Rate>) => new Answers(out, name, at, carried?.start));
  return branded(operator, name, { at, span, monitors: [] }, options, carried);
}

/** A schedule made of an operator, of what its users see of it, and of what it carries inside. */
export function branded<Operator extends object, Face extends object>(
  operator: Operator,
  name: string,
  face: Face,
  options: object,
  carried?: Omit<Inside, 'name'>,
): Operator & Face & Pick<Part, 'toJSON'> {
  return Object.assign(operator, face, {
    toJSON: carried?.toJSON ?? ((): ScheduleData => ({ anneal: 1, type: name, ...options })),
    [brand]: { ...carried, name },
  });
}

/** Gives a schedule a span that is worked out when it is asked for. */
export function spanned<S extends object>(schedule: S, span: () => number): S {
  return Object.defineProperty(schedule, 'span', { get: span });
}
