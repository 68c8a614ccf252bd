import { join } from 'node:path';
import { csv } from '@anneal/logger/csv';
import { jsonl } from '@anneal/logger/jsonl';
import { tensorboard } from '@anneal/logger/tensorboard';
import type { Case } from '../case.ts';
import { logged, rowCount, stringified } from '../log-rows.ts';

// The goal is 2 µs a row, where JSON.stringify takes half of one.
export default {
  name: 'a row into JSONL, CSV and TensorBoard, against JSON.stringify alone',
  rates: rowCount,
  base: stringified,
  ours: logged((folder) => [
    jsonl(join(folder, 'run.jsonl')),
    csv(join(folder, 'run.csv')),
    tensorboard(join(folder, 'board')),
  ]),
  goals: { fresh: { goal: 4, gate: 8 }, mixed: { goal: 4, gate: 8 } },
} satisfies Case;
