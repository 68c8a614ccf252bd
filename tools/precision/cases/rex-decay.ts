import { Real } from '../exact.ts';
import { moves } from '../move.ts';
import type { Row } from '../row.ts';

export const rexDecay: Row = {
  curve: 'rexDecay',
  cases: moves({
    left: (t, over) => {
      const x = t.div(over);
      return new Real(1).minus(x).div(new Real(1).minus(x.div(2)));
    },
    textbook: (from, to, t, over) => to + ((from - to) * (1 - t / over)) / (1 - t / over / 2),
  }),
};
