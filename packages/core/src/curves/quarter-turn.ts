/**
 * The angle of a quarter turn that takes `over` steps, to within one rounding of the true one:
 *
 *     angle(t) = π · t / (2 · over)
 *
 * Rounded at each sign, as the formula stands, it is off by more than the square of its sine can bear. So the turn of
 * one step is kept as a short number and its remainder, and steps are cut in two as well: short ones multiply exactly.
 */
export function quarterTurn(over: number): (t: number) => number {
  const coarse = Math.fround(QUARTER / over);
  const near = Math.fround(over);
  const fine = (QUARTER - coarse * near - coarse * (over - near) + BELOW_QUARTER) / over;
  // Lengths that short numbers cannot hold are no lengths of a training.
  if (!Number.isFinite(fine)) return (t) => QUARTER * (t / over);
  return (t) => {
    const whole = Math.fround(t);
    return whole * coarse + ((t - whole) * coarse + t * fine);
  };
}

const QUARTER = Math.PI / 2;

/** What is missing in the double nearest to π / 2. */
const BELOW_QUARTER = 6.123233995736766e-17;
