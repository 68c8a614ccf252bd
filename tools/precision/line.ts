import * as core from '@anneal/core';
import { deviation, type Maker } from './deviation.ts';
import { nameOf, type Row } from './row.ts';
import { type Line, roundedUp } from './table.ts';

/** Measures a row with the curve that `@anneal/core` exports, or says why it cannot. */
export function line(row: Row, count: number, exported: object = core): Line {
  const name = nameOf(row);
  const make = (exported as Record<string, unknown>)[row.curve];
  if (typeof make !== 'function') return { name, found: { absent: 'not there' } };
  try {
    const found = deviation(row, make as Maker, count);
    return { name, found, bound: row.promised ?? roundedUp(found.ours.worst) };
  } catch (error) {
    // One curve that refuses its options is a line of the table, not the end of it.
    return { name, found: { absent: error instanceof Error ? error.message : String(error) } };
  }
}
