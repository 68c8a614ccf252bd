/** Something about a schedule that the visitor can turn. */
export interface Parameter {
  readonly label: string;
  /** What it is before anybody turns it. */
  readonly preset: number;
  /** The values that the slider stops at, in order; the number field takes what lies between them, and beyond. */
  readonly stops: readonly number[];
}

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
