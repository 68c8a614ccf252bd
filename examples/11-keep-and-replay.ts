// A run is kept in three forms, stopped, and gone on with; then its metrics are asked what a hastier rule would have done.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cause, decisions, describe, reduceOnPlateau, resume, type State } from '@anneal/core';
import { log, readRun, replay } from '@anneal/logger';
import { csv } from '@anneal/logger/csv';
import { jsonl } from '@anneal/logger/jsonl';
import { tensorboard } from '@anneal/logger/tensorboard';
import { stepTrainer, train } from '@anneal/trainer';
import { first, lastValueFrom, take, toArray } from 'rxjs';
import { noisyWave } from '../tools/noisy-wave.ts';

const network = noisyWave();
const trainer = stepTrainer((rate) => ({ loss: network.learn(rate, 1), valLoss: network.valLoss() }), {
  steps: 300,
});
const plateau = (patience: number) =>
  reduceOnPlateau({ initial: 0.12, monitor: 'valLoss', factor: 0.5, patience });

const folder = mkdtempSync(join(tmpdir(), 'run-'));
const file = join(folder, 'run.jsonl');
const kept = log(
  { name: 'a noisy wave', schedule: plateau(20), config: { batch: 8 } },
  ...[jsonl(file), tensorboard(join(folder, 'board')), csv(join(folder, 'run.csv'))],
);

// Stopped after 100 steps, and gone on with from the state behind step 79: of the steps from 80 on the second attempt counts.
await lastValueFrom(train(trainer, plateau(20), { states: true }).pipe(take(100), kept));
const { state } = await lastValueFrom(readRun(file).pipe(first(({ step }) => step === 79)));
await lastValueFrom(train(trainer, resume(plateau(20), state as State)).pipe(kept));
const rows = await lastValueFrom(readRun(file).pipe(toArray()));
console.log(`${rows.length} rows, each step once: ${rows.every(({ step }, place) => step === place)}`);

for (const patience of [20, 10]) {
  const asked = replay(readRun(file), decisions(plateau(patience)));
  const causes = (await lastValueFrom(asked.pipe(toArray()))).flatMap((row) => (row.causes ?? []) as Cause[]);
  console.log([`patience ${patience}`, ...causes.map(describe)].join('\n  '));
}
console.log('to see it: npx @anneal/logger view run.jsonl, tensorboard --logdir board');
