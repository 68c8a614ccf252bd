import * as check from '../check.ts';
import { inside, isSchedule } from '../schedule.ts';

/** Refuses what cannot be a part of a composition. */
export function aPart(by: string, which: string, value: unknown): void {
  if (!isSchedule(value)) {
    throw new TypeError(`${by}: ${which} must be a schedule, got ${check.shown(value)}`);
  }
  if (inside(value).start !== undefined) {
    throw new TypeError(
      `${by}: ${which} is a resumed schedule, and resume stands outermost; resume the whole composition`,
    );
  }
}
