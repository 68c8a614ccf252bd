import * as check from '../check.ts';
import { type Curve, type MonitorsOf, openLoop, type Part, type Schedule } from '../schedule.ts';
import { shown } from '../shown.ts';
import { longest, machineryOf, parts as theParts } from './part.ts';
import { written } from './written.ts';

/** Makes one rate of several. */
export type Fold = (...rates: number[]) => number;

/**
 * Makes one rate of the rates of schedules that run side by side; all of them are active.
 *
 *     rate(t) = fold(a(t), b(t), …)
 *
 * It lasts as long as its longest part that has an end, and holds after that, deaf. A fold of two parameters, like
 * `Math.min` or `(a, b) => a + b`, is applied from the left: `fold(fold(a, b), c)`.
 *
 * @param parts at least one schedule.
 * @param fold pure. `Math.min` and `Math.max` can be written as JSON, other functions cannot.
 * @throws TypeError when a part is no schedule or `fold` is no function.
 *
 * @example
 * ```ts
 * import { combine, cosineAnnealing, inverseSqrtDecay } from '@anneal/core';
 *
 * const lower = combine(
 *   [cosineAnnealing({ from: 0.1, over: 100 }), inverseSqrtDecay({ peak: 0.1, warmup: 10 })],
 *   Math.min,
 * );
 * [lower.at(10), lower.at(40), lower.at(100)]; // => [0.09755282581475769, 0.05, 0]
 * ```
 */
export function combine(parts: readonly Curve[], fold: Fold): Curve;
export function combine<const P extends readonly Part[]>(
  parts: P,
  fold: Fold,
): Schedule<MonitorsOf<P[number]>>;
export function combine(parts: readonly Part[], fold: Fold): Schedule<string> {
  if (!Array.isArray(parts))
    throw new TypeError(`combine: parts must be an array of schedules, got ${shown(parts)}`);
  theParts('combine', parts);
  check.aFunction('combine', 'fold', fold);
  const all = [...(parts as readonly Part[])];
  const folded = (rates: number[]): number =>
    fold.length === 2 ? rates.reduce((a, b) => fold(a, b)) : fold(...rates);
  const span = longest(all);
  const carried = written('combine', () => ({ fold: nameOf(fold), parts: all }));
  const machinery = machineryOf(...all);
  if (machinery !== undefined) {
    const make = () => machinery.sideBySide('combine', all.map(machinery.machineOf<number>), span, folded);
    return machinery.closedLoop(
      'combine',
      all.flatMap(({ monitors }) => monitors),
      make,
      {},
      carried,
    );
  }
  const ats = (all as unknown as readonly Curve[]).map(({ at }) => at);
  return openLoop('combine', (step) => folded(ats.map((at) => at(Math.min(step, span)))), span, {}, carried);
}

function nameOf(fold: Fold): string {
  if (fold === Math.max) return 'max';
  if (fold === Math.min) return 'min';
  throw new TypeError(
    'combine: a fold of your own cannot be written as JSON (Math.max and Math.min can); ' +
      'make the whole a schedule with a name: curve(at, { name, options }) or feedback({ …, name, options })',
  );
}
