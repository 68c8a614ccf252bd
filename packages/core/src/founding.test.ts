import { describe, expect, it } from 'vitest';
import {
  cosineAnnealing,
  curve,
  exponentialDecay,
  logAnnealing,
  polynomialDecay,
  reduceOnPlateau,
  resume,
  simulate,
  stepDecay,
} from './index.ts';

/** What the project was founded on, statement by statement. */
describe('the founding statements', () => {
  it('step decay is η_n = η_1 γ^(⌈n/k⌉ − 1) for n ≥ 1', () => {
    for (const [first, gamma, k] of [
      [0.1, 0.5, 30],
      [1, 0.9, 1],
      [0.3, 0.1, 7],
    ] as const) {
      const schedule = stepDecay({ initial: first, factor: gamma, every: k });
      for (let n = 1; n <= 100; n++) expect(schedule.at(n - 1)).toBe(first * gamma ** (Math.ceil(n / k) - 1));
    }
  });

  it('polynomial decay reaches its end at max_update', () => {
    const maxUpdate = 100;
    for (const power of [0.5, 1, 2, 3.7]) {
      const schedule = polynomialDecay({ from: 0.1, to: 0.01, over: maxUpdate, power });
      expect(schedule.at(maxUpdate)).toBe(0.01);
      expect(schedule.at(maxUpdate - 1)).toBeGreaterThan(0.01);
    }
  });

  it('exponential decay takes a γ in (0, 1]', () => {
    for (const gamma of [1e-3, 0.5, 0.999, 1])
      expect(exponentialDecay({ initial: 0.1, factor: gamma }).at(3)).toBe(0.1 * gamma ** 3);
    for (const gamma of [0, -0.5, 1.001])
      expect(() => exponentialDecay({ initial: 0.1, factor: gamma })).toThrow(RangeError);
  });

  it('with patience = 2, two bad epochs pass and the third cuts', () => {
    const schedule = reduceOnPlateau({ initial: 0.1, factor: 0.5, patience: 2 });
    const epochs = [1, 1.1, 1.2, 1.3].map((loss, epoch) => ({ epoch, loss }));
    expect(simulate(schedule, epochs)).toEqual([0.1, 0.1, 0.1, 0.1, 0.05]);
  });

  it('cosine annealing runs over [0, π] from max to min in cycle_length', () => {
    const [max, min, cycleLength] = [0.1, 0.001, 50];
    const schedule = cosineAnnealing({ from: max, to: min, over: cycleLength });
    for (let t = 0; t <= cycleLength; t++) {
      expect(schedule.at(t)).toBeCloseTo(
        min + ((max - min) * (1 + Math.cos((Math.PI * t) / cycleLength))) / 2,
        16,
      );
    }
    expect([schedule.at(0), schedule.at(cycleLength)]).toEqual([max, min]);
  });

  it('a custom schedule is log(1/x), scaled to both ends', () => {
    const [from, over] = [0.1, 63];
    const shape = (t: number) => Math.log(1 / ((t + 1) / (over + 1))) / Math.log(over + 1);
    const [ours, own] = [logAnnealing({ from, over }), curve((t) => from * shape(t), over)];
    for (let t = 0; t <= over; t++) expect(ours.at(t)).toBeCloseTo(own.at(t), 15);
  });

  it('last_epoch resumes: after 30 epochs, the rate of epoch 30 comes next', () => {
    const schedule = stepDecay({ initial: 0.1, factor: 0.5, every: 10 });
    expect(simulate(resume(schedule, 30), [{ epoch: 30 }])).toEqual([schedule.at(30), schedule.at(31)]);
  });

  it('rates change per epoch or per iteration: the stream is the clock', () => {
    const schedule = exponentialDecay({ initial: 1, factor: 0.5 });
    expect(simulate(schedule, [{ epoch: 0 }, { epoch: 1 }])).toEqual([1, 0.5, 0.25]);
    expect(
      simulate(schedule, [
        { step: 0, epoch: 0 },
        { step: 1, epoch: 0 },
      ]),
    ).toEqual([1, 0.5, 0.25]);
  });
});
