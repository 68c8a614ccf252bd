/** What a schedule may say of an act of its own. */
export type Cause = SequenceCause | RestartsCause | ReduceOnPlateauCause;

/** A sequence has gone over to its next part. */
export interface SequenceCause {
  readonly by: 'sequence';
  /** Where in the composition: `$` is the whole, `$.parts[1]` its second part. */
  readonly path: string;
  /** The step from which it holds. */
  readonly step: number;
  /** The part that runs from here, counted from 0. */
  readonly part: number;
  /** How many parts there are. */
  readonly parts: number;
}

/** A schedule that restarts has begun anew. */
export interface RestartsCause {
  readonly by: 'restarts';
  /** Where in the composition: `$` is the whole, `$.parts[1]` its second part. */
  readonly path: string;
  /** The step from which it holds. */
  readonly step: number;
  /** The cycle that runs from here, counted from 0. */
  readonly cycle: number;
}

/** A plateau has cut the rate. */
export interface ReduceOnPlateauCause {
  readonly by: 'reduceOnPlateau';
  /** Where in the composition: `$` is the whole, `$.parts[1]` its second part. */
  readonly path: string;
  /** The step from which it holds. */
  readonly step: number;
  /** The metric that it reads. */
  readonly monitor: string;
  readonly mode: 'min' | 'max';
  /** The best reading so far, smoothed if `smoothing` is on; `null` while none was finite. */
  readonly best: number | null;
  /** The step whose report brought it; `null` if that had no index. */
  readonly bestAt: number | null;
  /** How many readings in a row were no gain, the last one included. */
  readonly bad: number;
  readonly patience: number;
  readonly threshold: number;
  readonly thresholdMode: 'relative' | 'absolute';
  /** The schedule's own rate before and after. */
  readonly from: number;
  readonly to: number;
}

/**
 * Says in words what acted.
 *
 * @example
 * ```ts
 * import { decisions, describe, reduceOnPlateau } from '@anneal/core';
 * import { from } from 'rxjs';
 *
 * const said: string[] = [];
 * from([0.31, 0.4, 0.4, 0.4])
 *   .pipe(decisions(reduceOnPlateau({ initial: 0.1, factor: 0.5, patience: 2 })))
 *   .subscribe(({ causes }) => said.push(...causes.map(describe)));
 *
 * said; // => ['reduced from 0.1 to 0.05 at step 4: no gain > 1e-4 (relative) over loss 0.31 (step 0) in 3 readings']
 * ```
 */
export function describe(cause: Cause): string {
  switch (cause.by) {
    case 'sequence':
      return `part ${cause.part + 1} of ${cause.parts} begins at step ${cause.step}`;
    case 'restarts':
      return `cycle ${cause.cycle + 1} begins at step ${cause.step}`;
    case 'reduceOnPlateau': {
      const { monitor, best, bestAt, bad, threshold, thresholdMode, from, to, step } = cause;
      const gain = `no gain > ${figure(threshold)} (${thresholdMode})`;
      const over =
        best === null
          ? `no finite ${monitor} yet`
          : `${gain} over ${monitor} ${figure(best)}${bestAt === null ? '' : ` (step ${bestAt})`}`;
      return `reduced from ${figure(from)} to ${figure(to)} at step ${step}: ${over} in ${bad} ${bad === 1 ? 'reading' : 'readings'}`;
    }
  }
}

/** A number as people write it: four digits, and small ones as powers of ten. */
function figure(value: number): string {
  const short = Number(value.toPrecision(4));
  return short !== 0 && Math.abs(short) < 1e-3 ? short.toExponential() : String(short);
}
