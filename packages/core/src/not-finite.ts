/**
 * A reading as a memory keeps it. JSON has no numbers for what is not finite, and the obvious words for it are read back
 * as numbers by loggers: so it has others.
 */
export type Kept = number | 'nan' | 'inf' | '-inf';

export function kept(reading: number): Kept {
  if (Number.isFinite(reading)) return reading;
  return Number.isNaN(reading) ? 'nan' : reading > 0 ? 'inf' : '-inf';
}

/** The reading that was kept. */
export function readingOf(value: Kept): number {
  if (typeof value === 'number') return value;
  return value === 'nan' ? Number.NaN : value === 'inf' ? Infinity : -Infinity;
}

/** Whether a value that was read from outside is a reading as it is kept. */
export function isKept(value: unknown): value is Kept {
  return Number.isFinite(value) || ['nan', 'inf', '-inf'].includes(value as string);
}
