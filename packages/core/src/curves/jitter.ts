import { aCurve } from '../algebra/part.ts';
import { written } from '../algebra/written.ts';
import * as check from '../check.ts';
import { type Curve, openLoop } from '../schedule.ts';

export interface JitterOptions {
  /** How far the rate may be off, as a share of it, from 0 to 1. */
  readonly amount: number;
  /** Which noise it is, a whole number: the same seed gives the same rates. */
  readonly seed: number;
}

/**
 * Adds noise to a curve: each step's rate is off by a random share of it, and always by the same.
 *
 *     rate(t) = a(t) · (1 + amount · u),   u uniform in [−1, 1), from (seed, ⌊t⌋)
 *
 * The noise has no state: it is a function of the step, so that a resumed run goes on with it.
 *
 * @throws TypeError when `a` is no curve or an option is unknown, RangeError when one is missing or out of its range.
 *
 * @example
 * ```ts
 * import { constant, jitter } from '@anneal/core';
 *
 * const noisy = jitter(constant(0.1), { amount: 0.05, seed: 7 });
 * noisy.at(3) === noisy.at(3.5); // => true
 * ```
 *
 * @see timm, `lr_noise` — https://timm.fast.ai/SGDR
 */
export function jitter(a: Curve, options: JitterOptions): Curve {
  aCurve('jitter', 'its first argument', a);
  check.options('jitter', options, { amount: check.within(0, 1), seed: check.wholeNumber });
  const { at, span } = a;
  const copy = { ...options };
  const { amount, seed } = copy;
  const noisy = (step: number) => {
    const t = Math.min(step, span);
    return at(t) * (1 + amount * uniform(seed, Math.floor(t)));
  };
  return openLoop(
    'jitter',
    noisy,
    span,
    {},
    written('jitter', () => ({ part: a, ...copy })),
  );
}

/** A number in [−1, 1) that two whole numbers always lead to: 53 bits, mixed twice over as MurmurHash3 does. */
function uniform(seed: number, step: number): number {
  return (
    ((hash(0x9e3779b9, seed, step) >>> 5) * 2 ** 26 + (hash(0x7f4a7c15, seed, step) >>> 6)) / 2 ** 52 - 1
  );
}

/** 32 bits of both numbers. Two of them with different salts, since one alone would give all seeds the same noise, in another order. */
function hash(salt: number, ...numbers: readonly number[]): number {
  let state = salt;
  for (const word of numbers.flatMap((number) => [number, Math.floor(number / 2 ** 32)])) {
    state = Math.imul(state ^ word, 0x85ebca6b);
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
    state ^= state >>> 16;
  }
  return state;
}
