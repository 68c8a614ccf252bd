import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { log, type Sink } from '@anneal/logger';
import { Subject } from 'rxjs';
import type { Side } from './case.ts';
import { type TrainingRow, trainingRows } from './training-rows.ts';

export const rowCount: number = 20_000;

const rows = trainingRows(rowCount);

/** The same rows as JSON, each by itself, in a loop: no logger can do less. */
export const stringified: Side = (store) => {
  let characters = 0;
  return () => {
    for (const row of rows) {
      characters += JSON.stringify(row).length;
      store(row.rate);
    }
    if (characters === 0) throw new Error('nothing was written');
  };
};

/** A run of these rows through `log`, in a loop that never yields, its files opened and closed included. */
export const logged =
  (sinks: (folder: string) => readonly Sink[]): Side =>
  (store) => {
    const root = mkdtempSync(join(tmpdir(), 'anneal-bench-log-'));
    process.once('exit', () => rmSync(root, { recursive: true, force: true }));
    return () => {
      const folder = mkdtempSync(join(root, 'run-'));
      const stream = new Subject<TrainingRow>();
      stream.pipe(log(...sinks(folder))).subscribe(({ rate }) => store(rate));
      for (const row of rows) stream.next(row);
      stream.complete();
      rmSync(folder, { recursive: true });
    };
  };
