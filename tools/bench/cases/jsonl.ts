import { join } from 'node:path';
import { jsonl } from '@anneal/logger/jsonl';
import type { Case } from '../case.ts';
import { logged, rowCount, stringified } from '../log-rows.ts';

export default {
  name: 'a row into a JSONL file, against JSON.stringify alone',
  rates: rowCount,
  base: stringified,
  ours: logged((folder) => [jsonl(join(folder, 'run.jsonl'))]),
  goals: { fresh: { goal: 1.25, gate: 2 }, mixed: { goal: 1.25, gate: 2 } },
} satisfies Case;
