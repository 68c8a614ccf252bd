import type { Goal } from './case.ts';
import type { Ratios } from './ratios.ts';

export type Verdict = 'goal met' | 'within the gate' | 'over the gate';

/**
 * What a ratio is worth. It is over the gate where both its median and its minima are: noise only ever slows down, so one
 * of them within is proof enough. A goal is met by the median alone.
 */
export function verdict({ median, minima }: Ratios, { goal, gate }: Goal): Verdict {
  if (median <= goal) return 'goal met';
  return Math.min(median, minima) <= gate ? 'within the gate' : 'over the gate';
}
