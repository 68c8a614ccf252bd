import { type Column, columnsOf, isMissing } from './cells.ts';
import type { FileRead } from './csv.ts';

/** What a table may have. */
export const tableLimits = { classes: [2, 6], features: [2, 8], rows: 20, columns: 200 } as const;

export interface TableWish {
  readonly name: string;
  readonly decimalComma: boolean;
  readonly target: string | undefined;
}

/** Makes a table of the lines of a file. Rows in which something is missing, or no number, are left out and counted. */
export function tableOf(lines: readonly (readonly string[])[], wish: TableWish): FileRead {
  const width = lines.reduce((most, line) => Math.max(most, line.length), 0);
  if (width > tableLimits.columns) {
    throw new Error(
      `The file has ${width} columns; ${tableLimits.columns} is the most that this page reads.`,
    );
  }
  const all = columnsOf(lines, wish.decimalComma);
  const columns = all.map(({ name }) => name);
  const target = wish.target === undefined ? guessed(all) : all.find(({ name }) => name === wish.target);
  if (target === undefined) throw new Error(`The file has no column ${wish.target}.`);
  const [, most] = tableLimits.classes;
  if (target.values.length > most) {
    throw new Error(
      `The column ${target.name} has ${target.values.length} different values; the page tells at most ${most} classes.`,
    );
  }
  const features = featuresOf(all, target);
  const rows = target.cells.flatMap((cell, row) =>
    isMissing(cell) || features.some(({ numbers }) => Number.isNaN(numbers[row])) ? [] : [row],
  );
  const classes = [...new Set(rows.map((row) => (target.cells[row] as string).trim()))].sort();
  if (rows.length < tableLimits.rows) {
    throw new Error(
      `Only ${rows.length} of ${target.cells.length} rows have all their values; ${tableLimits.rows} is the least to learn from.`,
    );
  }
  if (classes.length < 2) throw new Error(`The column ${target.name} has one value only: nothing to tell.`);
  return {
    columns,
    table: {
      name: wish.name,
      features: features.map(({ name }) => name),
      classes,
      inputs: Float32Array.from(rows.flatMap((row) => features.map(({ numbers }) => numbers[row] as number))),
      labels: Uint8Array.from(rows, (row) => classes.indexOf((target.cells[row] as string).trim())),
      dropped: target.cells.length - rows.length,
    },
  };
}

/** The column with the classes: the last one of words, else the last one, with few enough values. */
function guessed(columns: readonly Column[]): Column {
  const [least, most] = tableLimits.classes;
  const fit = columns.filter(({ values }) => values.length >= least && values.length <= most);
  const guess = fit.findLast(({ isNumeric }) => !isNumeric) ?? fit.at(-1);
  if (guess === undefined) {
    throw new Error(
      `No column has ${least} to ${most} different values, which would be the classes to tell.`,
    );
  }
  return guess;
}

/** The columns to learn from: the first eight of numbers. What is the same in all rows, or merely counts them, tells nothing. */
function featuresOf(columns: readonly Column[], target: Column): readonly Column[] {
  const [least, most] = tableLimits.features;
  const useful = columns.filter(
    (column) => column !== target && column.isNumeric && column.values.length > 1 && !isCount(column.numbers),
  );
  if (useful.length < least) {
    const found = useful.length === 0 ? 'no column' : 'only one column';
    throw new Error(`The file has ${found} of numbers to learn from; it takes ${least} at least.`);
  }
  return useful.slice(0, most);
}

const isCount = (numbers: readonly number[]): boolean =>
  numbers.length > 2 &&
  numbers.every((value, row) => row === 0 || value === (numbers[row - 1] as number) + 1);
