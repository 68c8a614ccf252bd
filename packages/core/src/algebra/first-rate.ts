import { type Curve, inside, type Part } from '../schedule.ts';

/** The rate of a schedule's step 0. */
export function firstRate(schedule: Part): number {
  const { loop } = inside(schedule);
  if (loop === undefined) return (schedule as Curve).at(0);
  const { machine } = loop;
  return machine.rate(machine.begin(0), 0) as number;
}
