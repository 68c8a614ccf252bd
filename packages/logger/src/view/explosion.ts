/** How many times its first value a series may grow before it counts as exploded, and how much of that is shown. */
const [EXPLODED, SHOWN] = [1000, 10];

/**
 * Where a chart ends, up and down, so that one run that has exploded does not make a line on the floor of all the others: at
 * ten times the first value of a usual series, if something is more than a thousand times as far out. Nothing where nothing
 * has exploded.
 */
export function explosion(
  series: Iterable<readonly number[]>,
): { readonly below: number; readonly above: number } | undefined {
  const firsts: number[] = [];
  let furthest = 0;
  for (const values of series) {
    let begun = false;
    for (const value of values) {
      const size = Math.abs(value);
      if (!Number.isFinite(size)) continue;
      if (!begun) firsts.push(size);
      begun = true;
      furthest = Math.max(furthest, size);
    }
  }
  // The median: one that is measured late may begin when all is lost.
  const first = firsts.sort((a, b) => a - b)[(firsts.length - 1) >> 1] ?? 0;
  return first > 0 && furthest > EXPLODED * first
    ? { below: -SHOWN * first, above: SHOWN * first }
    : undefined;
}
