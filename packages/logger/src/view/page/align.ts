import type { Line } from './line.ts';

/** What uPlot draws: one ascending list of places for all lines, and for each its values there. */
export type Aligned = [xs: number[], ...ys: (number | null | undefined)[][]];

/**
 * Lines with places of their own, on common ones. Where a line has no point there is `undefined`, which it passes by; where
 * `drawn` has no height for a point there is `null`, a gap.
 *
 * A place that a line has twice, as a spike within one moment, is there twice.
 */
export function align(lines: readonly Line[], drawn: (y: number) => number | null): Aligned {
  const places = new Map<number, number>();
  for (const { xs } of lines) {
    let times = 0;
    for (const [i, x] of xs.entries()) {
      times = i > 0 && xs[i - 1] === x ? times + 1 : 1;
      if (times > (places.get(x) ?? 0)) places.set(x, times);
    }
  }
  const xs: number[] = [];
  for (const x of [...places.keys()].sort((a, b) => a - b)) {
    for (let i = places.get(x) as number; i > 0; i--) xs.push(x);
  }
  return [
    xs,
    ...lines.map((line) => {
      let next = 0;
      return xs.map((x) => (line.xs[next] === x ? drawn(line.ys[next++] as number) : undefined));
    }),
  ];
}
