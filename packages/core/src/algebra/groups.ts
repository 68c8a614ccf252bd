import { finite } from '../finite.ts';
import { type Curve, type MonitorsOf, openLoop, type Part, type Schedule } from '../schedule.ts';
import { shown } from '../shown.ts';
import { aPart, longest, machineryOf } from './part.ts';
import { written } from './written.ts';

/** The rates of the groups, by their names. */
export type RatesOf<Groups> = { readonly [Group in keyof Groups]: number };

/**
 * One rate for each parameter group, or for each hyperparameter: a record at every step.
 *
 *     rate(t) = { backbone: a(t), head: b(t), … }
 *
 * The schedules run side by side on one stream, for as long as the longest that has an end; any of them may read
 * metrics. It stands outermost: only `decisions`, `resume` and `train` take it.
 *
 * @param groups at least one schedule, by the name of its group: parameter groups, a momentum, a weight decay.
 * @throws TypeError when a group is no schedule, or there is none.
 *
 * @example
 * ```ts
 * import { constant, cosineAnnealing, groups, oneCycle, oneCycleMomentum, scale } from '@anneal/core';
 *
 * const cosine = cosineAnnealing({ from: 0.1, over: 90 });
 * const perGroup = groups({ backbone: scale(cosine, 0.1), head: cosine, weightDecay: constant(5e-4) });
 * perGroup.at(45); // => { backbone: 0.005000000000000001, head: 0.05, weightDecay: 0.0005 }
 *
 * const superConvergence = groups({
 *   rate: oneCycle({ peak: 0.4, over: 100 }),
 *   momentum: oneCycleMomentum({ over: 100 }),
 * });
 * superConvergence.at(30); // => { rate: 0.4, momentum: 0.85 }
 * ```
 */
export function groups<const G extends { readonly [K in keyof G]: Curve }>(groups: G): Curve<RatesOf<G>>;
export function groups<const G extends { readonly [K in keyof G]: Part }>(
  groups: G,
): Schedule<MonitorsOf<G[keyof G]>, RatesOf<G>>;
export function groups(groups: Readonly<Record<string, Part>>): Schedule<string, Record<string, number>> {
  if (typeof groups !== 'object' || groups === null || Array.isArray(groups)) {
    throw new TypeError(`groups: its argument must be an object of schedules by group, got ${shown(groups)}`);
  }
  const names = Object.keys(groups);
  if (names.length === 0) throw new TypeError('groups: it must have at least one group, got none');
  const parts = names.map((name) => groups[name] as Part);
  for (const [i, name] of names.entries()) {
    if (['__proto__', 'constructor', 'prototype'].includes(name))
      throw new TypeError(`groups: '${name}' cannot be the name of a group; choose another`);
    aPart('groups', `the group ${name}`, parts[i]);
  }
  const span = longest(parts);
  const recordOf = (rates: readonly number[]): Record<string, number> =>
    Object.fromEntries(names.map((name, i) => [name, rates[i] as number]));
  const carried = written('groups', () => ({
    parts: Object.fromEntries(names.map((name, i) => [name, parts[i]])),
  }));
  const machinery = machineryOf(...parts);
  if (machinery !== undefined) {
    const make = () =>
      machinery.sideBySide('groups', parts.map(machinery.machineOf<number>), span, recordOf, names);
    return machinery.closedLoop(
      'groups',
      parts.flatMap(({ monitors }) => monitors),
      make,
      {},
      carried,
    );
  }
  const ats = (parts as unknown as readonly Curve[]).map(({ at }) => at);
  const at = (step: number) => {
    const t = Math.min(step, span);
    return finite(recordOf(ats.map((rateAt) => rateAt(t))), 'groups', step);
  };
  return openLoop('groups', at, span, {}, carried);
}
