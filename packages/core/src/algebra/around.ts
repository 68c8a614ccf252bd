import type { Machinery } from '../closed-loop.ts';
import type { Machine } from '../machines/machine.ts';
import { type Curve, inside, openLoop, type Part, type Schedule } from '../schedule.ts';
import { machineryOf } from './part.ts';
import { written } from './written.ts';

/**
 * What a combinator makes of one part: of a curve a curve, of feedback a machine around its machine.
 *
 * @param options what JSON says of it, beside its name and its part.
 * @param ends whether an event may end it; by default as its part.
 */
export function around(
  name: string,
  a: Part,
  options: object,
  curve: (a: Curve) => Pick<Curve, 'at' | 'span'>,
  machine: (machinery: Machinery, part: Machine<number>) => Machine<number>,
  ends: boolean | undefined = inside(a).ends,
): Schedule<string> {
  const carried = { ...written(name, () => ({ part: a, ...options })), ends };
  const machinery = machineryOf(a);
  if (machinery !== undefined) {
    const make = () => machine(machinery, machinery.machineOf(a));
    return machinery.closedLoop(name, a.monitors, make, {}, carried);
  }
  const { at, span } = curve(a as Curve);
  return openLoop(name, at, span, {}, carried);
}
