import type { Curve } from '../schedule.ts';

/** Curves one after the other, ready to be looked up. */
export interface Segments {
  readonly ats: readonly Curve['at'][];
  /** The step at which each begins. */
  readonly starts: Float64Array;
  /** The step at which the last is over. */
  readonly span: number;
}

export function segmentsOf(curves: readonly Curve[]): Segments {
  const starts = new Float64Array(curves.length);
  let span = 0;
  curves.forEach((curve, i) => {
    starts[i] = span;
    span += curve.span;
  });
  return { ats: curves.map(({ at }) => at), starts, span };
}

/** The rate at a step, in the logarithm of the number of segments. */
export function segmentAt({ ats, starts }: Segments, step: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (step >= (starts[middle] as number)) low = middle;
    else high = middle - 1;
  }
  return (ats[low] as Curve['at'])(step - (starts[low] as number));
}
