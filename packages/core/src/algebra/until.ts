import * as check from '../check.ts';
import { closedLoop } from '../closed-loop.ts';
import { crossing, type Event, plateau, saidBy } from '../feedback/event.ts';
import { type WatchOptions, watchRules } from '../feedback/watch.ts';
import { machineOf } from '../machines/machine.ts';
import { until as untilMachine } from '../machines/until.ts';
import type { MonitorsOf, Part, Schedule } from '../schedule.ts';
import { aPart } from './part.ts';
import { written } from './written.ts';

/** A metric falls below a limit, or rises above it. */
export type Crossing<M extends string = 'loss'> = {
  /** The metric to read. Default `'loss'`. */
  readonly monitor?: M;
} & (
  | {
      /** The phase ends when a reading is less than this. */
      readonly below: number;
      readonly above?: never;
    }
  | {
      /** The phase ends when a reading is more than this. */
      readonly above: number;
      readonly below?: never;
    }
);

/** A metric has stopped getting better: as for `reduceOnPlateau`. */
export interface Plateau<M extends string = 'loss'> {
  readonly plateau: PlateauOptions<M>;
  readonly monitor?: never;
  readonly below?: never;
  readonly above?: never;
}

export interface PlateauOptions<M extends string = 'loss'> extends WatchOptions<M> {
  /** How many readings in a row without a gain are let pass; the next one ends the phase. Default 10. */
  readonly patience?: number;
}

/**
 * Ends a phase on an event, not at a number: a sequence goes on to its next part when the run says so.
 *
 *     rate(t) = a(t)       for t ≤ e
 *               a(e + 1)   from there on, where no part follows          (e: the step whose report was the event)
 *
 * The report on which it fires ends the phase: the next rate is the next part's first. It may stand anywhere in a
 * `sequence`, also inside `scale`, `clamp`, `lasting`, `staircase`, `perEpoch`, `warmup` and another, which end with it;
 * `lasting(until(…), steps)` ends with whichever comes first. Side by side with others it holds. It sees fresh readings
 * only, and only while it is active; a step that was passed over is no event.
 *
 * @param a the phase; what ends it is heard beside it. Past its own span it holds until the event.
 * @param event `{ monitor, below }` or `{ monitor, above }`: a reading strictly past the limit; `{ plateau: options }`: more
 * than `patience` readings in a row without a gain, by the rule of `reduceOnPlateau`; or a function of the report, without the
 * metrics in it that have come before, that gives `true` or `false`; inside `perEpoch`, of the numbers that the epoch has
 * reported. A function cannot be written as JSON.
 * @throws TypeError when `a` is no schedule or an option is unknown; RangeError when an option is out of its range, or
 * both or neither of `below` and `above` are there. A function that throws, or gives anything but `true` and `false`, ends the stream.
 *
 * @example
 * ```ts
 * import { constant, linear, sequence, simulate, until, warmup } from '@anneal/core';
 *
 * // Warm-up, stable, decay, with a run length that nobody knows.
 * const stable = until(constant(0.1), { plateau: { monitor: 'valLoss', patience: 1 } });
 * const schedule = warmup(sequence(stable, linear({ from: 0.1, to: 0, over: 4 })), { over: 2 });
 * const rates = simulate(schedule, [9, 8, 7, 6, 6, 6, 5, 5]);
 * rates; // => [0.05, 0.07500000000000001, 0.1, 0.1, 0.1, 0.1, 0.1, 0.07500000000000001, 0.05]
 * ```
 *
 * @see Hu et al., "MiniCPM", 2024, section 4, on decays that begin when they are wanted — https://arxiv.org/abs/2404.06395
 */
export function until<S extends Part>(
  a: S,
  // biome-ignore lint/suspicious/noExplicitAny: its author says what the reports are.
  event: (report: any) => boolean,
): Schedule<MonitorsOf<S>>;
export function until<S extends Part, const M extends string = 'loss'>(
  a: S,
  event: Crossing<M> | Plateau<M>,
): Schedule<MonitorsOf<S> | M>;
export function until<S extends Part, const M extends string = 'loss'>(
  a: S,
  // biome-ignore lint/suspicious/noExplicitAny: its author says what the reports are.
  event: Crossing<M> | Plateau<M> | ((report: any) => boolean),
): Schedule<MonitorsOf<S> | M>;
export function until(
  a: Part,
  event: Crossing<string> | Plateau<string> | ((report: unknown) => boolean),
): Schedule<string> {
  aPart('until', 'its first argument', a);
  const happening = eventOf(event);
  const monitors = [...a.monitors, ...happening.monitors];
  // A copy, so that what the caller does with its own changes nothing here.
  const options =
    typeof event === 'function'
      ? undefined
      : 'plateau' in event
        ? { plateau: { ...event.plateau } }
        : { ...event };
  const holds = () => {
    if (options !== undefined) return { part: a, ...options };
    throw new TypeError(
      'until: its event is a function, which cannot be written as JSON; { below }, { above } and { plateau } can',
    );
  };
  const carried = { ...written('until', holds), ends: true };
  return closedLoop('until', monitors, () => untilMachine(machineOf(a), happening), {}, carried, Infinity);
}

function eventOf(event: Crossing<string> | Plateau<string> | ((report: unknown) => boolean)): Event {
  if (typeof event === 'function') return saidBy('until', event);
  if (typeof event !== 'object' || event === null)
    check.refuse('until', 'its event', '{ below }, { above }, { plateau } or a function', event);
  if ('plateau' in event) {
    check.options<Pick<Plateau<string>, 'plateau'>>('until', event, { plateau: check.anything });
    if (typeof event.plateau !== 'object' || event.plateau === null || Array.isArray(event.plateau))
      check.refuse('until', 'plateau', 'an object of options', event.plateau);
    const rules = { patience: check.optional(check.count), ...watchRules() };
    check.options('until', within(event.plateau), within(rules));
    return plateau('until', event.plateau.patience ?? 10, event.plateau);
  }
  check.options<Partial<Record<'monitor' | 'below' | 'above', unknown>>>('until', event, {
    monitor: check.optional(check.metricName),
    below: check.optional(check.finite),
    above: check.optional(check.finite),
  });
  const { monitor = 'loss', below, above } = event;
  if ((below === undefined) === (above === undefined))
    check.refuse('until', 'its event', 'one of { below }, { above }, { plateau } or a function', event);
  return below === undefined
    ? crossing('above', monitor, above as number)
    : crossing('below', monitor, below);
}

/** Options of an option, by the names that messages give them. */
function within<T>(options: { readonly [name: string]: T } | object): Record<string, T> {
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [`plateau.${name}`, value]));
}
