import { type Shape, shapes, variantOf } from '../cycle-shape.ts';
import { halfCosine, straight } from '../ease.ts';
import { exact, Real } from '../exact.ts';
import { phased } from '../phases.ts';
import type { Case, Row } from '../row.ts';

interface Options extends Shape {
  readonly peak: number;
  readonly over: number;
  readonly rise?: number;
  readonly start?: number;
  readonly end?: number;
}

const rates = [{ peak: 1 }, { peak: 0.003 }, { peak: 0.1, start: 0, end: 0 }];

export const oneCycle: readonly Row[] = shapes.map((shape) => ({
  curve: 'oneCycle',
  variant: variantOf(shape),
  cases: [3, 90.5, 100, 12_345, 1e6, 999_999_937, 1e9].flatMap((over) =>
    rates.flatMap((rate) => [
      cycle({ ...rate, over, ...shape }),
      cycle({ ...rate, over, rise: 0.25, ...shape }),
      cycle({ ...rate, over, rise: 0.1, ...shape }),
    ]),
  ),
}));

function cycle(options: Options): Case {
  const {
    peak,
    over,
    rise = 0.3,
    start = peak / 25,
    end = start / 1e4,
    ease = 'cosine',
    phases = 2,
  } = options;
  const shape = ease === 'cosine' ? halfCosine : straight;
  // The peak is met bit for bit, so its place is a double: the nearest to `rise · over`.
  const [length, turn] = [exact(over), exact(rise * over)];
  const up = { begins: new Real(0), ends: turn, from: start, to: peak, ease: shape };
  if (phases === 2)
    return phased(options, [up, { begins: turn, ends: length, from: peak, to: end, ease: shape }]);
  return phased(options, [
    up,
    { begins: turn, ends: turn.times(2), from: peak, to: start, ease: shape },
    { begins: turn.times(2), ends: length, from: start, to: end, ease: shape },
  ]);
}
