import penguins from 'virtual:penguins';
import type { Penguins } from '../../../../tools/penguins.ts';
import type { Table } from '../race/messages.ts';
import type { Setup } from '../race/setup.ts';
import { drawn } from './drawn.ts';

/** Examples as they were measured: numbers to learn from, one row after the other, and the classes to tell. */
export type Raw = Omit<Table, 'name' | 'dropped'>;

/** The examples that a set-up asks for. A file's are given, since they never leave the machine. */
export function examplesOf({ data, seed }: Pick<Setup, 'data' | 'seed'>, table?: Table): Raw {
  switch (data.kind) {
    case 'csv':
      if (table === undefined)
        throw new Error('The race needs a CSV file: open it again, or pick other data.');
      return table;
    case 'penguins':
      return birds();
    default:
      return drawn(data.kind, data, seed);
  }
}

function birds(): Raw {
  const { features, species, rows }: Penguins = penguins;
  return {
    features,
    classes: species,
    inputs: Float32Array.from(rows.flatMap((row) => row.slice(0, features.length))),
    labels: Uint8Array.from(rows, (row) => row[features.length] as number),
  };
}
