// A trainer in Python, in a process of its own: schedule, metrics and stop are here, the weights are there. The glue in
// python/trainer.py is ten lines; `npm run example 08-python-child trainer_torch.py` takes PyTorch.

import { fileURLToPath } from 'node:url';
import { cosineAnnealing, warmup } from '@anneal/core';
import { train } from '@anneal/trainer';
import { childTrainer } from '@anneal/trainer/child-process';
import { lastValueFrom, tap, toArray } from 'rxjs';

const script = process.argv[3] ?? 'trainer.py';
const path = fileURLToPath(new URL(`python/${script}`, import.meta.url));

// The process starts with the run, and ends with it.
const trainer = childTrainer<{ loss: number; walk: number }>('python3', [path]);
const schedule = warmup(cosineAnnealing({ from: 1, to: 0.01, over: 50 }), { over: 10 });

const run = train(trainer, schedule).pipe(
  tap(({ step, rate, loss }) => {
    if (step % 20 === 0 || step === 59)
      console.log(`step ${step}  rate ${rate.toFixed(2)}  loss ${loss.toFixed(3)}`);
  }),
);
const rows = await lastValueFrom(run.pipe(toArray()));

// In the child a weight whose gradient is 1 walks along: not one rate came too late.
const sum = rows.reduce((total, { rate }) => total + rate, 0);
console.log(`the rates add up to ${sum.toFixed(6)}, the weight walked ${rows.at(-1)?.walk.toFixed(6)}`);
