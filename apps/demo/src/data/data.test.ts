import { describe, expect, it, vi } from 'vitest';
import type { DataKind } from '../race/setup.ts';
import { batches } from './batches.ts';
import { examplesOf } from './examples.ts';
import { planeOf } from './plane.ts';
import { split } from './split.ts';
import { order, stream } from './stream.ts';

vi.mock('virtual:penguins', async () => ({
  default: (await import('../../../../tools/penguins.ts')).penguins(),
}));

const of = (kind: DataKind, seed = 1, noise = 0.1) =>
  examplesOf({ data: { kind, points: 200, noise }, seed });
const kinds = ['moons', 'circles', 'spirals', 'xor'] as const;

describe('drawn examples', () => {
  it.each(kinds)('%s are two classes alike in number, in the plane, determined by the seed', (kind) => {
    const { inputs, labels, features } = of(kind, 1, 0);
    expect([features.length, inputs.length, labels.length]).toEqual([2, 400, 200]);
    expect(labels.filter((label) => label === 0)).toHaveLength(100);
    expect(inputs.every((value) => Math.abs(value) <= 1)).toBe(true);
    expect(of(kind)).toEqual(of(kind));
    expect(of(kind, 2).inputs).not.toEqual(of(kind).inputs);
  });

  it('are scattered as far as is asked for: a share of the width, which is 2', () => {
    const [still, noisy] = [of('xor', 1, 0), of('xor', 1, 0.25)];
    expect(noisy.labels).toEqual(still.labels);
    const { inputs } = examplesOf({ data: { kind: 'circles', points: 2000, noise: 0.25 }, seed: 3 });
    const square = inputs.reduce((sum, value) => sum + value ** 2, 0) / inputs.length;
    // Half of the mean of 0.4² and 0.9², and 0.5².
    expect(square).toBeCloseTo((0.16 + 0.81) / 4 + 0.25, 1);
  });

  it.each([
    ['circles', (x: number, y: number) => Math.hypot(x, y) < 0.65],
    ['xor', (x: number, y: number) => x * y < 0],
  ] as const)('of %s have the shape that they are named after', (kind, isSecond) => {
    const { inputs, labels } = of(kind, 5, 0);
    expect(
      [...labels].map((_, row) => isSecond(inputs[2 * row] as number, inputs[2 * row + 1] as number)),
    ).toEqual([...labels].map((label) => label === 1));
  });
});

describe('split', () => {
  it('holds one in five out, and scales by the others alone', () => {
    const { training, heldOut, features, classes } = split(of('penguins'), 1);
    expect([features.length, classes.length]).toEqual([4, 3]);
    expect([training.labels.length, heldOut.labels.length]).toEqual([274, 68]);
    for (let column = 0; column < 4; column++) {
      const values = [...training.inputs].filter((_, at) => at % 4 === column);
      expect(values.reduce((sum, value) => sum + value) / 274).toBeCloseTo(0, 5);
      expect(values.reduce((sum, value) => sum + value ** 2, 0) / 274).toBeCloseTo(1, 5);
    }
    expect(split(of('penguins'), 1)).toEqual(split(of('penguins'), 1));
    expect(split(of('penguins'), 2).heldOut.labels).not.toEqual(split(of('penguins'), 1).heldOut.labels);
  });

  it('makes no NaN of what is the same everywhere', () => {
    const raw = { ...of('xor'), inputs: new Float32Array(400).fill(3) };
    expect(split(raw, 1).training.inputs.every((value) => value === 0)).toBe(true);
  });
});

describe('batches', () => {
  const { training } = split(of('moons'), 1);

  it('hand each example out once an epoch, in another order each epoch, the same for the same seed', () => {
    const order = batches(training, 40, 1);
    expect(order.stepsPerEpoch).toBe(4);
    const epoch = (at: number, from = order) =>
      [0, 1, 2, 3].flatMap((step) => [...from.of(4 * at + step).inputs]);
    const sorted = (values: Iterable<number>) => [...values].sort((a, b) => a - b);
    expect(sorted(epoch(0))).toEqual(sorted(training.inputs));
    expect(epoch(1)).not.toEqual(epoch(0));
    expect(epoch(0)).toEqual(epoch(0, batches(training, 40, 1)));
    expect(epoch(0)).not.toEqual(epoch(0, batches(training, 40, 2)));
  });

  it('are all of one size, which is at most that of the data', () => {
    const order = batches(training, 32, 1);
    expect([order.stepsPerEpoch, order.of(9).labels.length]).toEqual([5, 32]);
    expect(batches(training, 1000, 1)).toMatchObject({ stepsPerEpoch: 1, size: 160 });
    expect(batches(training, 1000, 1).of(5).labels).toHaveLength(160);
  });
});

describe('planeOf', () => {
  it('shows all examples within the picture, and which of them are held out', () => {
    const { examples, axes } = planeOf(split(of('moons'), 1));
    expect(axes).toEqual(['x', 'y']);
    expect(examples).toHaveLength(4 * 200);
    const column = (at: number) => [...examples].filter((_, place) => place % 4 === at);
    for (const at of [0, 1]) {
      expect(Math.max(...column(at))).toBeCloseTo(1 / 1.08, 5);
      expect(Math.min(...column(at))).toBeCloseTo(-1 / 1.08, 5);
    }
    expect(column(3).filter((isHeldOut) => isHeldOut === 1)).toHaveLength(40);
  });

  it('takes the two features whose class means lie farthest apart, and asks with the others at their mean', () => {
    const { axes, places } = planeOf(split(of('penguins'), 1));
    expect(axes).toEqual(['Beak Length (mm)', 'Flipper Length (mm)']);
    const asked = places(4);
    expect(asked).toHaveLength(16 * 4);
    const row = (cell: number) => [...asked.subarray(4 * cell, 4 * cell + 4)];
    expect([row(5)[1], row(5)[3]]).toEqual([0, 0]);
    const [topLeft, topRight, bottomLeft] = [row(0), row(3), row(12)] as number[][];
    expect(topRight?.[0]).toBeGreaterThan(topLeft?.[0] as number);
    expect(topLeft?.[2]).toBeGreaterThan(bottomLeft?.[2] as number);
  });
});

describe('a stream of random numbers', () => {
  it('is the same again, and another one for another seed, purpose and index', () => {
    const first = (...of: Parameters<typeof stream>) => stream(...of)();
    const drawn = [first(1, 'order'), first(2, 'order'), first(1, 'split'), first(1, 'order', 1)];
    expect(new Set(drawn).size).toBe(4);
    expect(first(1, 'order')).toBe(drawn[0]);
    expect([...order(9, stream(1, 'order'))].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
