import type { Case, Side } from './case.ts';
import type { Round } from './ratios.ts';

/** Long enough for the clock, short enough to fit between two interruptions. */
const batchMs = 4.5;
const warmUpMs = 400;

interface Contender {
  readonly rates: Float64Array;
  readonly pass: () => void;
}

export const sides = ['base', 'ours'] as const;
export type SideName = (typeof sides)[number];

/** Times both sides of a case, in turns. What comes out of them is compared before and after. */
export function measure(one: Case, rounds: number, first: SideName): readonly Round[] {
  // The side that a process meets first is compiled for itself alone, and keeps some of that for good.
  const order = first === 'base' ? sides : [...sides].reverse();
  const made = new Map(order.map((name) => [name, contender(one[name], one.rates)]));
  const [base, ours] = sides.map((name) => made.get(name)) as [Contender, Contender];
  mustAgree(one.name, [...made.values()], base, ours);

  const end = performance.now() + warmUpMs;
  while (performance.now() < end) for (const { pass } of made.values()) pass();
  const pair = Math.min(...Array.from({ length: 9 }, () => time(base, 1) + time(ours, 1)));
  const passes = Math.max(1, Math.round((2 * batchMs) / pair));

  const times = Array.from({ length: rounds }, (_, round) => turn(base, ours, passes, round % 2 === 0));
  mustAgree(one.name, [...made.values()], base, ours);
  return times;
}

/** A, B, B, A: a drift in the machine's speed falls on both alike. Who is A takes turns. */
function turn(base: Contender, ours: Contender, passes: number, baseFirst: boolean): Round {
  if (baseFirst) {
    const b1 = time(base, passes);
    const o1 = time(ours, passes);
    const o2 = time(ours, passes);
    return { base: [b1, time(base, passes)], ours: [o1, o2] };
  }
  const o1 = time(ours, passes);
  const b1 = time(base, passes);
  const b2 = time(base, passes);
  return { base: [b1, b2], ours: [o1, time(ours, passes)] };
}

/** How long a pass takes, by a batch of them. */
function time({ pass }: Contender, passes: number): number {
  const start = performance.now();
  for (let i = 0; i < passes; i++) pass();
  return (performance.now() - start) / passes;
}

function contender(side: Side, length: number): Contender {
  const rates = new Float64Array(length);
  let next = 0;
  const pass = side((rate) => {
    rates[next++] = rate;
  });
  return {
    rates,
    pass: () => {
      next = 0;
      pass();
      if (next !== length) throw new Error(`a pass must store ${length} rates, this one stored ${next}`);
    },
  };
}

/** One more pass of each, which must give the same rates, bit for bit. */
function mustAgree(name: string, order: readonly Contender[], base: Contender, ours: Contender): void {
  for (const { pass } of order) pass();
  const i = base.rates.findIndex((rate, i) => !Object.is(rate, ours.rates[i]));
  if (i >= 0) throw new Error(`${name}: rate ${i} is ${base.rates[i]} by hand, and ours is ${ours.rates[i]}`);
}
