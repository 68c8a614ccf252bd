import { type Shape, shapes, variantOf } from '../cycle-shape.ts';
import { halfCosine, straight } from '../ease.ts';
import { exact, Real } from '../exact.ts';
import { phased } from '../phases.ts';
import type { Case, Row } from '../row.ts';

interface Options extends Shape {
  readonly low?: number;
  readonly high?: number;
  readonly over: number;
  readonly rise?: number;
}

export const oneCycleMomentum: readonly Row[] = shapes.map((shape) => ({
  curve: 'oneCycleMomentum',
  variant: variantOf(shape),
  cases: [3, 90.5, 100, 12_345, 1e6, 999_999_937, 1e9].flatMap((over) => [
    mirrored({ over, ...shape }),
    mirrored({ over, rise: 0.25, ...shape }),
    mirrored({ over, rise: 0.1, low: 0, high: 0.9, ...shape }),
  ]),
}));

/** Low where `oneCycle` is high. With three phases it is back before the end, and stays. */
function mirrored(options: Options): Case {
  const { low = 0.85, high = 0.95, over, rise = 0.3, ease = 'cosine', phases = 2 } = options;
  const shape = ease === 'cosine' ? halfCosine : straight;
  // Here it is `low` bit for bit, so this is a double: the nearest to `rise · over`.
  const [length, turn] = [exact(over), exact(rise * over)];
  const down = { begins: new Real(0), ends: turn, from: high, to: low, ease: shape };
  if (phases === 2)
    return phased(options, [down, { begins: turn, ends: length, from: low, to: high, ease: shape }]);
  return phased(options, [
    down,
    { begins: turn, ends: turn.times(2), from: low, to: high, ease: shape },
    { begins: turn.times(2), ends: length, from: high, to: high, ease: shape },
  ]);
}
