import type { Column, RunData } from '../data.ts';
import { type Axis, clock } from './clock.ts';

/** One column of one run, as it is drawn. */
export interface Line {
  /** The place of the run in the page's data, which gives its color. */
  readonly run: number;
  readonly name: string;
  readonly column: string;
  /** The place of the column among those that are shown, which gives its dashes. */
  readonly dash: number;
  /** Ascending; values that are not finite are among them. */
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  /** Means of even stretches, where not all values are kept: what is smoothed then. */
  readonly means?: { readonly xs: readonly number[]; readonly ys: readonly number[] };
}

/** The lines of some columns of some runs, run by run. */
export function linesOf(
  runs: readonly RunData[],
  shown: (run: number) => boolean,
  kind: 'rates' | 'metrics',
  columns: readonly string[],
  axis: Axis,
): Line[] {
  return runs.flatMap((data, run) => {
    const at = clock(data, axis);
    if (at === undefined || !shown(run)) return [];
    return columns.flatMap((column, dash) => {
      const values = Object.hasOwn(data[kind], column) ? data[kind][column] : undefined;
      return values === undefined ? [] : [{ run, name: data.name, column, dash, ...placed(values, at) }];
    });
  });
}

function placed(column: Column, at: (step: number) => number): Pick<Line, 'xs' | 'ys' | 'means'> {
  const place = ({ steps, values }: Pick<Column, 'steps' | 'values'>): Pick<Line, 'xs' | 'ys'> => {
    const points = steps.map((step, i) => [at(step), Number(values[i])] as const).sort((a, b) => a[0] - b[0]);
    return { xs: points.map(([x]) => x), ys: points.map(([, y]) => y) };
  };
  return { ...place(column), ...(column.means && { means: place(column.means) }) };
}

/** The place of the last point at or before `x`; nothing where the line has not begun, or is over. */
export function placeAt({ xs }: Line, x: number): number | undefined {
  if (xs.length === 0 || x < (xs[0] as number) || x > (xs.at(-1) as number)) return undefined;
  let [low, high] = [0, xs.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((xs[middle] as number) <= x) low = middle;
    else high = middle;
  }
  return low;
}
