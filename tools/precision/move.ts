import type { Ease } from './ease.ts';
import { exact } from './exact.ts';
import type { Case } from './row.ts';

/** Lengths of a move: of a fraction of a step, short, round, odd, prime, and as long as any training. */
const lengths = [0.7, 1, 3, 90, 90.5, 313, 1000, 12_345, 100_003, 1e6, 123_456_789.25, 999_999_937, 1e9];

/** Falling and rising, to 0 and from 0 and neither, near and far. */
const pairs = [
  [1, 0],
  [0.1, 0],
  [0.1, 0.001],
  [0.3, 0.1],
  [3e-4, 3e-5],
  [0.001, 0.1],
  [0, 0.1],
  [0.7, 0.9],
] as const;

/** One curve of `{ from, to, over }`, with all pairs of ends over all lengths. */
export function moves(ease: Ease, more: object = {}): Case[] {
  return lengths.flatMap((over) => pairs.map(([from, to]) => move(ease, from, to, over, more)));
}

/** One curve of `{ from, to, over }`. */
export function move(
  { left, textbook }: Ease,
  from: number,
  to: number,
  over: number,
  more: object = {},
): Case {
  const [start, end, length] = [exact(from), exact(to), exact(over)];
  const height = start.minus(end);
  return {
    options: { from, to, over, ...more },
    over,
    stretches: [[0, over]],
    ends: [
      [0, from],
      [over, to],
    ],
    truth: (t) => end.plus(height.times(left(exact(t), length))),
    textbook: (t) => textbook(from, to, t, over),
  };
}
