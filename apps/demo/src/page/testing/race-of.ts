import type { Setup } from '../../race/setup.ts';

/** A race of so many racers over so many steps. */
export function raceOf(racers: number, steps: number): Setup {
  return {
    v: 1,
    data: { kind: 'moons', points: 100, noise: 0.1 },
    model: { hidden: [4], activation: 'tanh', batch: 10, optimizer: 'sgd' },
    seed: 1,
    steps,
    racers: Array.from({ length: racers }, (_, lane) => ({
      lane,
      name: `racer ${lane + 1}`,
      schedule: { anneal: 1, type: 'constant', rate: 0.1 * (lane + 1) },
    })),
  };
}
