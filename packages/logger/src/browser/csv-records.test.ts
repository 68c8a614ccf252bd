import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { from } from 'rxjs';
import { expect, it } from 'vitest';
import { csv } from '../csv/csv.ts';
import { toLine } from '../json-line.ts';
import { log } from '../log.ts';
import { hardRows } from '../testing/rows.ts';
import { csvRecords, HEADER } from './csv-records.ts';

it('are those that csv writes, but for their time', () => {
  const folder = mkdtempSync(join(tmpdir(), 'records-'));
  const file = join(folder, 'run.csv');
  from([...hardRows(), { step: 9 }])
    .pipe(log(csv(file)))
    .subscribe();
  const written = readFileSync(file, 'utf8');
  rmSync(folder, { recursive: true });
  const time = '2026-03-01T09:00:00.000Z';
  const records = csvRecords([...hardRows(), { step: 9 }].map(toLine), 1, Date.parse(time));
  expect(HEADER + records).toBe(written.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, time));
});
