/** What people write where nothing was measured. */
const missing = new Set(['', '-', '.', '?', 'na', 'n/a', 'nan', 'null', 'none', 'undefined']);

export const isMissing = (cell: string): boolean => missing.has(cell.trim().toLowerCase());

/** The number in a cell; NaN where there is none. */
export function numberIn(cell: string, decimalComma: boolean): number {
  const text = cell.trim();
  if (text === '') return Number.NaN;
  const value = Number(decimalComma ? text.replace(',', '.') : text);
  // What is no longer finite in the engine's numbers is none, either.
  return Number.isFinite(Math.fround(value)) ? value : Number.NaN;
}

/** Named columns of a file: its first line gives the names, unless a number stands in it. */
export function columnsOf(lines: readonly (readonly string[])[], decimalComma: boolean): Column[] {
  const width = lines.reduce((most, line) => Math.max(most, line.length), 0);
  const first = lines[0] as readonly string[];
  const isNamed = lines.length > 1 && first.every((cell) => Number.isNaN(numberIn(cell, decimalComma)));
  const taken = new Set<string>();
  return Array.from({ length: width }, (_, place) => {
    const wanted = (isNamed && first[place]?.trim()) || `column ${place + 1}`;
    let name = wanted;
    for (let again = 2; taken.has(name); again++) name = `${wanted} ${again}`;
    taken.add(name);
    const cells = lines.slice(isNamed ? 1 : 0).map((line) => line[place] ?? '');
    return columnOf(name, cells, decimalComma);
  });
}

/** A column of a file. */
export interface Column {
  readonly name: string;
  readonly cells: readonly string[];
  /** Its cells as numbers; NaN where one is none. */
  readonly numbers: readonly number[];
  /** Whether nearly all that stands in it is numbers. */
  readonly isNumeric: boolean;
  /** The different values in it, in the order in which they come. */
  readonly values: readonly string[];
}

function columnOf(name: string, cells: readonly string[], decimalComma: boolean): Column {
  const numbers = cells.map((cell) => numberIn(cell, decimalComma));
  const there = cells.filter((cell) => !isMissing(cell));
  const good = numbers.filter((value) => !Number.isNaN(value)).length;
  return {
    name,
    cells,
    numbers,
    isNumeric: good > 0 && good >= 0.9 * there.length,
    values: [...new Set(there.map((cell) => cell.trim()))],
  };
}
