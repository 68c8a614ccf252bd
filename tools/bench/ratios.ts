import { median, percentile } from './statistics.ts';

/** The times of one round: how long a pass took in each of two batches of either side. */
export interface Round {
  readonly base: readonly [number, number];
  readonly ours: readonly [number, number];
}

/** Ours to the base's. */
export interface Ratios {
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
  /** Of the quickest batches: what is left where nothing else ran on the machine. */
  readonly minima: number;
}

/**
 * The ratios over all rounds, which come in groups: the same round in processes that met another side first. A process
 * favours the side that it meets first, by up to half; the geometric mean of a group favours none.
 */
export function ratios(groups: readonly (readonly Round[])[]): Ratios {
  // Within a round first: what slows the machine down for a while slows both sides of a round.
  const each = groups.map((group) => geometricMean(group.map(ratio)));
  const all = groups.flat();
  const quickest = (side: keyof Round) => Math.min(...all.flatMap((round) => round[side]));
  return {
    median: median(each),
    p10: percentile(each, 0.1),
    p90: percentile(each, 0.9),
    minima: quickest('ours') / quickest('base'),
  };
}

const ratio = ({ base, ours }: Round) => (ours[0] + ours[1]) / (base[0] + base[1]);

const geometricMean = (values: readonly number[]) =>
  values.reduce((product, value) => product * value, 1) ** (1 / values.length);
