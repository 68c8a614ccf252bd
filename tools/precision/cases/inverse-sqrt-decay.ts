import { straight } from '../ease.ts';
import { exact } from '../exact.ts';
import type { Case, Row } from '../row.ts';

export const inverseSqrtDecay: Row = {
  curve: 'inverseSqrtDecay',
  cases: [1, 3, 90.5, 1000, 4000, 1e6, 999_999_937].flatMap((warmup) =>
    [1, 0.1, 5e-4].map((peak) => climbAndDecay(peak, warmup)),
  ),
};

function climbAndDecay(peak: number, warmup: number): Case {
  const from = peak / warmup;
  const [start, top, length] = [exact(from), exact(peak), exact(warmup)];
  return {
    options: { peak, warmup },
    over: 1e9,
    stretches: [
      [0, warmup],
      [warmup, 1e9],
    ],
    ends: [
      [0, from],
      [warmup, peak],
    ],
    truth: (step) => {
      const t = exact(step);
      if (t.gte(length)) return top.times(length.div(t).sqrt());
      return top.plus(start.minus(top).times(straight.left(t, length)));
    },
    textbook: (t) =>
      t >= warmup ? peak * warmup ** 0.5 * t ** -0.5 : straight.textbook(from, peak, t, warmup),
  };
}
