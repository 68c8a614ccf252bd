import { exact, type Real } from './exact.ts';

/** The gap between the two doubles that enclose a true value; at a power of two, the gap above it. Not for 0. */
export function ulp(truth: Real): number {
  const size = truth.abs();
  // Rounding may have lifted the value to the next power of two; the two steps settle it, and log2's own error.
  let exponent = Math.floor(Math.log2(size.toNumber()));
  if (size.lt(exact(2 ** exponent))) exponent--;
  else if (size.gte(exact(2 ** (exponent + 1)))) exponent++;
  return 2 ** Math.max(exponent - 52, -1074);
}

/** How many ulps lie between a double and the true value. What is truly 0 must be 0: all else is infinitely far. */
export function distance(double: number, truth: Real): number {
  if (truth.isZero()) return double === 0 ? 0 : Infinity;
  if (!Number.isFinite(double)) return Infinity;
  return exact(double)
    .minus(truth)
    .abs()
    .div(exact(ulp(truth)))
    .toNumber();
}
