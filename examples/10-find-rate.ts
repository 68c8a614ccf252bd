// Which learning rate? A hundred real steps at rates that climb from tiny to far too high show it, and afterwards the model is
// as it was, bit for bit. Then it trains, with the bold end of the band as its peak.
import { cosineAnnealing, warmup } from '@anneal/core';
import { findRate, stepTrainer, train } from '@anneal/trainer';
import { lastValueFrom, tap, toArray } from 'rxjs';
import { penguinNet } from '../tools/penguin-net.ts';

// A small network that tells penguins apart, by SGD with momentum.
const { learn, valLoss, save, restore } = penguinNet(5);
const trainer = stepTrainer((rate) => learn(rate), { steps: 300, save, restore });

const before = valLoss();
const test = findRate(trainer).pipe(
  tap(({ step, rate, loss, smoothed }) => {
    if (step % 10 !== 9) return;
    const [at, seen] = [rate.toExponential(0).padEnd(6), loss.toFixed(3).padStart(7)];
    console.log(`rate ${at} loss ${seen}  smoothed ${smoothed.toFixed(3)}`);
  }),
);
export const readings = await lastValueFrom(test.pipe(toArray()));
export const { found } = readings.at(-1) ?? {};
if (found?.band == null) throw new Error(`no band: ${found?.reasons.band}`);

const [careful, bold] = found.band;
console.log(`band ${careful.toPrecision(2)} to ${bold.toPrecision(2)}; the test ended: ${found.ended}`);
console.log(valLoss() === before ? 'the model is as it was' : 'the model has changed');

const schedule = warmup(cosineAnnealing({ from: bold, over: 270 }), { over: 30 });
await lastValueFrom(train(trainer, schedule));
console.log(`held-out loss ${before.toFixed(2)} before training, ${valLoss().toFixed(3)} after`);
