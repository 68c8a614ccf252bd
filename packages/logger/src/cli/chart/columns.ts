import type { Column } from '../../view/data.ts';

/** What a column of a chart has to show: the least and the greatest value in it, and the last one. */
export interface Stretch {
  readonly least: number;
  readonly greatest: number;
  readonly last: number;
  /** Whether a value was not finite. */
  readonly odd: boolean;
}

/** A series on so many columns, from one step to another; nothing where a column has no values. */
export function stretches(
  { steps, values }: Column,
  width: number,
  from: number,
  to: number,
): (Stretch | undefined)[] {
  const all: (Stretch | undefined)[] = Array.from({ length: width }, () => undefined);
  for (const [i, step] of steps.entries()) {
    const place = to === from ? 0 : Math.round(((step - from) / (to - from)) * (width - 1));
    if (!(place >= 0 && place < width)) continue;
    const value = Number(values[i]);
    const finite = Number.isFinite(value);
    const { least = Infinity, greatest = -Infinity, last = Number.NaN, odd = false } = all[place] ?? {};
    all[place] = {
      least: finite ? Math.min(least, value) : least,
      greatest: finite ? Math.max(greatest, value) : greatest,
      last: finite ? value : last,
      odd: odd || !finite,
    };
  }
  return all;
}

/** The least and the greatest of all; nothing where no value is finite. */
export function rangeOf(
  all: readonly (Stretch | undefined)[],
): readonly [least: number, greatest: number] | undefined {
  const least = Math.min(...all.map((one) => one?.least ?? Infinity));
  const greatest = Math.max(...all.map((one) => one?.greatest ?? -Infinity));
  return least > greatest ? undefined : [least, greatest];
}
