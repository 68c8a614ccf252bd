import { count, figure } from '../words.ts';
import { happenings } from './events.ts';
import type { Shown } from './shown.ts';

type Name = (lane: number) => string;

/** The loss chart in words. */
export function lossInWords({ record, visible }: Shown, name: Name): string {
  if (record.finished === 0) return 'No step has run yet, so there is no loss to tell of.';
  const told = visible.map((lane) => `${name(lane)}: ${course(record.lanes.get(lane)?.smoothed)}`);
  return `Smoothed losses. ${told.join(' ')}`;
}

/** The rate chart in words. */
export function rateInWords({ record, visible, plans }: Shown, name: Name): string {
  const told = visible.map((lane) => {
    const plan = plans.get(lane);
    const planned = plan === undefined ? '' : `plans ${course(Float64Array.from(plan.rates))}`;
    const ran = record.finished === 0 ? '' : ` It ran ${course(record.lanes.get(lane)?.rates)}`;
    const acts = happenings(record).filter((one) => one.lane === lane).length;
    const acted = acts === 0 ? '' : ` ${acts === 1 ? 'One event is' : `${acts} events are`} in the log.`;
    return `${name(lane)} ${planned}${ran}${acted}`;
  });
  return told.join(' ');
}

/** The first, the newest, the lowest and the highest of some values. */
function course(values: Float64Array | undefined): string {
  if (values === undefined) return 'nothing yet.';
  let [first, last, low, high] = [-1, -1, -1, -1];
  for (const [step, value] of values.entries()) {
    if (!Number.isFinite(value)) continue;
    if (first < 0) [first, low, high] = [step, step, step];
    last = step;
    if (value < (values[low] as number)) low = step;
    if (value > (values[high] as number)) high = step;
  }
  if (first < 0) return 'nothing yet.';
  const at = (step: number) => `${figure(values[step])} at step ${count(step)}`;
  return `from ${at(first)} to ${at(last)}, lowest ${at(low)}, highest ${at(high)}.`;
}
