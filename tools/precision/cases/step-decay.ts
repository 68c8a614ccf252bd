import { exact } from '../exact.ts';
import { horizon } from '../horizon.ts';
import { product } from '../product.ts';
import type { Case, Row } from '../row.ts';

// All of these lengths and their multiples are doubles: where a drop lies is then no question of rounding.
const lengths = [1, 2.5, 3, 30, 90.5, 1000, 123_457, 999_999_937];

export const stepDecay: Row = {
  curve: 'stepDecay',
  cases: [0.1, 0.5, 0.9, 0.97, 0.999].flatMap((factor) =>
    lengths.flatMap((every) => [1, 0.1, 3e-4].map((initial) => drops(initial, factor, every))),
  ),
};

function drops(initial: number, factor: number, every: number): Case {
  const [start, base, length] = [exact(initial), exact(factor), exact(every)];
  const over = horizon(factor, every);
  return {
    options: { initial, factor, every },
    over,
    stretches: [[0, over], ...[1, 2, 7].map((n) => [(n - 1) * every, Math.min(n * every, over)] as const)],
    ends: [[0, initial]],
    truth: (t) => start.times(base.pow(exact(t).div(length).floor())),
    textbook: (t) => product(initial, factor, Math.floor(t / every)),
  };
}
