import { logOf, type Point } from './points.ts';

/**
 * Where the loss falls fastest against the logarithm of the rate.
 *
 *     steep = the rate at the first i whose (lossᵢ₊₁ − lossᵢ) / (ln rateᵢ₊₁ − ln rateᵢ) is least
 *
 * @see fastai, `steep` in `callback/schedule.py`
 */
export function steep(points: readonly Point[]): number {
  let [at, least] = [0, Infinity];
  for (const [i, point] of points.slice(0, -1).entries()) {
    const next = points[i + 1] as Point;
    const slope = (next.loss - point.loss) / (logOf(next) - logOf(point));
    if (slope < least) [at, least] = [i, slope];
  }
  return (points[at] as Point).rate;
}
