import { type Schedule, simulate } from '@anneal/core';
import { fromJSON } from '@anneal/core/json';

/** The schedule that was written as JSON; what it throws says in plain words why there is none. */
export function readSchedule(written: unknown): Schedule<string> {
  const schedule = fromJSON(written);
  if (typeof firstRate(schedule) !== 'number') {
    throw new TypeError('a racer has one rate, and groups(…) gives several; race one of its parts');
  }
  return schedule;
}

/** The rate of its own step 0. */
export const firstRate = (schedule: Schedule<string>): number => simulate(schedule, [])[0] as number;
