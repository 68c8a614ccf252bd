/** What counts as a gain: one rule for all that watch a metric, so that they cannot contradict one another. */
export interface ImprovementRule {
  /** Whether less is better, as for a loss, or more, as for an accuracy. */
  readonly mode: 'min' | 'max';
  /** By how much a reading must beat the best one. */
  readonly threshold: number;
  /** Whether `threshold` is a share of the best reading, or a distance in the metric's own unit. */
  readonly thresholdMode: 'relative' | 'absolute';
}

/**
 * Whether a reading beats the best one by more than the margin.
 *
 *     relative: margin = threshold · |best|       absolute: margin = threshold
 *
 * The relative limit is a product, best · (1 ∓ threshold), as PyTorch computes it, so that a reading on the very edge
 * falls to the same side; the sign follows the metric's, where PyTorch's goes the wrong way.
 */
export function improves(
  reading: number,
  best: number,
  { mode, threshold, thresholdMode }: ImprovementRule,
): boolean {
  const down = mode === 'min';
  if (thresholdMode === 'absolute') return down ? reading < best - threshold : reading > best + threshold;
  const limit = best * (down === best >= 0 ? 1 - threshold : 1 + threshold);
  return down ? reading < limit : reading > limit;
}
