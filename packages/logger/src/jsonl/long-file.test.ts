import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Subject } from 'rxjs';
import { afterAll, expect, it } from 'vitest';
import { log } from '../log.ts';
import { readRun } from '../read-run.ts';
import type { Row } from '../row.ts';
import { jsonl } from './jsonl.ts';

/** How many rows the long run writes (`pnpm check:long`); without it, as many as take no time. */
const ROWS = Number(process.env.ANNEAL_ROWS ?? 20_000);
const MIB = 2 ** 20;
/** What a run may hold in memory, however long it is. */
const BOUND = 32 * MIB;

const folder = mkdtempSync(join(tmpdir(), 'long-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;
function used(): number {
  gc();
  return process.memoryUsage().heapUsed;
}

const rowAt = (step: number): Row => ({
  step,
  rate: 0.1 / (1 + step),
  loss: Math.sin(step),
  accuracy: step / ROWS,
});

it.each([
  ['in one file', {}],
  ['in several', { rotate: Math.ceil(ROWS * 20) }],
])(
  `${ROWS} rows %s are written and read in memory that does not grow`,
  { timeout: 3_600_000 },
  async (_, options) => {
    const file = join(folder, 'run.jsonl');
    const before = used();
    let most = 0;
    // A tenth of the way is enough to see it grow.
    const look = (step: number): void => {
      if (step % Math.ceil(ROWS / 10) === 0) most = Math.max(most, used() - before);
    };

    const rows = new Subject<Row>();
    rows.pipe(log(jsonl(file, options))).subscribe();
    for (let step = 0; step < ROWS; step++) {
      rows.next(rowAt(step));
      look(step);
    }
    rows.complete();

    let read = 0;
    let wrong = 0;
    await new Promise<void>((complete, error) => {
      readRun(file).subscribe({
        next(row) {
          const { step, rate, loss, accuracy } = rowAt(read);
          if (row.step !== step || row.rate !== rate || row.loss !== loss || row.accuracy !== accuracy)
            wrong++;
          look(read);
          read++;
        },
        error,
        complete,
      });
    });
    expect([read, wrong]).toEqual([ROWS, 0]);
    expect(most).toBeLessThan(BOUND);
    for (const name of [
      file,
      ...Array.from({ length: 9 }, (_, index) => file.replace('.jsonl', `.${index + 2}.jsonl`)),
    ]) {
      rmSync(name, { force: true });
    }
  },
);
