import { forecast } from '../forecast.ts';
import type { Run } from './block.ts';
import { find, type Place, parentOf } from './place.ts';
import { type Plan, scheduleOf } from './plan.ts';

/** The run as a block sees it: in a block that counts epochs, lengths are in epochs. */
export function localRun(plan: Plan, place: Place, run: Run): Run {
  let { steps, epoch } = run;
  for (let up = parentOf(place); up !== undefined; up = parentOf(up)) {
    const holder = find(plan, up);
    if (holder?.type !== 'perEpoch') continue;
    steps /= holder.steps as number;
    epoch /= holder.steps as number;
  }
  return { ...run, steps, epoch };
}

/** The highest rate that a plan comes to by itself. */
export function topRate(plan: Plan, { steps }: Run): number {
  return Math.max(...forecast(scheduleOf(plan), Math.max(2, Math.ceil(steps))).rates);
}
