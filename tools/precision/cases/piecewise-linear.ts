import { straight } from '../ease.ts';
import { exact } from '../exact.ts';
import { type Phase, phased } from '../phases.ts';
import type { Case, Row } from '../row.ts';

type Point = readonly [step: number, rate: number];

export const piecewiseLinear: Row = {
  curve: 'piecewiseLinear',
  cases: [
    lines([0, 0.1], [30, 0.3], [90.5, 0.001], [1e6, 5e-4]),
    lines([0, 0], [1000, 1], [999_999_937, 0]),
    lines([0, 1], [0.7, 0.5], [1e9, 0]),
    lines([0, 0.3], [1, 0.1], [3, 0.1], [123_456_789.25, 0.7], [1e9, 3e-5]),
    lines([0, 1e-3], [12_345, 0.9], [100_003, 0], [100_004, 0.9]),
  ],
};

function lines(first: Point, second: Point, ...more: readonly Point[]): Case {
  const points = [first, second, ...more];
  return phased({ points }, [line(first, second), ...more.map((to, n) => line(points[n + 1] ?? second, to))]);
}

function line([begins, from]: Point, [ends, to]: Point): Phase {
  return { begins: exact(begins), ends: exact(ends), from, to, ease: straight };
}
