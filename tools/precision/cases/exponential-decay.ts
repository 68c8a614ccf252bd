import { exact } from '../exact.ts';
import { horizon } from '../horizon.ts';
import type { Case, Row } from '../row.ts';

const initials = [1, 0.1, 3e-4];

/** With `every` 1 the exponent is a whole step, and exact; else it is a quotient, whose rounding the power multiplies. */
export const exponentialDecay: readonly Row[] = [
  {
    curve: 'exponentialDecay',
    variant: 'every 1',
    promised: 2,
    cases: [0.1, 0.5, 0.9, 0.97, 0.999, 0.99999, 1 - 1e-7, 1 - 1e-9].flatMap((factor) =>
      initials.map((initial) => decay({ initial, factor })),
    ),
  },
  {
    curve: 'exponentialDecay',
    variant: 'other lengths',
    cases: [0.1, 0.5, 0.94, 0.999].flatMap((factor) =>
      [0.7, 3, 30, 90.5, 1000, 123_457, 999_999_937].flatMap((every) =>
        initials.map((initial) => decay({ initial, factor, every })),
      ),
    ),
  },
];

function decay(options: { initial: number; factor: number; every?: number }): Case {
  const { initial, factor, every = 1 } = options;
  const [start, base, length] = [exact(initial), exact(factor), exact(every)];
  const over = horizon(factor, every);
  return {
    options,
    over,
    stretches: [
      [0, over],
      [0, Math.min(2 * every, over)],
    ],
    ends: [[0, initial]],
    truth: (t) => start.times(base.pow(exact(t).div(length))),
    textbook: (t) => initial * Math.exp((t / every) * Math.log(factor)),
  };
}
