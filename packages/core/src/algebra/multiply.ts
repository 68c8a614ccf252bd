import { once } from '../once.ts';
import { type Curve, type MonitorsOf, openLoop, type Part, type Schedule } from '../schedule.ts';
import { flatten } from './flat.ts';
import { longest, machineryOf, parts as theParts } from './part.ts';
import { written } from './written.ts';

/**
 * Multiplies the rates of schedules that run side by side; all of them are active.
 *
 *     rate(t) = a(t) · b(t) · …
 *
 * It lasts as long as its longest part that has an end, and holds after that, deaf. A plateau that starts at 1 is a
 * factor: `multiply(cosine, reduceOnPlateau({ initial: 1 }))` cuts whatever the cosine says.
 *
 * @throws TypeError when a part is no schedule.
 *
 * @example
 * ```ts
 * import { cosineAnnealing, multiply, reduceOnPlateau, simulate, stepDecay } from '@anneal/core';
 *
 * const cosine = cosineAnnealing({ from: 0.1, over: 4 });
 * multiply(cosine, stepDecay({ initial: 1, factor: 0.5, every: 2 })).at(2); // => 0.025
 *
 * const guarded = multiply(cosine, reduceOnPlateau({ initial: 1, factor: 0.1, patience: 0 }));
 * simulate(guarded, [3, 3])[2]; // => 0.005000000000000001
 * ```
 */
export function multiply(...parts: readonly Curve[]): Curve;
export function multiply<const P extends readonly Part[]>(...parts: P): Schedule<MonitorsOf<P[number]>>;
export function multiply(...parts: readonly Part[]): Schedule<string> {
  theParts('multiply', parts);
  if (parts.length === 1) return parts[0] as Schedule<string>;

  const span = longest(parts);
  const isHeld = parts.some((part) => part.span === Infinity) && span < Infinity;
  const flat = flatten('multiply', parts, span);
  const carried = {
    ...written('multiply', () => ({ parts: flat() })),
    flat: { by: 'multiply', parts, until: isHeld ? span : undefined },
  };
  const machinery = machineryOf(...parts);
  if (machinery !== undefined) {
    return machinery.closedLoop(
      'multiply',
      parts.flatMap(({ monitors }) => monitors),
      () => machinery.sideBySide('multiply', flat().map(machinery.machineOf<number>), span, product),
      {},
      carried,
      span,
    );
  }
  const ats = once(() => (flat() as readonly Curve[]).map(({ at }) => at));
  const at = (step: number): number => {
    const t = Math.min(step, span);
    const all = ats();
    let rate = (all[0] as Curve['at'])(t);
    for (let i = 1; i < all.length; i++) rate *= (all[i] as Curve['at'])(t);
    return rate;
  };
  return openLoop('multiply', at, span, {}, carried);
}

function product(rates: readonly number[]): number {
  return rates.reduce((a, b) => a * b);
}
