import * as check from '../check.ts';
import { cyclesOf } from '../curves/cycles.ts';
import { type Curve, inside, type MonitorsOf, type Part, type Schedule } from '../schedule.ts';
import { around } from './around.ts';
import { aPart } from './part.ts';

export interface RestartsOptions {
  /** How many times as long as the one before each cycle is, a positive number; below 1 only with `times`. Default 1. */
  readonly stretch?: number;
  /** How many times as high as the one before each cycle is, a positive number. Default 1. */
  readonly shrink?: number;
  /** How many cycles there are, a whole number from 1 up. Default `Infinity`. */
  readonly times?: number;
}

/**
 * Runs a finite schedule again and again: warm restarts of anything.
 *
 *     rate(t) = shrinkⁱ · a((t − startᵢ) / stretchⁱ)   in cycle i, which begins at startᵢ = span(a) · (1 + stretch + … + stretchⁱ⁻¹)
 *
 * Each cycle begins from the initial state of `a`, with no memory of the one before. The boundary step belongs to the
 * new cycle, and boundaries are exact at every multiplier. After the last cycle the rate holds.
 *
 * @param a any schedule with an end; `lasting(a, steps)` gives it one.
 * @throws TypeError when `a` is no schedule or an option is unknown; RangeError when `a` has no end or an option is out
 * of its range.
 *
 * @example
 * ```ts
 * import { linear, restarts } from '@anneal/core';
 *
 * const schedule = restarts(linear({ from: 1, to: 0, over: 10 }), { stretch: 2, shrink: 0.5 });
 * // Cycles begin at 0, 10, 30, 70 …
 * [schedule.at(5), schedule.at(10), schedule.at(20), schedule.at(30)]; // => [0.5, 0.5, 0.25, 0.25]
 * ```
 *
 * @see Loshchilov & Hutter, "SGDR", 2017 — https://arxiv.org/abs/1608.03983
 */
export function restarts(a: Curve, options?: RestartsOptions): Curve;
export function restarts<S extends Part>(a: S, options?: RestartsOptions): Schedule<MonitorsOf<S>>;
export function restarts(a: Part, options: RestartsOptions = {}): Schedule<string> {
  aPart('restarts', 'its first argument', a);
  check.options('restarts', options, {
    stretch: check.optional(check.positive),
    shrink: check.optional(check.positive),
    times: check.optional(check.times),
  });
  const { stretch = 1, shrink = 1, times = Infinity } = options;
  if (stretch < 1 && times === Infinity)
    check.refuse('restarts', 'stretch', 'at least 1 where times is Infinity', stretch);
  const length = a.span;
  if (length === Infinity) {
    throw new RangeError(
      `restarts: its first argument (${inside(a).name}) must have a finite span, got Infinity; ` +
        'give it one with lasting(part, steps)',
    );
  }
  const cycles = cyclesOf(length, stretch, times);
  const heightOf = (cycle: number) => shrink ** cycle;
  // JSON has no Infinity, which is the default.
  const data = times === Infinity ? { ...options, times: undefined } : { ...options };
  return around(
    'restarts',
    a,
    data,
    ({ at }) => ({
      at: (step) => {
        const cycle = cycles.at(step);
        const t = step >= cycles.span ? length : (step - cycles.startOf(cycle)) / cycles.stretchOf(cycle);
        return at(t) * heightOf(cycle);
      },
      span: cycles.span,
    }),
    (machinery, part) => machinery.restarts(part, cycles, heightOf),
    false,
  );
}
