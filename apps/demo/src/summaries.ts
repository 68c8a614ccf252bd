import type { Forecast } from './forecast.ts';
import type { History } from './history.ts';
import { count, figure } from './words.ts';

/** The loss chart in words. */
export function lossInWords({ finished, smoothed, heldOut }: History): string {
  if (finished === 0) return 'No step has run yet, so there is no loss to tell of.';
  return [course('Smoothed loss', smoothed), course('Held-out loss', heldOut)].filter(Boolean).join(' ');
}

/** The rate chart in words. */
export function rateInWords({ finished, rates, acts }: History, plan: Forecast): string {
  const planned = `${course('Planned', plan.rates, 'last')}${plan.certain ? '' : ' That is if it never acts.'}`;
  if (finished === 0) return planned;
  const [first, last] = [acts[0], acts.at(-1)];
  const acted =
    first === undefined || last === undefined
      ? 'It has not acted.'
      : acts.length === 1
        ? `It acted once, at step ${count(first.step)}.`
        : `It acted ${acts.length} times, first at step ${count(first.step)}, last at step ${count(last.step)}.`;
  return `${planned} ${course('In force', rates)} ${acted}`;
}

/** The first, the newest, the lowest and the highest of some values; those that are not known are left out. */
function course(name: string, values: readonly (number | null)[], newest = 'now'): string {
  const known = values.flatMap((value, step) => (value === null ? [] : [{ value, step }]));
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return '';
  const low = known.reduce((best, one) => (one.value < best.value ? one : best));
  const high = known.reduce((best, one) => (one.value > best.value ? one : best));
  const at = ({ value, step }: typeof first) => `${figure(value)} at step ${count(step)}`;
  return `${name}: first ${figure(first.value)}, ${newest} ${at(last)}, lowest ${at(low)}, highest ${at(high)}.`;
}
