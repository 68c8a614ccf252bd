import { exact, Real } from '../exact.ts';
import { moves } from '../move.ts';
import type { Row } from '../row.ts';

export const tanhDecay: Row = {
  curve: 'tanhDecay',
  cases: [...between(), ...between({ lower: -6, upper: 3 }), ...between({ lower: -1.5, upper: 1.5 })],
};

function between(options: { readonly lower?: number; readonly upper?: number } = {}): Row['cases'] {
  const { lower = -7, upper = 3 } = options;
  const [bottom, top] = [exact(lower), exact(upper)];
  const [first, last] = [tanh(bottom), tanh(top)];
  return moves(
    {
      left: (t, over) =>
        last.minus(tanh(bottom.plus(top.minus(bottom).times(t).div(over)))).div(last.minus(first)),
      textbook: (from, to, t, over) => {
        const here = Math.tanh(lower + ((upper - lower) * t) / over);
        return to + ((from - to) * (Math.tanh(upper) - here)) / (Math.tanh(upper) - Math.tanh(lower));
      },
    },
    options,
  );
}

/** As 1 − 2 / (e^2x + 1): one exponential, where the library's own takes two series. */
function tanh(x: Real): Real {
  return new Real(1).minus(new Real(2).div(x.times(2).exp().plus(1)));
}
