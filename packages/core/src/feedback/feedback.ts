import * as check from '../check.ts';
import { closedLoop } from '../closed-loop.ts';
import { leaf } from '../machines/leaf.ts';
import { held } from '../machines/machine.ts';
import { dataOfOnesOwn } from '../ones-own.ts';
import type { Schedule } from '../schedule.ts';

/** What a closed-loop schedule is made of. All functions are pure, and the state is plain JSON. */
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
  /** Its name in JSON: `fromJSON(json, { [name]: … })` reads it. Without one it cannot be written. */
  readonly name?: string;
  /** What makes it again, beside its name: plain JSON, written beside its `type`. */
  readonly options?: object;
}

/** What `next` hears: its monitored metrics, or, without monitors, whatever the stream carries. */
// biome-ignore lint/suspicious/noExplicitAny: without monitors the author of `next` says what the reports are.
export type Heard<M extends string> = [M] extends [never] ? any : { readonly [K in M]?: number };

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
  check.options<FeedbackOptions<State, M, Rate>>('feedback', options, {
    init: check.anything,
    next: check.aFunction,
    rate: check.aFunction,
    span: check.optional(check.endless),
    monitor: check.anything,
    name: check.optional(check.scheduleName),
    options: check.anything,
  });
  const { monitor = [], span = Infinity } = options;
  const monitors = [...new Set([monitor].flat())] as M[];
  for (const name of monitors) check.metricName('feedback', 'monitor', name);
  const machine = held(leaf(options, monitors), span);
  return closedLoop(machine.name, monitors, () => machine, dataOfOnesOwn('feedback', options));
}
