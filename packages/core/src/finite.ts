import { shown } from './shown.ts';

/** Passes a rate on if it, or each rate of a record, is finite. */
export function finite<Rate>(rate: Rate, by: string, step: number): Rate {
  if (isRate(rate)) return rate;
  const bad = isRecord(rate) ? Object.entries(rate).find(([, value]) => !Number.isFinite(value)) : undefined;
  const [name, value] = bad ?? ['', rate];
  throw new RangeError(
    `${by}: the rate${name && ` ${name}`} of step ${step} must be a finite number, got ${shown(value)}`,
  );
}

/** Whether it is a finite number, or a record of them. */
export function isRate(rate: unknown): boolean {
  if (!isRecord(rate)) return Number.isFinite(rate);
  const values = Object.values(rate);
  return values.length > 0 && values.every((value) => Number.isFinite(value));
}

function isRecord(rate: unknown): rate is object {
  return typeof rate === 'object' && rate !== null && !Array.isArray(rate);
}
