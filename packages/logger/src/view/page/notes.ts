import type { Axis } from './clock.ts';
import { h, swatch } from './dom.ts';
import type { Line } from './line.ts';
import { count, placeText, valueText } from './words.ts';

/** What a chart cannot draw, said below it. */
export function notes(
  lines: readonly Line[],
  log: boolean,
  ends: { readonly below: number; readonly above: number } | undefined,
  axis: Axis,
): HTMLElement[] {
  return lines.flatMap((line) => {
    const said = [...odd(line, axis), ...(log ? belowZero(line) : []), ...(ends ? beyond(line, ends) : [])];
    return said.length === 0
      ? []
      : [h('span', {}, swatch(line.run, line.dash), `${line.name}, ${line.column}: ${said.join('; ')}`)];
  });
}

/** `NaN from step 12 on (3 points)`: which values are not finite, each kind with its first place. */
function odd({ xs, ys }: Line, axis: Axis): string[] {
  return [Number.NaN, Infinity, -Infinity].flatMap((kind) => {
    const places = xs.filter((_, i) => Object.is(ys[i], kind));
    if (places.length === 0) return [];
    const first = placeText(places[0] as number, axis);
    return [
      places.length === 1
        ? `${kind} at ${first}`
        : `${kind} at ${count(places.length, 'point')}, first at ${first}`,
    ];
  });
}

function belowZero({ ys }: Line): string[] {
  const below = ys.filter((y) => Number.isFinite(y) && y <= 0).length;
  return below === 0 ? [] : [`${count(below, 'point')} at zero or below cannot be drawn on a log scale`];
}

function beyond(
  { ys }: Line,
  { below, above }: { readonly below: number; readonly above: number },
): string[] {
  const far = ys.filter((y) => Number.isFinite(y) && (y < below || y > above));
  if (far.length === 0) return [];
  const furthest = far.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
  return [`${count(far.length, 'point')} beyond the chart, as far as ${valueText(furthest)}`];
}
