import { describe, expect, it } from 'vitest';
import type { Plan } from '../plan/plan.ts';
import { withOneMore, withoutRacer, withRacer } from './racers.ts';
import { rescaled } from './rescale.ts';
import { raceOf } from './testing/race-of.ts';

describe('racers', () => {
  it('come in the first lane that is free, under a name of their own, up to six', () => {
    const two = withoutRacer(raceOf(3, 10), 1);
    expect(two.racers.map(({ lane }) => lane)).toEqual([0, 2]);
    const more = withOneMore(two, { name: 'racer 3', schedule: {} });
    expect(more?.lane).toBe(1);
    expect(more?.setup.racers.at(-1)?.name).toBe('racer 2');
    expect(withOneMore(raceOf(6, 10), { name: 'one', schedule: {} })).toBeUndefined();
    expect(withoutRacer(raceOf(1, 10), 0).racers).toHaveLength(1);
  });

  it('have schedules as the library writes them', () => {
    const other = withRacer(raceOf(2, 10), 1, { name: 'other', schedule: { type: 'constant', rate: 9 } });
    expect(other.racers[1]).toEqual({
      lane: 1,
      name: 'other',
      schedule: { anneal: 1, type: 'constant', rate: 9 },
    });
    expect(other.racers[0]).toEqual(raceOf(2, 10).racers[0]);
  });
});

describe('rescaled', () => {
  it('raises rates and leaves lengths and shares', () => {
    const plan: Plan = {
      type: 'warmup',
      over: 10,
      part: {
        type: 'multiply',
        parts: [
          { type: 'cosineAnnealing', from: 0.2, to: 0.02, over: 90 },
          { type: 'reduceOnPlateau', initial: 1, factor: 0.5 },
        ],
      },
    };
    expect(rescaled(plan, 3)).toEqual({
      type: 'warmup',
      over: 10,
      part: {
        type: 'multiply',
        parts: [
          { type: 'cosineAnnealing', from: 0.6, to: 0.06, over: 90 },
          { type: 'reduceOnPlateau', initial: 1, factor: 0.5 },
        ],
      },
    });
  });
});
