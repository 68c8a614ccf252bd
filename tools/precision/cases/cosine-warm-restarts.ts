import { halfCosine } from '../ease.ts';
import { exact, type Real } from '../exact.ts';
import type { Case, Row } from '../row.ts';
import type { Stretch } from '../steps.ts';

interface Options {
  readonly from: number;
  readonly to?: number;
  readonly over: number;
  readonly stretch?: number;
  readonly shrink?: number;
}

const pairs = [{ from: 1 }, { from: 0.1, to: 0.001 }, { from: 3e-4, to: 3e-5 }];

export const cosineWarmRestarts: readonly Row[] = [
  {
    curve: 'cosineWarmRestarts',
    variant: 'stretch 1, 1.5, 2, 3',
    cases: [1, 10, 90.5, 1024, 12_345, 999_936].flatMap((over) =>
      pairs.flatMap((pair) => [
        restarting({ ...pair, over }, [0, 1, 2, 7, 1000]),
        restarting({ ...pair, over, shrink: 0.9 }, [0, 1, 2, 7, 20]),
        restarting({ ...pair, over, stretch: 2 }, [0, 1, 2, 7, 9]),
        restarting({ ...pair, over, stretch: 3, shrink: 0.5 }, [0, 1, 2, 5]),
        // Half of it each time: six times at most is a double's work whatever the length.
        restarting({ ...pair, over, stretch: 1.5, shrink: 0.5 }, [0, 1, 2, 5]),
      ]),
    ),
  },
  {
    curve: 'cosineWarmRestarts',
    variant: 'stretch 1.1',
    cases: [100, 12_345].flatMap((over) =>
      pairs.map((pair) => restarting({ ...pair, over, stretch: 1.1 }, [0, 1, 2, 7, 20])),
    ),
  },
];

function restarting(options: Options, cycles: readonly number[]): Case {
  const { from, to = 0, over, stretch = 1, shrink = 1 } = options;
  const [top, bottom, first, longer, lower] = [from, to, over, stretch, shrink].map(exact) as [
    Real,
    Real,
    Real,
    Real,
    Real,
  ];
  const begins = (cycle: number): Real =>
    first.times(stretch === 1 ? cycle : longer.pow(cycle).minus(1).div(longer.minus(1)));
  const cycleOf = (t: Real): number => {
    if (stretch === 1) return t.div(first).floor().toNumber();
    let cycle = 0;
    while (begins(cycle + 1).lte(t)) cycle++;
    return cycle;
  };
  const stretches = cycles.map((cycle) => inside(begins(cycle), begins(cycle + 1)));
  return {
    options,
    over: Math.max(...stretches.flat()),
    stretches,
    ends:
      shrink === 1 && stretch !== 1.1 ? cycles.map((cycle) => [begins(cycle).toNumber(), from]) : [[0, from]],
    truth: (step) => {
      const t = exact(step);
      const cycle = cycleOf(t);
      const left = halfCosine.left(t.minus(begins(cycle)), first.times(longer.pow(cycle)));
      return bottom.plus(top.minus(bottom).times(lower.pow(cycle)).times(left));
    },
    // PyTorch's: the cycle by a logarithm.
    textbook: (t) => {
      const cycle =
        stretch === 1
          ? Math.floor(t / over)
          : Math.floor(Math.log((t / over) * (stretch - 1) + 1) / Math.log(stretch));
      const start = stretch === 1 ? cycle * over : (over * (stretch ** cycle - 1)) / (stretch - 1);
      return halfCosine.textbook(to + (from - to) * shrink ** cycle, to, t - start, over * stretch ** cycle);
    },
  };
}

/** A cycle without its last step, which is the next one's first, and without ends that are no doubles. */
function inside(begins: Real, ends: Real): Stretch {
  const start = begins.toNumber();
  if (!exact(start).eq(begins)) return [Math.ceil(start) + 1, Math.floor(ends.toNumber()) - 1];
  const length = ends.toNumber() - start;
  return [start, Math.max(Math.ceil(ends.toNumber()) - 1, start + 0.9 * length)];
}
