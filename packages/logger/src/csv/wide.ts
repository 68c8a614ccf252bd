import { report } from '../report.ts';
import { shown } from '../shown.ts';
import { cell, textOf } from './cell.ts';
import { columnsOf, type Form, type Lines } from './form.ts';
import { now } from './now.ts';
import { NoFileOfOurs, past } from './past.ts';
import { headerLine, ready } from './ready.ts';
import { widen } from './widen.ts';

/** The step comes first, because spreadsheets draw the others over the first column. */
export const WIDE: readonly string[] = ['step', 'attempt', 'time'];

/** One record for each row; a column that is new gets a place at the end. */
export function wide(path: string, escapeFormulas: boolean): Form {
  const before = past(path, WIDE);
  const attempt = before.attempt + 1;
  const places = new Places(before.header ?? WIDE, escapeFormulas);
  let begun = before.header !== undefined;
  return {
    ...(begun && { begin: () => ready(path, before, places.header) }),
    lines(row): Lines {
      const columns = columnsOf(row);
      const fresh = columns.map(([name]) => name).filter((name) => !places.has(name));
      // What cannot be said must not leave a column behind.
      const cells = columns.map(([, value]) => cell(value, escapeFormulas));
      const first = !begun;
      begun = true;
      for (const name of fresh) places.add(name);
      const text = places.record(row, attempt, columns, cells, escapeFormulas);
      if (!first && fresh.length === 0) return { text };
      const header = [...places.header];
      return {
        text,
        begin: first
          ? () => ready(path, before, header)
          : () => {
              widen(path, headerLine(header), fresh.length);
              return '';
            },
      };
    },
  };
}

/** One record for each row, with the columns that were declared; others are left out, and named once. */
export function declared(
  path: string,
  escapeFormulas: boolean,
  names: readonly string[],
  sink: string,
): Form {
  const before = past(path, WIDE);
  const attempt = before.attempt + 1;
  const places = new Places(WIDE, escapeFormulas);
  for (const name of names) places.add(name);
  const [had, wanted] = [before.header, places.header].map(
    (header) => header && headerLine(header).trimEnd(),
  );
  if (had !== undefined && had !== wanted) {
    throw new NoFileOfOurs(
      `the file has other columns: ${had}, and not ${wanted}; declare those, or name another file`,
    );
  }
  let told = false;
  return {
    begin: () => ready(path, before, places.header),
    lines(row): Lines {
      const columns = columnsOf(row);
      const known = columns.filter(([name]) => places.has(name));
      const cells = known.map(([, value]) => cell(value, escapeFormulas));
      if (known.length < columns.length && !told) {
        told = true;
        const other = columns.map(([name]) => name).filter((name) => !places.has(name));
        report(
          `${sink}: what is not declared is left out, as ${other.slice(0, 5).map(shown).join(', ')} is; ` +
            `the columns are ${names.map(shown).join(', ')}`,
        );
      }
      return { text: places.record(row, attempt, known, cells, escapeFormulas) };
    },
  };
}

/** Which column stands where. */
class Places {
  readonly header: string[];
  readonly #escapeFormulas: boolean;
  readonly #places: Map<string, number>;

  constructor(header: readonly string[], escapeFormulas: boolean) {
    this.header = [...header];
    this.#escapeFormulas = escapeFormulas;
    this.#places = new Map(header.map((name, place) => [name, place]));
  }

  has(name: string): boolean {
    return this.#places.has(this.#named(name));
  }

  add(name: string): void {
    this.#places.set(this.#named(name), this.header.length);
    this.header.push(this.#named(name));
  }

  record(
    row: { readonly step?: unknown },
    attempt: number,
    columns: readonly [string, unknown][],
    cells: readonly string[],
    escapeFormulas: boolean,
  ): string {
    const record: string[] = Array(this.header.length).fill('');
    record[0] = cell(row.step, escapeFormulas);
    record[1] = String(attempt);
    record[2] = now();
    for (const [index, [name]] of columns.entries()) {
      record[this.#places.get(this.#named(name)) as number] = cells[index] as string;
    }
    return `${record.join(',')}\n`;
  }

  /** Its name in the header: `attempt` and `time` are taken there, and a row's own must not be lost. */
  #named(name: string): string {
    return textOf(/^(?:row\.)*(?:attempt|time)$/.test(name) ? `row.${name}` : name, this.#escapeFormulas);
  }
}
