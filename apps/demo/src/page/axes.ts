import { lossMarks } from '../loss-axis.ts';

/** What the axis of rates shows before anything is known of them. */
const usual = { from: 1e-3, to: 1 };
/** What lies further below the highest rate of its racer than this is on the floor: a fall to 0 has no other end. */
const depth = 1e3;
/** And what lies further below the highest rate of all. */
const deepest = 1e7;
/** A loss above this leaves the chart through its top, so that one racer that diverges does not press the others flat. */
export const ceiling = 20;

/** The ends of the logarithmic axis of rates: powers of ten around those of all racers. A rate of 0 lies on the floor. */
export function rateRange(
  spans: readonly (readonly [low: number, high: number])[],
): [from: number, to: number] {
  const top = Math.min(Math.max(0, ...spans.map(([, high]) => high)), 1e12);
  if (!(top > 0)) return [usual.from, usual.to];
  const lows = spans.flatMap(([low, high]) => (high > 0 ? [Math.max(low, high / depth)] : []));
  const bottom = Math.max(Math.min(...lows), top / deepest);
  return [tenBelow(Math.min(bottom, top / 10)), tenAbove(top)];
}

/** The lowest and the highest of the values that a logarithmic axis can show. */
export function span(columns: Iterable<ArrayLike<number>>): [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, 0];
  for (const column of columns) {
    for (let at = 0; at < column.length; at++) {
      const value = column[at] as number;
      if (!(value > 0) || value === Number.POSITIVE_INFINITY) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return [low, high];
}

/** Where a logarithmic axis has its lines: every power of ten, every second one where they are many. */
export function marks(from: number, to: number): number[] {
  const all = lossMarks(from, to);
  const tens = Math.log10(to / from);
  return tens <= 6 ? all : all.filter((mark) => Math.round(Math.log10(mark)) % 2 === 0);
}

/** A number at an axis, as short as can be. */
export function mark(value: number): string {
  return value >= 1e-3 && value < 1e4 ? String(value) : value.toExponential().replace('e+', 'e');
}

// Rounded a little outwards, since logarithms are not exact.
const tenBelow = (value: number) => Number(`1e${Math.floor(Math.log10(value) + 1e-9)}`);
const tenAbove = (value: number) => Number(`1e${Math.ceil(Math.log10(value) - 1e-9)}`);
