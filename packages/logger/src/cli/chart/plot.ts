import { figure } from '../../progress/figure.ts';
import type { Column } from '../../view/data.ts';
import { Braille } from './braille.ts';
import { rangeOf, type Stretch, stretches } from './columns.ts';

/** The width of the figures at the left. */
const FIGURES = 8;

/** A series with what is beyond two ends brought to them. */
export function within(series: Column, below: number, above: number): Column {
  const values = series.values.map((value) =>
    typeof value === 'number' ? Math.max(below, Math.min(above, value)) : value,
  );
  return { ...series, values };
}

export function leastAboveZero({ values }: Column): number {
  return Math.min(...values.map((value) => (Number(value) > 0 ? Number(value) : Infinity)));
}

/** The logarithms of a series; zeros, and what is less, at the height of the least that is above zero. */
export function logged(series: Column, least: number = leastAboveZero(series)): Column {
  const values = series.values.map((value) =>
    typeof value === 'number' ? Math.log10(Math.max(value, least)) : value,
  );
  return { ...series, values };
}

/**
 * A series as lines of text: braille with figures at its left, so many columns wide and rows high. Values that are not
 * finite are a cross on top, and a line as far as nothing else comes.
 *
 * @param paint colors what is drawn.
 * @param log whether heights are logarithms.
 */
export function plot(
  series: Column,
  width: number,
  rows: number,
  [from, to]: readonly [number, number],
  paint: (drawing: string) => string,
  log = false,
): string[] {
  const columns = Math.max(1, width - FIGURES - 1);
  const canvas = new Braille(columns, rows);
  const shown = stretches(log ? logged(series) : series, canvas.width, from, to);
  const [least, greatest] = rangeOf(shown) ?? [Number.NaN, Number.NaN];
  const bottom = canvas.height - 1;
  const y = (value: number): number =>
    greatest === least ? bottom >> 1 : Math.round(bottom * (1 - (value - least) / (greatest - least)));
  let before: { readonly x: number; readonly y: number } | undefined;
  for (const [x, stretch] of shown.entries()) {
    if (stretch === undefined || stretch.least > stretch.greatest) {
      // A gap is shown where values are not finite; where there are none, the line goes on.
      if (stretch?.odd) before = undefined;
      continue;
    }
    canvas.bar(x, y(stretch.least), y(stretch.greatest));
    if (before !== undefined) join(canvas, before, { x, y: (y(stretch.least) + y(stretch.greatest)) >> 1 });
    before = stretch.odd ? undefined : { x, y: y(stretch.last) };
  }
  const lines = canvas.rows();
  lines[0] = crossed(lines[0] as string, shown);
  // A flat line has its one figure beside it.
  const top = least === greatest ? y(least) >> 2 : 0;
  return lines.map((line, row) => {
    const value = row === top ? greatest : row === rows - 1 && least !== greatest ? least : undefined;
    const label = Number.isNaN(value) ? undefined : value;
    return `${(label === undefined ? '' : figure(log ? 10 ** label : label, 3)).padStart(FIGURES)} ${paint(line.replace(/\u2800+$/, ''))}`;
  });
}

/** A line of text with crosses where values are not finite: of those that nothing parts, the first only. */
function crossed(line: string, shown: readonly (Stretch | undefined)[]): string {
  const last = shown.reduce((last, stretch, x) => (stretch?.odd ? x : last), -1);
  let within = false;
  return [...line]
    .map((cell, i) => {
      const here = [shown[2 * i], shown[2 * i + 1]];
      const odd = here.some((stretch) => stretch?.odd);
      const finite = here.some((stretch) => stretch !== undefined && stretch.least <= stretch.greatest);
      const goesOn = within && !finite && 2 * i <= last;
      within = !finite && (within || odd);
      if (goesOn) return '╌';
      return odd ? '×' : cell;
    })
    .join('');
}

/** A straight line between two dots. */
function join(canvas: Braille, a: { x: number; y: number }, b: { x: number; y: number }): void {
  for (let x = a.x; x <= b.x; x++) {
    const at = (x: number): number => Math.round(a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x));
    if (b.x - a.x === 1)
      canvas.bar(x, x === a.x ? a.y : b.y, x === a.x ? (a.y + b.y) >> 1 : (a.y + b.y) >> 1);
    else canvas.bar(x, at(x), at(Math.min(x + 1, b.x)));
  }
}

/** The axis below: the first step at the left, the last one at the right. */
export function axis(width: number, [from, to]: readonly [number, number]): string {
  const [left, right] = [`step ${from}`, String(to)];
  const room = width - FIGURES - 1 - left.length;
  return `${' '.repeat(FIGURES + 1)}${left}${from !== to && right.length + 1 < room ? right.padStart(room) : ''}`;
}
