import type { Column } from '../../view/data.ts';
import { rangeOf, stretches } from './columns.ts';

const BARS = '▁▂▃▄▅▆▇█';

/** A series in one line: the height of the last value of each column, `×` where one is not finite, a space where there is none. It goes from its least value to its greatest, or as `scale` says. */
export function sparkline(
  series: Column,
  width: number,
  [from, to]: readonly [number, number],
  scale?: readonly [least: number, greatest: number],
): string {
  const shown = stretches(series, width, from, to);
  const [least, greatest] = scale ?? rangeOf(shown) ?? [0, 0];
  let height = ' ';
  return shown
    .map((stretch, i) => {
      if (stretch?.odd) return '×';
      // Between two values the line goes on; behind the last one it ends.
      if (stretch === undefined) return shown.slice(i).some((later) => later !== undefined) ? height : ' ';
      const part = greatest === least ? 0 : (stretch.last - least) / (greatest - least);
      height = BARS[Math.round(part * (BARS.length - 1))] as string;
      return height;
    })
    .join('');
}
