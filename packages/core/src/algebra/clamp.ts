import * as check from '../check.ts';
import type { Curve, MonitorsOf, Part, Schedule } from '../schedule.ts';
import { around } from './around.ts';
import { aPart } from './part.ts';

export interface ClampOptions {
  /** No rate is lower. Default: none. */
  readonly min?: number;
  /** No rate is higher, at least `min`. Default: none. */
  readonly max?: number;
}

/**
 * Keeps every rate of a schedule between two bounds.
 *
 *     rate(t) = min(max(a(t), min), max)
 *
 * @throws TypeError when `a` is no schedule or an option is unknown; RangeError when neither bound is given, one is not
 * finite, or `max` lies below `min`.
 *
 * @example
 * ```ts
 * import { clamp, exponentialDecay } from '@anneal/core';
 *
 * const schedule = clamp(exponentialDecay({ initial: 0.1, factor: 0.5 }), { min: 0.01 });
 * [schedule.at(2), schedule.at(20)]; // => [0.025, 0.01]
 * ```
 */
export function clamp(a: Curve, options: ClampOptions): Curve;
export function clamp<S extends Part>(a: S, options: ClampOptions): Schedule<MonitorsOf<S>>;
export function clamp(a: Part, options: ClampOptions): Schedule<string> {
  aPart('clamp', 'its first argument', a);
  check.options('clamp', options, { min: check.optional(check.finite), max: check.optional(check.finite) });
  const { min, max } = options;
  if (min === undefined && max === undefined) check.refuse('clamp', 'min or max', 'given', undefined);
  if ((min as number) > (max as number)) check.refuse('clamp', 'max', `at least min, ${min}`, max);
  const to = (rate: number): number =>
    min !== undefined && rate < min ? min : max !== undefined && rate > max ? max : rate;
  return around(
    'clamp',
    a,
    { ...options },
    ({ at, span }) => ({ at: (step) => to(at(step)), span }),
    (machinery, part) => machinery.mapped('clamp', part, to),
  );
}
