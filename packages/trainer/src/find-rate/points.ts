/** One point of the curve that the rules read: the smoothed loss at a rate. */
export interface Point {
  readonly rate: number;
  readonly loss: number;
}

/** The natural logarithm of a point's rate: the axis on which the points of a ramp stand evenly. */
export const logOf = ({ rate }: Point): number => Math.log(rate);

/** Where the loss is least; the first such place. There is at least one point. */
export function lowest(points: readonly Point[]): number {
  let least = 0;
  for (const [i, { loss }] of points.entries()) if (loss < (points[least] as Point).loss) least = i;
  return least;
}
