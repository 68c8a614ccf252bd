import { segmentAt, segmentsOf } from '../curves/segments.ts';
import { once } from '../once.ts';
import {
  type Curve,
  inside,
  type MonitorsOf,
  openLoop,
  type Part,
  type Schedule,
  spanned,
} from '../schedule.ts';
import { flatten, innerOf } from './flat.ts';
import { machineryOf, parts as theParts } from './part.ts';
import { written } from './written.ts';

/**
 * Runs schedules one after the other, each for its own span and each from its own step 0.
 *
 *     rate(t) = first(t)                  for t < span(first)
 *               second(t − span(first))   from there on
 *
 * Lengths (in steps) are written once, in the parts; a part that is `until` an event ends there. The boundary step belongs to the next part. A part that is not
 * active reads nothing and its clock stands still; the last one is never left. The result is a curve if every part is
 * one; the part of a step is found in the logarithm of their number.
 *
 * @throws TypeError when a part is no schedule; RangeError when a part that is followed by another has no finite span:
 * `lasting(part, steps)` gives it one, `until(part, event)` ends it on an event.
 *
 * @example
 * ```ts
 * import { constant, lasting, linear, sequence } from '@anneal/core';
 *
 * const trapezoid = sequence(
 *   linear({ from: 0, to: 0.1, over: 10 }),
 *   lasting(constant(0.1), 80),
 *   linear({ from: 0.1, to: 0, over: 10 }),
 * );
 * trapezoid.at(95); // => 0.05
 * trapezoid.span; // => 100
 * ```
 */
export function sequence(...parts: readonly Curve[]): Curve;
export function sequence<const P extends readonly Part[]>(...parts: P): Schedule<MonitorsOf<P[number]>>;
export function sequence(...parts: readonly Part[]): Schedule<string> {
  theParts('sequence', parts);
  parts.slice(0, -1).forEach(mustEnd);
  if (parts.length === 1) return parts[0] as Schedule<string>;

  const flat = flatten('sequence', parts);
  const carried = {
    ...written('sequence', () => ({ parts: flat() })),
    flat: { by: 'sequence', parts },
    ends: inside(parts.at(-1) as Part).ends,
  };
  const machinery = machineryOf(...parts);
  if (machinery !== undefined) {
    return machinery.closedLoop(
      'sequence',
      parts.flatMap(({ monitors }) => monitors),
      () => machinery.sequence(flat().map(machinery.machineOf)),
      {},
      carried,
    );
  }
  const segments = once(() => segmentsOf(flat() as readonly Curve[]));
  const at = (step: number) => segmentAt(segments(), step);
  return spanned(openLoop('sequence', at, 0, {}, carried), () => segments().span);
}

/** Refuses a part that never ends, before another. */
function mustEnd(part: Part, i: number): void {
  let last = part;
  for (let inner = innerOf('sequence', last); inner !== undefined; inner = innerOf('sequence', last))
    last = inner.at(-1) as Part;
  if (last.span < Infinity || inside(last).ends) return;
  throw new RangeError(
    `sequence: part ${i} (${inside(last).name}) must have a finite span since another follows it, ` +
      'got Infinity; give it one with lasting(part, steps), or end it on an event with until(part, event)',
  );
}
