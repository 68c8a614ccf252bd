import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tensorboard } from '../../../packages/logger/src/tensorboard/tensorboard.ts';
import type { Case } from '../case.ts';
import { trainingRows } from '../training-rows.ts';

const rows = trainingRows(32_768);

export default {
  name: 'a row into an event file, against JSON.stringify',
  rates: rows.length,
  base: (store) => {
    let length = 0;
    return () => {
      for (const row of rows) {
        length += JSON.stringify(row).length;
        store(row.rate);
      }
      if (length === 0) throw new Error('nothing was written');
    };
  },
  ours: (store) => {
    const folder = mkdtempSync(join(tmpdir(), 'anneal-bench-'));
    const sink = tensorboard(folder);
    sink.open?.({ id: 'bench', startedAt: new Date().toISOString() });
    const file = join(folder, readdirSync(folder)[0] as string);
    process.once('exit', () => rmSync(folder, { recursive: true }));
    return () => {
      // So that no pass finds a file of another length.
      truncateSync(file);
      for (const row of rows) {
        sink.write([row]);
        store(row.rate);
      }
    };
  },
  goals: { fresh: { goal: 0.35, gate: 0.5 }, mixed: { goal: 0.35, gate: 0.5 } },
} satisfies Case;
