import { type Curve, curve } from '@anneal/core';

/** Rates that climb evenly on a logarithmic scale: `from · (to / from)^(t / (steps − 1))`, with both ends exact. */
export function ramp(from: number, to: number, steps: number): Curve {
  return curve((step) => {
    const share = step / (steps - 1);
    return share >= 1 ? to : from * (to / from) ** share;
  }, steps - 1);
}
