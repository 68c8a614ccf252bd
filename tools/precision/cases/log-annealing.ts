import { moves } from '../move.ts';
import type { Row } from '../row.ts';

export const logAnnealing: Row = {
  curve: 'logAnnealing',
  cases: moves({
    left: (t, over) => over.plus(1).div(t.plus(1)).ln().div(over.plus(1).ln()),
    textbook: (from, to, t, over) => to + ((from - to) * Math.log((over + 1) / (t + 1))) / Math.log(over + 1),
  }),
};
