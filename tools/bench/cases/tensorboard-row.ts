import { RowRecords } from '../../../packages/logger/src/tensorboard/row-records.ts';
import type { Case } from '../case.ts';
import { trainingRows } from '../training-rows.ts';

const rows = trainingRows(4096);

export default {
  name: 'a row as a TensorBoard record, against JSON.stringify',
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
    const records = new RowRecords();
    return () => {
      // As when the clock has moved on since the last batch.
      const now = Date.now() / 1000;
      for (const row of rows) {
        records.addRow(row, row.step, now);
        store(row.rate);
        if (records.length >= 64 * 1024) records.clear();
      }
    };
  },
  goals: { fresh: { goal: 0.15, gate: 0.2 }, mixed: { goal: 0.15, gate: 0.2 } },
} satisfies Case;
