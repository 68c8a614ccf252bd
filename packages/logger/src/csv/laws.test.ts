import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, it } from 'vitest';
import { stringify } from '../json-line.ts';
import type { Row } from '../row.ts';
import { type Kept, laws } from '../testing/index.ts';
import { type CsvOptions, csv } from './index.ts';

const made = (options: CsvOptions, rows: (records: Record<string, string>[]) => Row[]) => (): Kept => {
  const folder = mkdtempSync(join(tmpdir(), 'csv-laws-'));
  const file = join(folder, 'run.csv');
  return {
    sink: csv(file, options),
    // A wide file begins with its first row.
    read: () => (existsSync(file) ? rows(parse(readFileSync(file), { columns: true })) : []),
    dispose: () => rmSync(folder, { recursive: true }),
  };
};

/** A row as cells tell it: all are texts, and an empty one may be nothing. */
function told(row: Row): Row {
  const cells = Object.entries(row)
    .map(
      ([name, value]) =>
        [name, typeof value === 'object' && value !== null ? stringify(value) : value] as const,
    )
    .filter(([, value]) => value != null && value !== '')
    .map(([name, value]) => [name, name === 'step' ? value : String(value)]);
  return Object.fromEntries(cells);
}
const stepOf = (step: string): Row => (step === '' ? {} : { step: Number(step) });

/** Records that stand together under one step are a row. */
const fromLong = (records: Record<string, string>[]): Row[] => {
  const rows: Row[] = [];
  let last = '';
  for (const { attempt, step = '', column = '', value } of records) {
    if (last !== `${attempt} ${step}`) rows.push(stepOf(step));
    last = `${attempt} ${step}`;
    if (value !== '') Object.assign(rows.at(-1) as Row, { [column]: value });
  }
  return rows;
};
const fromWide = (records: Record<string, string>[]): Row[] =>
  records.map(({ step = '', attempt: _, time: __, ...cells }) => ({
    ...stepOf(step),
    ...Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== '')),
  }));

describe.each([
  ['long', made({}, fromLong)],
  ['wide', made({ wide: true }, fromWide)],
] as const)('%s', (_, make) => {
  it.each(laws(make, { kept: told }))('$name', ({ check }) => check());
});
