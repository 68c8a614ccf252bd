import * as check from '../check.ts';
import { type Curve, openLoop } from '../schedule.ts';
import { cyclesOf } from './cycles.ts';
import { linear } from './linear.ts';

export interface CyclicOptions {
  /** The rate at which each cycle begins and ends. */
  readonly low: number;
  /** The rate at the top of the first cycle. Below `low` the cycle is upside down, as for a momentum. */
  readonly high: number;
  /** How many steps the way up takes, a positive number. */
  readonly up: number;
  /** How many steps the way down takes, a positive number. Default `up`. */
  readonly down?: number;
  /** Whether cycles stay as high (`'triangular'`), halve (`'triangular2'`) or shrink by `factor` at every step (`'exponential'`). Default `'triangular'`. */
  readonly mode?: 'triangular' | 'triangular2' | 'exponential';
  /** What the height is multiplied by at each step with `'exponential'`, above 0 and at most 1. Default 1. */
  readonly factor?: number;
}

/**
 * Climbs and falls in straight lines, again and again.
 *
 *     rate(t) = low + (high − low) · scale · triangle(t),   triangle: 0 → 1 in `up` steps, 1 → 0 in `down`
 *     scale = 1 ('triangular'), 2^−cycle ('triangular2'), factor^t ('exponential')
 *
 * `'triangular'` is `restarts(sequence(linear({ from: low, to: high, over: up }), linear({ from: high, to: low, over: down })))`.
 *
 * @throws TypeError when an option is unknown, RangeError when one is missing or out of its range.
 *
 * @example
 * ```ts
 * import { cyclic } from '@anneal/core';
 *
 * const schedule = cyclic({ low: 0, high: 0.4, up: 10, mode: 'triangular2' });
 * [schedule.at(5), schedule.at(10), schedule.at(20), schedule.at(30)]; // => [0.2, 0.4, 0, 0.2]
 * ```
 *
 * @see Smith, "Cyclical Learning Rates for Training Neural Networks", 2017 — https://arxiv.org/abs/1506.01186
 */
export function cyclic(options: CyclicOptions): Curve {
  check.options('cyclic', options, {
    low: check.finite,
    high: check.finite,
    up: check.positive,
    down: check.optional(check.positive),
    mode: check.optional(check.oneOf('triangular', 'triangular2', 'exponential')),
    factor: check.optional(check.decayFactor),
  });
  const { low, high, up, down = up, mode = 'triangular', factor = 1 } = options;
  const height = high - low;
  const cycles = cyclesOf(up + down);
  const triangle = (from: number, to: number) => {
    const climb = linear({ from, to, over: up });
    const fall = linear({ from: to, to: from, over: down });
    return (local: number) => (local < up ? climb.at(local) : fall.at(local - up));
  };
  const [level, above] = [triangle(low, high), triangle(0, height)];
  const at = (t: number): number => {
    const cycle = cycles.at(t);
    const local = t - cycles.startOf(cycle);
    const scale =
      mode === 'exponential' ? factor ** Math.max(t, 0) : mode === 'triangular2' ? 0.5 ** cycle : 1;
    return scale === 1 ? level(local) : low + scale * above(local);
  };
  return openLoop('cyclic', at, Infinity, { ...options });
}
