import { isCurve, type Part, simulate } from '../index.ts';
import { type Case, highestOf, reportsOf, stepsOf } from './cases.ts';

/** How a schedule of ours stands to a case. */
export interface Comparison {
  /** How many rates were compared. */
  readonly compared: number;
  /** The first of them that is another, in words. */
  readonly apart?: string;
}

/**
 * Compares a schedule with a case over all its steps above `after`, up to `until`.
 *
 * One tolerance for all: recursive forms drift there by some 1e-12. Steps that are `sensitive_at` are passed
 * over, and those that are `loose_at` compared with what the argument of a cosine has lost there.
 */
export function compare(
  schedule: Part<string, unknown>,
  one: Case,
  after: number = -Infinity,
  until: number = Infinity,
): Comparison {
  const lr = highestOf(one.params);
  const curve = isCurve(schedule);
  // What a curve was given are steps to go to, what reads metrics was given metrics.
  const steps = curve ? stepsOf(one) : one.expected.map((_, step) => step);
  const ours = curve ? steps.map((step) => schedule.at(step)) : simulate(schedule, reportsOf(one));
  let compared = 0;
  for (const [i, theirs] of one.expected.entries()) {
    const step = steps[i] as number;
    if (step <= after || step > until || one.sensitive_at?.includes(step)) continue;
    const loose = one.loose_at?.includes(step) ?? false;
    const rates = ratesOf(ours[i]);
    for (const [group, rate] of ratesOf(theirs).entries()) {
      const ourRate = rates[group] as number;
      const tolerance = loose ? 1e-5 * lr : 1e-9 * Math.abs(rate) + 1e-12 * lr;
      compared++;
      if (!(Math.abs(ourRate - rate) <= tolerance))
        return { compared, apart: `at step ${step} it is ${rate} there, ours is ${ourRate}` };
    }
  }
  return { compared };
}

/** The rate, or those of all parameter groups. */
function ratesOf(rate: unknown): readonly number[] {
  return typeof rate === 'object' && rate !== null ? Object.values(rate) : [rate as number];
}
