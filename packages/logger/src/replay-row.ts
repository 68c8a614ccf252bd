import type { Replayed } from './replay.ts';
import type { Ran } from './replay-answer.ts';
import type { Row } from './row.ts';

/** What the schedule said that the run was made with. */
const SAID = /^(?:rate(?:\..*)?|causes|state)$/s;
const WAS = /^was(?:\..*)?$/s;

/** A row as training reported it. */
export function reportOf(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([column]) => !SAID.test(column)));
}

/** A row as it would have been. */
export function rowOf(row: Row, { rate, causes }: Ran): Replayed {
  const entries = Object.entries(row);
  const index = entries.filter(([column]) => column === 'step' || column === 'epoch');
  const was = entries
    .filter(([column]) => /^rate(?:\.|$)/.test(column))
    .map(([column, value]) => [column.replace('rate', 'was'), value]);
  // What a replay before this one has put there is the past of another run.
  const rest = entries.filter(
    ([column]) => column !== 'step' && column !== 'epoch' && !SAID.test(column) && !WAS.test(column),
  );
  return {
    ...Object.fromEntries(index),
    ...(typeof rate === 'number' ? { rate } : grouped(rate)),
    ...Object.fromEntries(was),
    ...(causes.length === 0 ? {} : { causes }),
    ...Object.fromEntries(rest),
  };
}

function grouped(rates: Readonly<Record<string, number>>): object {
  return Object.fromEntries(Object.entries(rates).map(([group, rate]) => [`rate.${group}`, rate]));
}
