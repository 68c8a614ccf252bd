// Trains one small network under several schedules, and keeps each run in a file: what the pictures of
// `anneal-logger view` show.
import { join } from 'node:path';
import { constant, cosineAnnealing, reduceOnPlateau, type Schedule, warmup } from '@anneal/core';
import { log } from '@anneal/logger';
import { jsonl } from '@anneal/logger/jsonl';
import { stepTrainer, train } from '@anneal/trainer';
import { lastValueFrom } from 'rxjs';
import { noisyWave } from '../noisy-wave.ts';

const STEPS = 2000;
const EPOCH = 25;
const plateau = { factor: 0.5, patience: 6, cooldown: 2, monitor: 'val_loss' } as const;

/** By the name of the run. The last one begins so boldly that the weights leave all that a number can hold. */
const schedules: Readonly<Record<string, Schedule<never> | Schedule<'val_loss'>>> = {
  constant: constant(0.02),
  'warmup-cosine': warmup(cosineAnnealing({ from: 0.16, over: STEPS - 100 }), { over: 100 }),
  plateau: warmup(reduceOnPlateau({ ...plateau, initial: 0.12 }), { over: 50 }),
  bold: cosineAnnealing({ from: 1.1, over: STEPS }),
};

/** Trains under some of the schedules, under all by default, and gives the files. */
export async function trainRuns(
  folder: string,
  names: readonly string[] = Object.keys(schedules),
): Promise<string[]> {
  const files: string[] = [];
  for (const name of names) {
    const file = join(folder, `${name}.jsonl`);
    const { learn, valLoss } = noisyWave();
    const step = (rate: number, step: number) => ({
      epoch: Math.floor(step / EPOCH),
      loss: learn(rate, 1),
      ...(step % EPOCH === EPOCH - 1 && { val_loss: valLoss() }),
    });
    const schedule = schedules[name] as Schedule<never>;
    const about = { name, schedule, config: { batch: 8, seed: 8, steps: STEPS } };
    await lastValueFrom(train(stepTrainer(step, { steps: STEPS }), schedule).pipe(log(about, jsonl(file))));
    files.push(file);
  }
  return files;
}
