import type { Cause } from './cause.ts';

/**
 * Says a cause in words.
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
  const { step } = cause;
  switch (cause.by) {
    case 'sequence':
      return `part ${cause.part + 1} of ${cause.parts} begins at step ${step}${at(cause)}`;
    case 'restarts':
      return `cycle ${cause.cycle + 1} begins at step ${step}${at(cause)}`;
    case 'until':
      return `the phase ended at step ${step}: ${eventOf(cause)}`;
    case 'reduceOnPlateau':
      return `reduced ${fromTo(cause)}: ${stalled(cause)}`;
    case 'greedy':
      return cause.good > 0
        ? `raised ${fromTo(cause)}: ${readings(cause.good)} in a row ${cause.good === 1 ? 'was a gain' : 'were gains'} on ${cause.monitor}, now ${bestOf(cause)}`
        : `reduced ${fromTo(cause)}: ${stalled(cause)}`;
    case 'live': {
      const { act, from, to } = cause;
      const said = `from ${rateOf(from)} to ${rateOf(to)} at step ${step}`;
      if (act === 'swap') return `${cause.schedule} took over ('${cause.splice}'), ${said}`;
      return act === 'override' ? `set by hand ${said}` : `released ${said}`;
    }
    case 'backOff': {
      const { monitor, reading, average, spike, cuts, budget, exhausted, recover, best } = cause;
      const why = Number.isFinite(reading)
        ? `${monitor} ${figure(reading)} is a spike, ${overAverage(spike, average ?? 0)}`
        : // JSON has no number for it, and leaves null.
          `${monitor} is ${reading ?? 'not finite'}`;
      const then = exhausted
        ? `cut ${cuts} of ${budget}, so the budget is exhausted and the rate stays there`
        : `cut ${cuts} of ${budget}, back up in ${recover} steps`;
      const advice = best === null ? '' : `; the best average to roll back to was ${bestOf(cause)}`;
      return `cut ${fromTo(cause)}: ${why}; ${then}${advice}`;
    }
  }
}

/** Where it is, if it is not the whole: there may be several. */
function at({ path }: Cause): string {
  return path === '$' ? '' : ` (in ${path})`;
}

type Of<By extends Cause['by']> = Extract<Cause, { by: By }>;

function eventOf(cause: Of<'until'>): string {
  switch (cause.on) {
    case 'below':
    case 'above':
      return `${cause.monitor} ${figure(cause.reading)} is ${cause.on} ${figure(cause.limit)}`;
    case 'plateau':
      return stalled(cause);
    case 'function':
      return 'its function said so';
  }
}

function overAverage(spike: number, average: number): string {
  return average < 0
    ? `over the average ${figure(average)} by more than ${figure(spike - 1)} times its size`
    : `over ${figure(spike)} × the average ${figure(average)}`;
}

/** Why a metric is no better. */
function stalled(cause: Of<'reduceOnPlateau'> | Of<'greedy'> | (Of<'until'> & { on: 'plateau' })): string {
  const { monitor, best, bad, threshold, thresholdMode } = cause;
  const over =
    best === null
      ? `no finite ${monitor} yet`
      : `no gain > ${figure(threshold)} (${thresholdMode}) over ${monitor} ${bestOf(cause)}`;
  return `${over} in ${readings(bad)}`;
}

function bestOf({ best, bestAt }: { readonly best: number | null; readonly bestAt: number | null }): string {
  return `${figure(best ?? Number.NaN)}${bestAt === null ? '' : ` (step ${bestAt})`}`;
}

function fromTo({ from, to, step }: Of<'greedy' | 'backOff' | 'reduceOnPlateau'>): string {
  return `from ${figure(from)} to ${figure(to)} at step ${step}`;
}

function readings(count: number): string {
  return `${count} ${count === 1 ? 'reading' : 'readings'}`;
}

/** A rate, or those of the groups. */
function rateOf(rate: Of<'live'>['from']): string {
  if (typeof rate === 'number') return figure(rate);
  const rates = Object.entries(rate).map(([group, value]) => `${group}: ${figure(value)}`);
  return `{ ${rates.join(', ')} }`;
}

/** A number as people write it: four digits, and small ones as powers of ten. */
function figure(value: number): string {
  const short = Number(value.toPrecision(4));
  return short !== 0 && Math.abs(short) < 1e-3 ? short.toExponential() : String(short);
}
