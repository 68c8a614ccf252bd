import type { Point } from './points.ts';

/**
 * The middle of the longest descent.
 *
 *     lengthᵢ = 1 + max { lengthⱼ : j < i, lossⱼ > lossᵢ },   end = the first i whose length is the greatest
 *     valley  = the rate at start + ⌊L/3⌋ + ⌊L/6⌋,            L = length of the end, start = end − L
 *
 * @see fastai, `valley` in `callback/schedule.py`; there a start of −1 counts from the end of the list.
 */
export function valley(points: readonly Point[]): number {
  const lengths = descents(points);
  let end = 0;
  for (const [i, length] of lengths.entries()) if (length > (lengths[end] as number)) end = i;
  const length = lengths[end] as number;
  const middle = end - length + Math.floor(length / 3) + Math.floor(length / 6);
  return (points[Math.max(0, middle)] as Point).rate;
}

/** For each point, how many points the longest strictly falling subsequence has that ends there. */
function descents(points: readonly Point[]): readonly number[] {
  /** The highest loss that a falling subsequence of k + 1 points ends in; it falls with k. */
  const ends: number[] = [];
  return points.map(({ loss }) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] as number) > loss) low = middle + 1;
      else high = middle;
    }
    ends[low] = loss;
    return low + 1;
  });
}
