import { logOf, type Point } from './points.ts';

/** How long the interval is, in decades of the rate: fastai's 15 points of its ramp of 100 over 8 decades. */
const decades = (15 * 8) / 99;
/** By how much the slopes at its ends differ, in drops per decade: fastai's 0.005 a point, of a loss that falls by 1. */
const apart = (0.005 * 99) / 8;

/**
 * The left end of an interval that is slid down from the right end of the curve, for as long as the slopes at its two
 * ends differ: about a decade below where the loss takes off.
 *
 *     slope(i) = d loss / d log₁₀ rate, by central differences, in drops (first loss − least loss) per decade
 *     slide    = the rate at l of the last (l, r), from the right, with every |slope(r) − slope(l)| > 0.062 so far,
 *                r − l being 1.21 decades
 *
 * Nothing where the slopes do not differ at the right end, since the loss never takes off there.
 *
 * @see fastai, `slide` in `callback/schedule.py`, whose numbers hold for its ramp and for a loss that falls by 1
 */
export function slide(points: readonly Point[], drop: number): number | undefined {
  const last = points.length - 1;
  const perPoint = (logOf(points[last] as Point) - logOf(points[0] as Point)) / Math.LN10 / last;
  const length = Math.max(1, Math.round(decades / perPoint));
  let found: number | undefined;
  for (let right = last; right >= length; right--) {
    const left = right - length;
    if (!(Math.abs(slope(points, right) - slope(points, left)) > apart * drop)) return found;
    found = (points[left] as Point).rate;
  }
  // It never came to rest: that is the end of the data, and no place on the curve.
  return undefined;
}

function slope(points: readonly Point[], i: number): number {
  const before = points[Math.max(0, i - 1)] as Point;
  const after = points[Math.min(points.length - 1, i + 1)] as Point;
  return ((after.loss - before.loss) / (logOf(after) - logOf(before))) * Math.LN10;
}
