import { exact } from '../exact.ts';
import { moves } from '../move.ts';
import type { Row } from '../row.ts';

/** One row for each power: the bound grows with it. */
export const polynomialDecay: readonly Row[] = [0.5, 1, 2, 3.7, 10].map((power) => ({
  curve: 'polynomialDecay',
  variant: `power ${power}`,
  promised: 3 + power,
  cases: moves(
    {
      left: (t, over) => over.minus(t).div(over).pow(exact(power)),
      textbook: (from, to, t, over) => to + (from - to) * (1 - t / over) ** power,
    },
    { power },
  ),
}));
