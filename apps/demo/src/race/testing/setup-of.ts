import type { Setup } from '../setup.ts';

/** A schedule as data. */
export const written = (schedule: object): unknown => JSON.parse(JSON.stringify(schedule));

/** A small race between these schedules, in lanes 0, 1, … */
export function setupOf(schedules: readonly (object | string)[], more: Partial<Setup> = {}): Setup {
  return {
    v: 1,
    data: { kind: 'moons', points: 200, noise: 0.1 },
    model: { hidden: [8], activation: 'tanh', batch: 32, optimizer: 'sgd' },
    seed: 1,
    steps: 60,
    racers: schedules.map((schedule, lane) => ({
      lane,
      name: `racer ${lane}`,
      schedule: typeof schedule === 'string' ? schedule : written(schedule),
    })),
    ...more,
  };
}
