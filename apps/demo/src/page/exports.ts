import { log, type Row, type Run, toLine } from '@anneal/logger';
import Papa from 'papaparse';
import { from } from 'rxjs';
import { type RaceRow, rowsOf } from './download.ts';
import type { RaceRecord } from './record.ts';

/** The race as the lines that the library's own log has: a header with the whole set-up, then one row a line. */
export function asJSONL(record: RaceRecord): string {
  const lines: string[] = [];
  const sink = {
    name: 'download',
    open({ id, startedAt, ...about }: Run) {
      lines.push(JSON.stringify({ anneal: 1, run: id, attempt: 1, startedAt, ...about }));
    },
    write(rows: readonly Row[]) {
      for (const row of rows) lines.push(toLine(row));
    },
  };
  // All of it is synchronous: when this returns, the lines are there.
  from(rowsOf(record))
    .pipe(log({ name: 'race', config: { setup: record.setup, acts: record.acts } }, sink))
    .subscribe();
  return `${lines.join('\n')}\n`;
}

const columns: readonly (keyof RaceRow)[] = [
  'step',
  'lane',
  'racer',
  'rate',
  'loss',
  'heldOutLoss',
  'heldOutAccuracy',
  'causes',
  'acts',
];

/** The same as a table. What acted stands in it as JSON. */
export function asCSV(record: RaceRecord): string {
  const rows = Array.from(rowsOf(record), (row) =>
    columns.map((column) => (typeof row[column] === 'object' ? JSON.stringify(row[column]) : row[column])),
  );
  // A name that begins like a formula must not be one in a spreadsheet.
  return Papa.unparse({ fields: [...columns], data: rows }, { escapeFormulae: /^[=+@]/ });
}
