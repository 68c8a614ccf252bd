/**
 * How far an endless decay is measured: to 1e9 steps, or to where it has fallen by e^690. Below that a rate times a
 * small `initial` comes near 2^−1022, where doubles begin to lose their digits and no rate is of use.
 */
export function horizon(factor: number, every: number): number {
  return Math.min(1e9, Math.floor((-690 / Math.log(factor)) * every));
}
