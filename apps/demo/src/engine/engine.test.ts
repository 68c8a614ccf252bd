import { describe, expect, it, vi } from 'vitest';
import { batches } from '../data/batches.ts';
import { examplesOf } from '../data/examples.ts';
import { split } from '../data/split.ts';
import type { Setup } from '../race/setup.ts';
import { Engine } from './engine.ts';

vi.mock('virtual:penguins', async () => ({
  default: (await import('../../../../tools/penguins.ts')).penguins(),
}));

const setup = (model: Partial<Setup['model']> = {}, kind: Setup['data']['kind'] = 'moons') => ({
  data: { kind, points: 200, noise: 0.1 },
  model: { hidden: [16, 16], activation: 'tanh', batch: 32, optimizer: 'sgd', ...model } as Setup['model'],
  seed: 7,
});

/** The losses of some steps, at fixed rates for the lanes; the last one is of the held-out examples. */
function losses(of: ReturnType<typeof setup>, rates: readonly number[], steps: number): number[][] {
  const examples = split(examplesOf(of), of.seed);
  const order = batches(examples.training, of.model.batch, of.seed);
  const engine = new Engine(of, examples);
  const told = Array.from({ length: steps }, (_, step) => [
    ...engine.step(Float32Array.from(rates), order.of(step)),
  ]);
  const { losses } = engine.askHeldOut();
  engine.dispose();
  return [...told, [...losses]];
}

describe('Engine', () => {
  it.each([
    { optimizer: 'sgd', activation: 'tanh' },
    { optimizer: 'adam', activation: 'relu' },
    { hidden: [] },
    { hidden: [32, 32, 32] },
  ] as Partial<Setup['model']>[])('learns, and repeats itself to the last bit: %o', (model) => {
    const rate = model.optimizer === 'adam' ? 0.02 : 0.3;
    const rates = [rate, 0, rate / 2, 0, 0, rate];
    const told = losses(setup(model), rates, 150);
    expect(losses(setup(model), rates, 150)).toEqual(told);
    const last = told.at(-1) as number[];
    expect(last[0]).toBeLessThan(0.5 * (last[1] as number));
    expect(last[5]).toBe(last[0]);
  });

  it.each(['sgd', 'adam'] as const)('gives a lane the same losses whoever is beside it: %s', (optimizer) => {
    const alone = losses(setup({ optimizer }), [0.1, 0, 0, 0, 0, 0], 60);
    const among = losses(setup({ optimizer }), [1e30, 0.5, 0.1, 3, 1e9, 0.2], 60);
    expect(among.map((row) => row[2])).toEqual(alone.map((row) => row[0]));
  });
});
