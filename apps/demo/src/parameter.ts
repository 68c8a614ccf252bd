/** Something about a schedule that the visitor can turn. */
export interface Parameter {
  readonly label: string;
  /** What it is before anybody turns it. */
  readonly preset: number;
  /** The values that the slider stops at, in order; the number field takes what lies between them, and beyond. */
  readonly stops: readonly number[];
  /** Whether it is a length, counted in runs. */
  readonly share?: true;
}

/** The parameters of a schedule, by the names that they have in its code: plain JSON. */
export type Values = Readonly<Record<string, number>>;

/** Round numbers, about as far from each other in proportion: a slider along them is logarithmic. */
const digits = [10, 11, 12, 13, 15, 16, 18, 20, 22, 25, 28, 30, 35, 40, 45, 50, 55, 60, 70, 80, 90];

/** Stops from 10 to the power of `first` to 10 to the power of `last`; parsed, since products are inexact. */
function decades(first: number, last: number): number[] {
  const powers = Array.from({ length: last - first }, (_, i) => first + i);
  return [...powers.flatMap((power) => digits.map((digit) => Number(`${digit}e${power - 1}`))), 10 ** last];
}

/** Stops at even distances, `parts` of them to 1. */
function even(from: number, to: number, parts: number): number[] {
  return Array.from({ length: Math.round((to - from) * parts) + 1 }, (_, i) => (from * parts + i) / parts);
}

export const rate = (label: string, preset: number): Parameter => ({ label, preset, stops: decades(-3, 0) });

/** A rate to end at. A logarithmic slider has no place for 0, so 0 is one stop of its own. */
export const finalRate = (label: string): Parameter => ({
  label,
  preset: 0,
  stops: [0, ...decades(-4, 0)],
});

export const length = (label: string, preset: number, most = 1): Parameter => ({
  label,
  preset,
  stops: even(0.01, most, 100),
  share: true,
});

/** What a cut multiplies by, up to `most`. */
export const factor = (label: string, preset: number, most: number): Parameter => ({
  label,
  preset,
  stops: even(0.05, most, 20),
});

/** What the whole of a run multiplies by. */
export const wholeFactor = (label: string, preset: number): Parameter => ({
  label,
  preset,
  stops: decades(-4, 0),
});

export const power = (label: string, preset: number): Parameter => ({
  label,
  preset,
  stops: even(0.25, 5, 4),
});

export const epochs = (label: string, preset: number): Parameter => ({
  label,
  preset,
  stops: even(0, 20, 1),
});

export const threshold = (label: string, preset: number): Parameter => ({
  label,
  preset,
  stops: [0, ...decades(-4, -1)],
});

/** The stop that is nearest to a value: where the slider stands. */
export function nearestStop({ stops }: Parameter, value: number): number {
  const away = (stop: number) => Math.abs(stop - value);
  return stops.reduce((best, stop, i) => (away(stop) < away(stops[best] as number) ? i : best), 0);
}

/** The next stop up or down from a value, which need not be a stop itself. */
export function nextStop({ stops }: Parameter, value: number, up: boolean): number {
  const next = up ? stops.find((stop) => stop > value) : stops.findLast((stop) => stop < value);
  return next ?? value;
}
