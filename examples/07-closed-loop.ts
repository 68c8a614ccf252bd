// A run whose length nobody knows: it warms up, learns until the held-out loss stalls, and comes down; and a bad batch does not
// throw it. Every change of the rate comes from what training reports, and says so.
import { backOff, constant, describe, linear, multiply, sequence, until, warmup } from '@anneal/core';
import { stepTrainer, train } from '@anneal/trainer';
import { lastValueFrom, takeWhile, tap, toArray } from 'rxjs';
import { noisyWave } from '../tools/noisy-wave.ts';

const peak = 0.12;
const stable = until(constant(peak), { plateau: { monitor: 'valLoss', patience: 5 } });
const phases = warmup(sequence(stable, linear({ from: peak, to: 0, over: 100 })), { over: 30 });
const plan = multiply(phases, backOff({ monitor: 'loss', recover: 60 }));

// A small network that really trains. At step 150 somebody mixes up a unit; every tenth step is validated.
const network = noisyWave();
const trainer = stepTrainer(
  (rate, step) => {
    const loss = network.learn(rate, step === 150 ? 4 : 1);
    return step % 10 === 9 ? { loss, valLoss: network.valLoss() } : { loss };
  },
  { steps: Infinity },
);

// Where the rate has come down to 0, the run is over.
const run = train(trainer, plan).pipe(
  takeWhile(({ rate }) => rate > 0),
  tap(({ causes = [] }) => {
    for (const cause of causes) console.log(describe(cause));
  }),
);

export const rows = await lastValueFrom(run.pipe(toArray()));
const { step, loss } = rows.at(-1) ?? {};
console.log(`the run ended after step ${step}, with a loss of ${loss?.toFixed(3)}`);
