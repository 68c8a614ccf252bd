import { exact } from '../exact.ts';
import { product } from '../product.ts';
import type { Case, Row } from '../row.ts';

const lists = [
  [30, 60, 80],
  [0.7, 1, 90.5],
  [1000, 1e6, 999_999_937, 1e9],
  Array.from({ length: 40 }, (_, n) => (n + 1) * 313),
];

export const multiStepDecay: Row = {
  curve: 'multiStepDecay',
  cases: lists.flatMap((milestones) =>
    [0.1, 0.2, 0.5, 0.97].flatMap((factor) =>
      [1, 0.1, 3e-4].map((initial) => drops(initial, factor, milestones)),
    ),
  ),
};

function drops(initial: number, factor: number, milestones: readonly number[]): Case {
  const [start, base] = [exact(initial), exact(factor)];
  const passed = (t: number): number => milestones.filter((milestone) => milestone <= t).length;
  const over = Math.max(...milestones);
  return {
    options: { initial, factor, milestones },
    over,
    stretches: [[0, over], ...milestones.slice(0, 4).map((to, n) => [milestones[n - 1] ?? 0, to] as const)],
    ends: [[0, initial]],
    truth: (t) => start.times(base.pow(passed(t))),
    textbook: (t) => product(initial, factor, passed(t)),
  };
}
