import type { Machinery } from '../closed-loop.ts';
import { toldBy } from '../operators/told.ts';
import { type Curve, inside, isSchedule, type Part } from '../schedule.ts';
import { shown } from '../shown.ts';

/** Refuses what cannot be a part of a composition. */
export function aPart(by: string, which: string, value: unknown): asserts value is Part {
  if (toldBy(value) !== undefined)
    throw new TypeError(
      `${by}: ${which} is what live returns, and live stands outermost; compose the schedules that it swaps`,
    );
  if (!isSchedule(value)) {
    throw new TypeError(`${by}: ${which} must be a schedule, got ${shown(value)}`);
  }
  const { start, name } = inside(value);
  const outermost =
    start !== undefined
      ? 'a resumed schedule, and resume stands outermost; resume the whole composition'
      : name === 'groups' && 'a record of rates, and groups stands outermost; compose the schedules in it';
  if (outermost) throw new TypeError(`${by}: ${which} is ${outermost}`);
}

/** Refuses what cannot be parts of a composition, or no parts at all. */
export function parts(by: string, values: readonly unknown[]): asserts values is readonly Part[] {
  if (values.length === 1 && Array.isArray(values[0]))
    throw new TypeError(
      `${by}: it takes its parts one by one, got a list of them; spread it: ${by}(...parts)`,
    );
  if (values.length === 0) throw new TypeError(`${by}: it must have at least one part, got none`);
  values.forEach((value, i) => {
    aPart(by, `part ${i}`, value);
  });
}

/** Refuses what is no curve, or cannot be a part. */
export function aCurve(by: string, which: string, value: unknown): asserts value is Curve {
  aPart(by, which, value);
  if ('at' in value) return;
  throw new TypeError(
    `${by}: ${which} must be a curve, got ${inside(value).name}, which reads metrics, so that its future is not known`,
  );
}

/** What is needed to make something of these, if one of them has feedback; nothing if all are curves. */
export function machineryOf(...parts: readonly Part[]): Machinery | undefined {
  for (const part of parts) {
    const { loop } = inside(part);
    if (loop !== undefined) return loop.machinery;
  }
  return undefined;
}

/** How long parts last side by side: as long as the longest that has an end. */
export function longest(parts: readonly Part[]): number {
  const finite = parts.map(({ span }) => span).filter((span) => span < Infinity);
  return finite.length === 0 ? Infinity : finite.reduce((a, b) => Math.max(a, b));
}
