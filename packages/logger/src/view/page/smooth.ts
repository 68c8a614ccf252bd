/**
 * An exponential mean of values along `xs` (ascending): what is `halfLife` back counts half as much.
 *
 * Each value weighs as much as the distance since the one before, so that dense series and sparse ones lag alike, and a
 * sparse one is hardly smoothed. It is divided by the weight that it has so far, and does not lag at its beginning. Values that
 * are not finite stay, and change nothing.
 */
export function smooth(xs: readonly number[], ys: readonly number[], halfLife: number): number[] {
  const smoothed = [...ys];
  if (halfLife <= 0) return smoothed;
  const places = [...new Set(xs.filter((_, i) => Number.isFinite(ys[i])))];
  const [first = 0, last = 0] = [places[0], places.at(-1)];
  // The first value has none before it: as if they had come at the pace of all.
  let before = first - ((last - first) / (places.length - 1) || 1);
  let [sum, weight] = [0, 0];
  for (let i = 0; i < xs.length; ) {
    const x = xs[i] as number;
    const here: number[] = [];
    for (; xs[i] === x; i++) if (Number.isFinite(ys[i])) here.push(i);
    if (here.length === 0) continue;
    // What is at one place counts as one.
    const mean = here.reduce((mean, at) => mean + (ys[at] as number) / here.length, 0);
    const share = -Math.expm1((-Math.LN2 * (x - before)) / halfLife);
    sum += share * (mean - sum);
    weight += share * (1 - weight);
    before = x;
    for (const at of here) smoothed[at] = sum / weight;
  }
  return smoothed;
}
