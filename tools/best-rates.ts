// What the range test suggests, beside the best rate of a grid: `pnpm best-rates`.
import { cosineAnnealing } from '@anneal/core';
import { findRate, type RatesFound, stepTrainer, train } from '@anneal/trainer';
import { lastValueFrom } from 'rxjs';
import { penguinNet } from './penguin-net.ts';

export const seeds: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8];
/** Four rates a decade. */
export const grid: readonly number[] = Array.from({ length: 13 }, (_, i) => 10 ** (-2.5 + i / 4));

const steps = 300;
const netOf = (seed: number, momentum: number) => {
  const net = penguinNet(seed, momentum);
  const { save, restore } = net;
  return { net, trainer: stepTrainer((rate) => net.learn(rate), { steps, save, restore }) };
};

/** What the range test finds on a fresh network. */
export async function foundFor(seed: number, momentum: number): Promise<RatesFound> {
  const { found } = await lastValueFrom(findRate(netOf(seed, momentum).trainer));
  if (found === undefined) throw new Error('the last reading must have what was found');
  return found;
}

/** The rate of the grid from which a cosine of 300 steps ends in the least held-out loss, by the geometric mean of the seeds. */
export async function gridBest(momentum: number): Promise<number> {
  const score = async (rate: number) => {
    let sum = 0;
    for (const seed of seeds) {
      const { net, trainer } = netOf(seed, momentum);
      await lastValueFrom(train(trainer, cosineAnnealing({ from: rate, over: steps })));
      sum += Math.log(Math.max(net.valLoss(), 1e-6));
    }
    return sum;
  };
  let best = { rate: Number.NaN, sum: Infinity };
  for (const rate of grid) {
    const sum = await score(rate);
    if (sum < best.sum) best = { rate, sum };
  }
  return best.rate;
}

/** Two figures, as the tables of the docs show them. */
export const shown = (rate: number | null): string =>
  rate === null ? '–' : String(Number(rate.toPrecision(2)));

if (process.argv[1]?.endsWith('best-rates.ts')) {
  for (const momentum of [0.9, 0]) {
    console.log(
      `\nSGD, momentum ${momentum}: the best rate of the grid is ${shown(await gridBest(momentum))}\n`,
    );
    console.log('| seed | valley | steep | minimum | slide | band |\n| --- | --- | --- | --- | --- | --- |');
    for (const seed of seeds) {
      const { valley, steep, minimum, slide, band } = await foundFor(seed, momentum);
      const ends = band === null ? '–' : band.map(shown).join(' … ');
      console.log(`| ${seed} | ${[valley, steep, minimum, slide].map(shown).join(' | ')} | ${ends} |`);
    }
  }
}
