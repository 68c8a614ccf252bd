import { exact, Real } from '../exact.ts';
import type { Case, Row } from '../row.ts';

interface Options {
  readonly low: number;
  readonly high: number;
  readonly up: number;
  readonly down?: number;
  readonly mode?: 'triangular2' | 'exponential';
  readonly factor?: number;
}

const pairs = [
  { low: 0, high: 1 },
  { low: 0.001, high: 0.1 },
  { low: 0.85, high: 0.95 },
];
const lengths = [
  { up: 1 },
  { up: 4, down: 6 },
  { up: 90.5 },
  { up: 90.5, down: 30.25 },
  { up: 2000 },
  { up: 12_345, down: 100_003 },
  { up: 99_999_989 },
];

export const cyclic: readonly Row[] = [
  { curve: 'cyclic', variant: "'triangular'", cases: waves(() => ({})) },
  { curve: 'cyclic', variant: "'triangular2'", cases: waves(() => ({ mode: 'triangular2' })) },
  {
    curve: 'cyclic',
    variant: "'exponential'",
    // So slow a fall that each climb is a climb all the way.
    cases: waves((up) => ({ mode: 'exponential', factor: 1 - 0.1 / up })),
  },
];

function waves(more: (up: number) => Pick<Options, 'mode' | 'factor'>): Case[] {
  return lengths.flatMap((length) => pairs.map((pair) => wave({ ...pair, ...length, ...more(length.up) })));
}

function wave(options: Options): Case {
  const { low, high, up, down = up, mode, factor = 1 } = options;
  const [bottom, top, climb, fall, base] = [low, high, up, down, factor].map(exact) as [
    Real,
    Real,
    Real,
    Real,
    Real,
  ];
  const whole = climb.plus(fall);
  const length = up + down;
  return {
    options,
    over: 6 * length,
    stretches: [0, 1, 2, 5].flatMap((cycle) => {
      const start = cycle * length;
      return [[start, start + up] as const, [start + up, start + length] as const];
    }),
    ends:
      mode === 'exponential'
        ? [[0, low]]
        : [
            [0, low],
            [up, high],
            [length, low],
          ],
    truth: (step) => {
      const t = exact(step);
      const cycle = t.div(whole).floor();
      const within = t.minus(cycle.times(whole));
      const height = within.lte(climb) ? within.div(climb) : whole.minus(within).div(fall);
      const scale =
        mode === 'triangular2' ? new Real(2).pow(cycle.neg()) : mode === 'exponential' ? base.pow(t) : 1;
      return bottom.plus(top.minus(bottom).times(height).times(scale));
    },
    // PyTorch's.
    textbook: (t) => {
      const cycle = Math.floor(1 + t / length);
      const x = 1 + t / length - cycle;
      const turn = up / length;
      const height = x <= turn ? x / turn : (x - 1) / (turn - 1);
      const scale = mode === 'triangular2' ? 1 / 2 ** (cycle - 1) : mode === 'exponential' ? factor ** t : 1;
      return low + (high - low) * height * scale;
    },
  };
}
