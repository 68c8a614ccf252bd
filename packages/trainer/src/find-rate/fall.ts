import { lowest } from './points.ts';
import type { Measured } from './suggest.ts';

/** How many deviations of the average the loss must fall by, to be told from noise. */
const deviations = 4;

/** By how much the smoothed loss falls from its first point; or why that is nothing to go by, in words. */
export function fallOf(
  kept: readonly Measured[],
  readings: number,
  smoothing: number,
): { readonly drop: number } | string {
  const first = kept[0]?.smoothed as number;
  // A spread would put as many arguments on the stack as there are steps.
  const drop = first - kept.reduce((least, { smoothed }) => Math.min(least, smoothed), Infinity);
  if (!(drop > 0)) return 'the loss never falls: either nothing learns, or the ramp begins too high';
  const least = deviations * noiseOf(kept) * spread(readings, smoothing);
  if (drop > least) return { drop };
  return (
    `the loss falls by ${drop.toPrecision(2)}, which is no more than noise does (${least.toPrecision(2)}); ` +
    'take larger batches, or more steps'
  );
}

/** The deviation of one raw loss: from the differences of neighbours, which a trend hardly touches, before it takes off. */
function noiseOf(kept: readonly Measured[]): number {
  const least = lowest(kept.map(({ rate, smoothed }) => ({ rate, loss: smoothed })));
  const settled = kept.slice(0, Math.max(least, 2) + 1);
  const changes = settled.slice(1).map(({ loss }, i) => Math.abs(loss - (settled[i] as Measured).loss));
  // The mean of |x − y| of two normal values is 2/√π deviations of one.
  return ((changes.reduce((sum, change) => sum + change, 0) / changes.length) * Math.sqrt(Math.PI)) / 2;
}

/**
 * The deviation of the bias-corrected average of n readings, in deviations of one.
 *
 *     √( (1 − β)/(1 + β) · (1 + βⁿ)/(1 − βⁿ) )
 */
function spread(n: number, smoothing: number): number {
  const left = smoothing ** n;
  return Math.sqrt((((1 - smoothing) / (1 + smoothing)) * (1 + left)) / (1 - left));
}
