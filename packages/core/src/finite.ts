import { shown } from './shown.ts';

/** Passes a rate on if it, or each rate of a record, is finite. */
export function finite<Rate>(rate: Rate, by: string, step: number): Rate {
  const isRecord = typeof rate === 'object' && rate !== null;
  const bad = Object.entries(isRecord ? rate : { '': rate }).find(([, value]) => !Number.isFinite(value));
  if (bad === undefined) return rate;
  const [name, value] = bad;
  throw new RangeError(
    `${by}: the rate${name && ` ${name}`} of step ${step} must be a finite number, got ${shown(value)}`,
  );
}
