import type { Curve } from '../schedule.ts';

/** Curves one after the other, ready to be looked up. */
export interface Segments {
  readonly ats: readonly Curve['at'][];
  /** The step at which each begins. */
  readonly starts: Float64Array;
  /** The step at which the last is over. */
  readonly span: number;
  readonly lastSpan: number;
}

export function segmentsOf(curves: readonly Curve[]): Segments {
  const starts = new Float64Array(curves.length);
  let span = 0;
  curves.forEach((curve, i) => {
    starts[i] = span;
    span += curve.span;
  });
  return { ats: curves.map(({ at }) => at), starts, span, lastSpan: (curves.at(-1) as Curve).span };
}

/** The rate at a step, in the logarithm of the number of segments. */
export function segmentAt({ ats, starts, span, lastSpan }: Segments, step: number): number {
  // Not `step - start`, which for lengths in fractions may miss the last one by a bit.
  if (step >= span) return (ats[ats.length - 1] as Curve['at'])(lastSpan);
  const i = Math.max(0, indexAt(starts, step));
  return (ats[i] as Curve['at'])(step - (starts[i] as number));
}

/** The place of the last of ascending steps that is not above `step`; -1 if all are. */
export function indexAt(steps: ArrayLike<number>, step: number): number {
  let low = -1;
  let high = steps.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (step >= (steps[middle] as number)) low = middle;
    else high = middle - 1;
  }
  return low;
}
