/** Cycles one after the other, each `stretch` times as long as the one before. */
export interface Cycles {
  /** How many there are; `Infinity` for without end. */
  readonly times: number;
  /** The step at which the last is over. */
  readonly span: number;
  /** The cycle that a step is in, counted from 0; past the end the last. */
  readonly at: (step: number) => number;
  /** The step at which a cycle begins. */
  readonly startOf: (cycle: number) => number;
  /** How many times as long as the first a cycle is. */
  readonly stretchOf: (cycle: number) => number;
}

/**
 * The boundaries are sums, never logarithms, which would miss some of them by a step: with `stretch` 3 the fifth restart
 * of a cycle of 2 steps is at 242, where ⌊log₃⌋ still says the fourth.
 */
export function cyclesOf(length: number, stretch: number = 1, times: number = Infinity): Cycles {
  // The first cycle is as long as it is said to be, to the bit.
  const startOf = (cycle: number) => (cycle <= 1 ? length * cycle : tidy(length * geometric(stretch, cycle)));
  // Steps come one after the other: most are in the cycle that was found last. The answer does not depend on it.
  let last = 0;
  let begin = 0;
  let end = startOf(1);

  const at = (step: number): number => {
    if (step >= begin && step < end) return last;
    // Bit by bit from the highest: the last cycle that has begun.
    last = 0;
    for (let bit = 2 ** 52; bit >= 1; bit /= 2)
      if (last + bit < times && startOf(last + bit) <= step) last += bit;
    begin = startOf(last);
    end = last + 1 < times ? startOf(last + 1) : Infinity;
    return last;
  };
  if (times === 1) end = Infinity;
  return {
    times,
    span: times === Infinity ? Infinity : startOf(times),
    at,
    startOf,
    stretchOf: (cycle) => stretch ** cycle,
  };
}

/** 1 + ratio + ratio² + … of `count` terms: sums and products alone, exact as long as the numbers are whole. */
function geometric(ratio: number, count: number): number {
  if (ratio === 1) return count;
  let sum = 0;
  let power = 1;
  for (let bit = 2 ** Math.floor(Math.log2(count || 1)); bit >= 1; bit /= 2) {
    sum *= 1 + power;
    power *= power;
    if (Math.floor(count / bit) % 2 === 1) {
      sum += power;
      power *= ratio;
    }
  }
  return sum;
}

/** A step that is a whole number of steps but for its last bits, as 1000 · (1 + 1.1 + 1.21) is, is that number. */
export function tidy(step: number): number {
  const whole = Math.round(step);
  return Math.abs(step - whole) <= Math.min(step * 2 ** -46, 2 ** -10) ? whole : step;
}
