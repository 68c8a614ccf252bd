import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReduceOnPlateauOptions, reduceOnPlateau, simulate } from '../index.ts';
import { laws } from '../testing/index.ts';

const rates = (options: Partial<ReduceOnPlateauOptions>, readings: readonly number[]) =>
  simulate(reduceOnPlateau({ initial: 1, factor: 0.5, ...options }), readings);

describe('reduceOnPlateau', () => {
  it('lets `patience` bad readings pass and cuts at the next', () => {
    expect(rates({ patience: 2 }, [1, 1, 1, 1, 1, 1, 1])).toEqual([1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25]);
    expect(rates({ patience: 0 }, [5, 6, 4, 4])).toEqual([1, 1, 0.5, 0.5, 0.25]);
  });

  it('starts from its defaults: factor 0.1, patience 10, the loss, less is better', () => {
    const schedule = reduceOnPlateau({ initial: 1 });
    expect(simulate(schedule, Array(12).fill({ loss: 1 })).slice(-2)).toEqual([1, 0.1]);
    expect(schedule.monitors).toEqual(['loss']);
    expect(schedule.span).toBe(Infinity);
  });

  it('takes the first finite reading as the baseline, never as bad', () => {
    expect(rates({ patience: 0 }, [1e9, 1e8])).toEqual([1, 1, 1]);
    expect(rates({ patience: 1 }, [Number.NaN, 7, 8, 8])).toEqual([1, 1, 1, 1, 0.5]);
  });

  it('reads an accuracy with mode max', () => {
    expect(rates({ mode: 'max', patience: 0 }, [0.5, 0.6, 0.6, 0.7])).toEqual([1, 1, 1, 0.5, 0.5]);
  });

  it('asks for a gain above its threshold, relative or absolute', () => {
    expect(rates({ patience: 0, threshold: 0.1 }, [10, 9.5, 8.9])).toEqual([1, 1, 0.5, 0.5]);
    expect(rates({ patience: 0, threshold: 0.6, thresholdMode: 'absolute' }, [10, 9.5, 9.3])).toEqual([
      1, 1, 0.5, 0.5,
    ]);
  });

  it('is right for negative metrics', () => {
    expect(rates({ patience: 0, threshold: 0.1 }, [-1, -1.2, -1.2])).toEqual([1, 1, 1, 0.5]);
    expect(rates({ patience: 0, threshold: 0.1, mode: 'max' }, [-1, -0.8, -0.85])).toEqual([1, 1, 1, 0.5]);
  });

  it('rests for `cooldown` readings, in which the best is kept up to date', () => {
    expect(rates({ patience: 0, cooldown: 2 }, [3, 3, 3, 2, 2.5, 2.5])).toEqual([
      1, 1, 0.5, 0.5, 0.5, 0.25, 0.25,
    ]);
  });

  it('never cuts below minRate, and makes small cuts too', () => {
    expect(rates({ patience: 0, minRate: 0.3 }, [1, 1, 1, 1])).toEqual([1, 1, 0.5, 0.3, 0.3]);
    expect(simulate(reduceOnPlateau({ initial: 1e-9, factor: 0.5, patience: 0 }), [1, 1])).toEqual([
      1e-9, 1e-9, 5e-10,
    ]);
  });

  describe('nonFinite', () => {
    const readings = [1, Number.NaN, Infinity, -Infinity, 0.5, 0.5];
    it("'bad': no gain, and never the best", () => {
      expect(rates({ patience: 0 }, readings)).toEqual([1, 1, 0.5, 0.25, 0.125, 0.125, 0.0625]);
    });
    it("'ignore': as if it had not come", () => {
      expect(rates({ patience: 0, nonFinite: 'ignore' }, readings)).toEqual([1, 1, 1, 1, 1, 1, 0.5]);
    });
    it("'error': ends the stream", () => {
      expect(() => rates({ nonFinite: 'error' }, readings)).toThrow(
        new RangeError("reduceOnPlateau: loss must be finite (nonFinite is 'error'), got NaN at step 1"),
      );
    });
  });

  describe('smoothing', () => {
    it('reads a bias-corrected average: the first is the reading itself', () => {
      // β = 0.5: 4, (2 + 2·1)/3 …; the spike to 6 is a gain no more, but no cut either while the average falls.
      expect(rates({ smoothing: 0.5, patience: 0 }, [4, 1, 2.1])).toEqual([1, 1, 1, 0.5]);
      expect(rates({ smoothing: 0.9, patience: 0 }, [10, 1, 5])).toEqual([1, 1, 1, 1]);
    });
    it('is what the formula says, whatever the readings', () => {
      fc.assert(
        fc.property(
          fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 1, maxLength: 20 }),
          fc.double({ min: 0, max: 0.99, noNaN: true }),
          (readings, beta) => {
            let sum = 0;
            const averages = readings.map((reading, n) => {
              sum = beta * sum + (1 - beta) * reading;
              return sum / (1 - beta ** (n + 1));
            });
            const threshold = 1e-3;
            expect(rates({ smoothing: beta, patience: 0, threshold }, readings)).toEqual(
              rates({ patience: 0, threshold }, averages),
            );
          },
        ),
      );
    });
    it('takes no reading in that is not finite', () => {
      expect(rates({ smoothing: 0.5, patience: 1 }, [4, Number.NaN, 1])).toEqual([1, 1, 1, 1]);
    });
  });

  it.each([
    [{}, 'initial must be a positive number, got undefined'],
    [{ initial: 0 }, 'initial must be a positive number, got 0'],
    [{ initial: 1, factor: 1 }, 'factor must be above 0 and below 1, got 1'],
    [{ initial: 1, factor: 0 }, 'factor must be above 0 and below 1, got 0'],
    [{ initial: 1, patience: -1 }, 'patience must be a whole number from 0 up, got -1'],
    [{ initial: 1, patience: 1.5 }, 'patience must be a whole number from 0 up, got 1.5'],
    [{ initial: 1, monitor: '' }, "monitor must be the name of a metric, got ''"],
    [{ initial: 1, monitor: 3 }, 'monitor must be the name of a metric, got 3'],
    [{ initial: 1, mode: 'auto' }, "mode must be 'min' or 'max', got 'auto'"],
    [{ initial: 1, threshold: -1 }, 'threshold must be a number from 0 up, got -1'],
    [{ initial: 1, thresholdMode: 'rel' }, "thresholdMode must be 'relative' or 'absolute', got 'rel'"],
    [{ initial: 1, cooldown: Number.NaN }, 'cooldown must be a whole number from 0 up, got NaN'],
    [{ initial: 1, minRate: 2 }, 'minRate must be at most initial, 1, got 2'],
    [{ initial: 1, minRate: -1 }, 'minRate must be a number from 0 up, got -1'],
    [{ initial: 1, smoothing: 1 }, 'smoothing must be from 0 to below 1, got 1'],
    [{ initial: 1, nonFinite: 'stop' }, "nonFinite must be 'bad' or 'ignore' or 'error', got 'stop'"],
  ])('refuses %o', (options, message) => {
    expect(() => reduceOnPlateau(options as never)).toThrow(new RangeError(`reduceOnPlateau: ${message}`));
  });

  it.each(
    laws(
      reduceOnPlateau({
        initial: 1,
        factor: 0.5,
        patience: 1,
        cooldown: 1,
        smoothing: 0.3,
        monitor: 'valLoss',
      }),
      [
        { valLoss: 3 },
        { valLoss: 2 },
        { loss: 1 },
        { valLoss: 2 },
        { valLoss: Number.NaN },
        { valLoss: 2.5 },
        { valLoss: 1 },
        { valLoss: 1 },
        { valLoss: 1 },
        { valLoss: 1 },
      ],
    ),
  )('$name', (law) => law.check());
});
