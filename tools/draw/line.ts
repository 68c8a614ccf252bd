export type Point = readonly [x: number, y: number];

/** Points as SVG writes them, without those that the eye does not miss. */
export const written = (points: readonly Point[]): string =>
  simplest(points)
    .map(([x, y]) => `${round(x)},${round(y)}`)
    .join(' ');

export const round = (value: number): number => Math.round(value * 100) / 100;

/** The points that a line needs to stay within a tenth of a pixel of all of them. */
function simplest(points: readonly Point[]): readonly Point[] {
  const [first, last] = [points[0] as Point, points.at(-1) as Point];
  let [farthest, most] = [0, 0.1];
  for (let i = 1; i < points.length - 1; i++) {
    const off = distance(points[i] as Point, first, last);
    if (off > most) [farthest, most] = [i, off];
  }
  if (farthest === 0) return [first, last];
  return [...simplest(points.slice(0, farthest + 1)), ...simplest(points.slice(farthest)).slice(1)];
}

/** How far a point lies from the line through two others. */
function distance([x, y]: Point, [x1, y1]: Point, [x2, y2]: Point): number {
  return Math.abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / Math.hypot(x2 - x1, y2 - y1);
}
