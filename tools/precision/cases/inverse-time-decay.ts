import { exact } from '../exact.ts';
import type { Case, Row } from '../row.ts';

export const inverseTimeDecay: Row = {
  curve: 'inverseTimeDecay',
  cases: [1e-9, 1e-4, 0.01, 0.5, 1, 3.3].flatMap((decayRate) =>
    [undefined, 0.7, 30, 90.5, 999_999_937].flatMap((every) =>
      [1, 0.1, 3e-4].map((initial) =>
        decay({ initial, decayRate, ...(every === undefined ? {} : { every }) }),
      ),
    ),
  ),
};

function decay(options: { initial: number; decayRate: number; every?: number }): Case {
  const { initial, decayRate, every = 1 } = options;
  const [start, speed, length] = [exact(initial), exact(decayRate), exact(every)];
  return {
    options,
    over: 1e9,
    stretches: [
      [0, 1e9],
      [0, 2 * every],
    ],
    ends: [[0, initial]],
    truth: (t) => start.div(speed.times(exact(t)).div(length).plus(1)),
    textbook: (t) => initial / (1 + (decayRate * t) / every),
  };
}
