import * as check from '../check.ts';
import { type Curve, openLoop } from '../schedule.ts';
import { aCurve } from './part.ts';
import { written } from './written.ts';

/**
 * Runs a curve on another clock.
 *
 *     rate(t) = a(clock(min(t, span)))
 *
 * @param a a curve; what reads metrics cannot be told a time that is not its own.
 * @param clock the step of `a` at step `t`; pure. A function cannot be written as JSON: `staircase`, `perEpoch` and
 * `restarts` are clocks that can.
 * @param span how many steps it lasts, a positive number; past it the rate holds. Default `Infinity`.
 * @throws TypeError when `a` is no curve or `clock` no function, RangeError when `span` is not a positive number or the
 * clock says what is no number.
 *
 * @example
 * ```ts
 * import { cosineAnnealing, warp } from '@anneal/core';
 *
 * // A cosine that stays high for longer: its clock starts slowly.
 * const late = warp(cosineAnnealing({ from: 0.1, over: 100 }), (t) => t ** 2 / 100, 100);
 * late.at(50); // => 0.08535533905932738
 * ```
 */
export function warp(a: Curve, clock: (step: number) => number, span: number = Infinity): Curve {
  aCurve('warp', 'its first argument', a);
  check.aFunction('warp', 'clock', clock);
  check.endless('warp', 'span', span);
  const { at } = a;
  const told = (step: number): number => {
    const t = clock(step);
    if (typeof t !== 'number' || Number.isNaN(t)) check.refuse('warp', `clock(${step})`, 'a number', t);
    return t;
  };
  const holds = (): never => {
    throw new TypeError(
      'warp: its clock is a function, which cannot be written as JSON; make the whole a schedule with a name: ' +
        'curve(warped.at, { span, name, options })',
    );
  };
  return openLoop('warp', (step) => at(told(Math.min(step, span))), span, {}, written('warp', holds));
}
