import { answers, curveAnswers } from '../answers.ts';
import { withoutMemory } from '../machine.ts';
import {
  branded,
  type Curve,
  inside,
  isCurve,
  type MonitorsOf,
  type Part,
  type Schedule,
} from '../schedule.ts';
import { zero } from '../state.ts';
import { aPart } from './part.ts';
import { segmentAt, segmentsOf } from './segments.ts';
import { machineOf } from './sequence-machine.ts';

/**
 * Runs schedules one after the other, each for its own span and each from its own step 0.
 *
 *     rate(t) = first(t)                  for t < span(first)
 *               second(t − span(first))   from there on
 *
 * Lengths (in steps) are written once, in the parts. The boundary step belongs to the next part. A part that is not
 * active reads nothing and its clock stands still; the last one is never left. The result is a curve if every part is
 * one; the part of a step is found in the logarithm of their number.
 *
 * @throws TypeError when a part is no schedule; RangeError when a part that is followed by another has no finite span:
 * `lasting(part, steps)` gives it one.
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
  if (parts.length === 0) throw new TypeError('sequence: it must have at least one part, got none');
  parts.forEach((part, i) => {
    aPart('sequence', `part ${i}`, part);
  });
  parts.slice(0, -1).forEach(mustEnd);
  if (parts.length === 1) return parts[0] as Schedule<string>;
  // Sequences grow part by part, to thousands: what takes the whole of them waits until the whole is asked for.
  const flat = once(() => flatten(parts));
  return parts.every((part) => isCurve(part))
    ? curveOf(parts, flat as () => readonly Curve[])
    : loopOf(parts, flat);
}

function curveOf(sequenced: readonly Part[], flat: () => readonly Curve[]): Curve {
  const segments = once(() => segmentsOf(flat()));
  const at = (step: number) => segmentAt(segments(), step);
  return branded(
    (reports) => curveAnswers(reports, 'sequence', at, zero),
    {
      at,
      monitors: [],
      get span() {
        return segments().span;
      },
    },
    {
      sequenced,
      get machine() {
        return withoutMemory('sequence', at, segments().span);
      },
    },
  );
}

function loopOf(sequenced: readonly Part[], flat: () => readonly Part[]): Schedule<string> {
  const machine = once(() => machineOf(flat().map((part) => inside(part).machine)));
  return branded(
    (reports) => answers(reports, machine(), zero, (run) => run.rate()),
    {
      monitors: [...new Set(sequenced.flatMap(({ monitors }) => monitors))],
      get span() {
        return machine().span;
      },
    },
    {
      sequenced,
      get machine() {
        return machine();
      },
    },
  );
}

/** Refuses a part that never ends, before another. */
function mustEnd(part: Part, i: number): void {
  let last = part;
  for (let parts = inside(last).sequenced; parts !== undefined; parts = inside(last).sequenced)
    last = parts.at(-1) as Part;
  if (last.span < Infinity) return;
  throw new RangeError(
    `sequence: part ${i} (${inside(last).machine.name}) must have a finite span since another follows it, ` +
      'got Infinity; give it one with lasting(part, steps)',
  );
}

/** The parts of a sequence and of the sequences in it, in order; without recursion, since they may lie deep. */
function flatten(parts: readonly Part[]): readonly Part[] {
  const flat: Part[] = [];
  const waiting = [...parts].reverse();
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    const inner = inside(part).sequenced;
    if (inner === undefined) flat.push(part);
    else for (let i = inner.length - 1; i >= 0; i--) waiting.push(inner[i] as Part);
  }
  return flat;
}

/** A value that is worked out when it is first asked for. */
function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
