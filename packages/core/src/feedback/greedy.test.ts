import { describe, expect, it } from 'vitest';
import {
  constant,
  type Decision,
  type GreedyOptions,
  greedy,
  lasting,
  reduceOnPlateau,
  resume,
  sequence,
  simulate,
} from '../index.ts';
import { laws } from '../testing/index.ts';
import { decided } from '../trees/decided.ts';

const up = Number.MAX_VALUE;
const rates = (options: Partial<GreedyOptions>, readings: readonly unknown[]) =>
  simulate(greedy({ initial: 1, factor: 0.5, patience: 0, ...options }), readings);

const last = (schedule: ReturnType<typeof greedy>, reports: readonly unknown[]) =>
  (decided(schedule, reports).at(-1) as Decision).state;

describe('greedy', () => {
  it.each<[string, Partial<GreedyOptions>, readonly number[], readonly number[]]>([
    ['raises after patience + 1 gains in a row', { patience: 1 }, [9, 8, 7, 6, 5], [1, 1, 2, 2, 4, 4]],
    ['cuts after patience + 1 without one', { patience: 1 }, [9, 9, 9, 9, 9], [1, 1, 1, 0.5, 0.5, 0.25]],
    ['takes the first reading for a gain', {}, [9, 8, 8], [1, 2, 4, 2]],
    ['counts a gain as the end of a bad row', { patience: 1 }, [9, 9, 8, 8, 7, 7], [1, 1, 1, 1, 1, 1, 1]],
    ['raises up to maxRate', { maxRate: 3 }, [9, 8, 7, 6], [1, 2, 3, 3, 3]],
    ['comes down from maxRate by the factor', { maxRate: 3 }, [9, 8, 7, 7, 7], [1, 2, 3, 3, 1.5, 0.75]],
    ['cuts down to minRate', { minRate: 0.4 }, [9, 9, 9, 9, 9], [1, 2, 1, 0.5, 0.4, 0.4]],
    ['reads more as better', { mode: 'max' }, [0.5, 0.6, 0.6], [1, 2, 4, 2]],
    ['asks for more than a relative margin', { threshold: 0.1 }, [10, 9, 8.9], [1, 2, 1, 2]],
    [
      'asks for more than an absolute margin',
      { threshold: 1, thresholdMode: 'absolute' },
      [10, 9, 8.9],
      [1, 2, 1, 2],
    ],
    ['is right for negative metrics', { threshold: 0.1 }, [-1, -1.05, -1.2], [1, 2, 1, 2]],
    ['and for those where more is better', { threshold: 0.1, mode: 'max' }, [-1, -0.95, -0.8], [1, 2, 1, 2]],
  ])('%s', (_, options, readings, expected) => {
    expect(rates(options, readings)).toEqual(expected);
  });

  it('starts from its defaults: factor 0.95, patience 10, the loss, less is better, no bounds', () => {
    const schedule = greedy({ initial: 0.1 });
    const falling = Array.from({ length: 11 }, (_, i) => ({ loss: 20 - i }));
    expect(simulate(schedule, falling).slice(-2)).toEqual([0.1, 0.1 / 0.95]);
    expect(simulate(schedule, Array(12).fill({ loss: 1 })).slice(-2)).toEqual([0.1, 0.1 * 0.95]);
    expect(schedule.monitors).toEqual(['loss']);
    expect(schedule.span).toBe(Infinity);
  });

  it('stays finite without a maxRate, however long it improves', () => {
    const schedule = greedy({ initial: 1e308, factor: 0.1, patience: 0 });
    expect(simulate(schedule, [3, 2, 1])).toEqual([1e308, up, up, up]);
  });

  it('does not count the `warmup` readings after a rise', () => {
    //    rise | not counted | bad, cut | bad, cut
    expect(rates({ warmup: 2 }, [9, 9, 9, 9, 9])).toEqual([1, 2, 2, 2, 1, 0.5]);
    expect(rates({ warmup: 1 }, [9, 8, 7, 6])).toEqual([1, 2, 2, 4, 4]);
  });

  it('does not count the `cooldown` readings after a cut', () => {
    expect(rates({ cooldown: 2 }, [9, 9, 9, 9, 9])).toEqual([1, 2, 1, 1, 1, 0.5]);
    expect(rates({ cooldown: 1, warmup: 3 }, [9, 9, 9, 9, 9, 9, 9])).toEqual([1, 2, 2, 2, 2, 1, 1, 0.5]);
  });

  it('keeps the best as it was while it does not count', () => {
    // 2 falls into the warm-up: 5 is a gain over 9, as if 2 had not come.
    expect(rates({ warmup: 1 }, [9, 2, 5])).toEqual([1, 2, 2, 4]);
    expect(rates({ cooldown: 1 }, [9, 9, 2, 5])).toEqual([1, 2, 1, 1, 2]);
  });

  it('lets the average go on while it does not count', () => {
    const smoothed = rates({ smoothing: 0.5, warmup: 1 }, [8, 2, 5.5]);
    // (8/8 + 2/4 + 5.5/2) / (7/8) = 4.857…, which is below 8; without the 2 it would be 6.33.
    expect(smoothed).toEqual([1, 2, 2, 4]);
    const state = last(greedy({ initial: 1, patience: 0, smoothing: 0.5, warmup: 1 }), [8, 2]);
    expect(state.parts.memory).toMatchObject({ best: 8, sum: 3, weight: 0.75, rest: 0 });
  });

  it('watches as a plateau does: while nothing raises it, the two are the same', () => {
    const readings = [5, 4, Number.NaN, 4.2, 4.2, 3, 6, -Infinity, 6, 6, 2.99, 3.1, 3.2, 3.1, 3.1, 3.1];
    for (const smoothing of [0, 0.3]) {
      const options = { initial: 1, factor: 0.5, patience: 2, smoothing, threshold: 0.05 };
      const cuts = simulate(reduceOnPlateau(options), readings);
      expect(new Set(cuts).size).toBeGreaterThan(3);
      expect(simulate(greedy(options), readings)).toEqual(cuts);
    }
  });

  describe('nonFinite', () => {
    const readings = [5, Number.NaN, Infinity, -Infinity, 4];
    it("'bad': no gain, and never the best", () => {
      expect(rates({}, readings)).toEqual([1, 2, 1, 0.5, 0.25, 0.5]);
      expect(rates({}, [Number.NaN, 5])).toEqual([1, 0.5, 1]);
    });
    it("'ignore': as if it had not come, also for what is not counted", () => {
      expect(rates({ nonFinite: 'ignore' }, readings)).toEqual([1, 2, 2, 2, 2, 4]);
      expect(rates({ nonFinite: 'ignore', warmup: 1 }, [5, Number.NaN, 4, 3])).toEqual([1, 2, 2, 2, 4]);
    });
    it("'error': ends the stream", () => {
      expect(() => rates({ nonFinite: 'error' }, readings)).toThrow(
        new RangeError("greedy: loss must be finite (nonFinite is 'error'), got NaN at step 1"),
      );
    });
  });

  it('leaves a report without the metric out', () => {
    expect(rates({ monitor: 'v' } as never, [{ v: 3 }, { loss: 9 }, { v: null }, { v: 2 }])).toEqual([
      1, 2, 2, 2, 4,
    ]);
  });

  it('counts late readings, and none twice', () => {
    const reports = [{ step: 0 }, { step: 1 }, { step: 0, loss: 3 }, { step: 0, loss: 3 }, { step: 2 }];
    expect(rates({}, reports)).toEqual([1, 1, 1, 2, 2, 2]);
    expect(rates({}, [{ step: 4, loss: 3 }, { step: 2, loss: 1 }, { loss: 2 }, { loss: 1 }])).toEqual([
      1, 2, 2, 4, 8,
    ]);
  });

  describe('causes', () => {
    const causesOf = (options: Partial<GreedyOptions>, reports: readonly unknown[]) =>
      decided(greedy({ initial: 1, factor: 0.5, patience: 1, ...options }), reports).map(
        ({ causes }) => causes,
      );

    it('tell a rise with its figures', () => {
      const told = causesOf({}, [5, 4, 3]);
      expect(told.map(({ length }) => length)).toEqual([0, 0, 1, 0]);
      expect(told[2]).toEqual([
        {
          by: 'greedy',
          path: '$',
          step: 2,
          monitor: 'loss',
          mode: 'min',
          best: 4,
          bestAt: 1,
          patience: 1,
          threshold: 1e-4,
          thresholdMode: 'relative',
          good: 2,
          bad: 0,
          from: 1,
          to: 2,
        },
      ]);
    });

    it('tell a cut with its figures', () => {
      const told = causesOf({ mode: 'max', threshold: 0, thresholdMode: 'absolute' }, [5, 4, 3]);
      expect(told[3]).toEqual([
        {
          by: 'greedy',
          path: '$',
          step: 3,
          monitor: 'loss',
          mode: 'max',
          best: 5,
          bestAt: 0,
          patience: 1,
          threshold: 0,
          thresholdMode: 'absolute',
          good: 0,
          bad: 2,
          from: 1,
          to: 0.5,
        },
      ]);
    });

    it('tell of nothing where a bound let nothing happen', () => {
      expect(causesOf({ maxRate: 1, minRate: 1, patience: 0 }, [5, 4, 4, 4]).flat()).toEqual([]);
    });

    it('name no step where the best reading had none', () => {
      const told = decided(greedy({ initial: 1, patience: 0 }), [{ step: 0 }, { loss: 3 }]);
      expect(told[2]?.causes).toMatchObject([{ best: 3, bestAt: null, step: 1 }]);
    });

    it('name its place in a tree', () => {
      const schedule = sequence(lasting(constant(1), 1), greedy({ initial: 1, patience: 0 }));
      expect(decided(schedule, [5, 4]).map(({ causes }) => causes.map(({ by, path }) => by + path))).toEqual([
        [],
        ['sequence$'],
        ['greedy$.parts[1]'],
      ]);
    });
  });

  describe('resumed', () => {
    const reports = [{ step: 0, loss: 3 }];
    const options = { initial: 1, factor: 0.5, patience: 3 };
    const { parts, ...rest } = last(greedy(options), reports);
    const withMemory = (changes: object) => ({
      ...rest,
      parts: { ...parts, memory: { ...(parts.memory as object), ...changes } },
    });

    it.each<[object, string]>([
      [{ rate: -1 }, 'rate must be a number from 0 up, got -1'],
      [{ rate: null }, 'rate must be a number from 0 up, got null'],
      [{ good: 0.5 }, 'good must be a whole number from 0 up, got 0.5'],
      [{ rest: -1 }, 'rest must be a whole number from 0 up, got -1'],
      [{ best: 'x' }, "best must be a finite number, got 'x'"],
      [{ bestAt: -2 }, 'bestAt must be a whole number from 0 up, got -2'],
      [{ bad: '3' }, "bad must be a whole number from 0 up, got '3'"],
      [{ sum: null }, 'sum must be a finite number, got null'],
      [{ weight: 1.5 }, 'weight must be at most 1, got 1.5'],
    ])('refuses %o', (changes, message) => {
      expect(() => resume(greedy(options), withMemory(changes))).toThrow(
        new RangeError(`resume: state.parts.memory.${message}`),
      );
    });

    it('refuses a memory without one of its fields', () => {
      for (const field of ['rate', 'good', 'rest', 'best', 'bestAt', 'bad', 'sum', 'weight']) {
        const { [field]: _, ...memory } = parts.memory as Record<string, unknown>;
        expect(() => resume(greedy(options), { ...rest, parts: { ...parts, memory } })).toThrow(
          new RangeError(`resume: state.parts.memory.${field} must be there, got undefined`),
        );
      }
    });

    it('goes on under other bounds without a jump the wrong way: a cut never raises, a rise never cuts', () => {
      const low = last(greedy({ initial: 0.1, patience: 0 }), []);
      const floor = resume(greedy({ initial: 1, patience: 0, minRate: 0.5 }), low);
      expect(simulate(floor, [Number.NaN])).toEqual([0.1, 0.1]);
      const high = last(greedy({ initial: 9, patience: 0 }), []);
      const ceiling = resume(greedy({ initial: 1, patience: 0, maxRate: 2 }), high);
      expect(simulate(ceiling, [5])).toEqual([9, 9]);
    });
  });

  it('is data', () => {
    const text = '{"anneal":1,"type":"greedy","initial":0.1,"patience":3,"maxRate":1,"monitor":"v"}';
    expect(JSON.stringify(greedy({ initial: 0.1, patience: 3, maxRate: 1, monitor: 'v' }))).toBe(text);
  });

  it.each([
    [{}, 'initial must be a positive number, got undefined'],
    [{ initial: 1, factor: 1 }, 'factor must be above 0 and below 1, got 1'],
    [{ initial: 1, warmup: 0.5 }, 'warmup must be a whole number from 0 up, got 0.5'],
    [{ initial: 1, minRate: 2 }, 'minRate must be at most initial, 1, got 2'],
    [{ initial: 1, maxRate: 0.5 }, 'maxRate must be at least initial, 1, got 0.5'],
    [{ initial: 1, maxRate: Infinity }, 'maxRate must be a positive number, got Infinity'],
  ])('refuses %o', (options, message) => {
    expect(() => greedy(options as never)).toThrow(new RangeError(`greedy: ${message}`));
  });

  it.each(
    laws(
      greedy({
        initial: 1,
        factor: 0.5,
        patience: 1,
        warmup: 1,
        cooldown: 1,
        minRate: 0.3,
        maxRate: 3,
        smoothing: 0.3,
        monitor: 'v',
      }),
      [5, 4, 3, 2, Number.NaN, 1, 0.5, 0.4, 2, 3, 4, 5, 6, Infinity, 7, 8].map((v, i) => ({
        loss: i,
        ...(i % 5 !== 4 && { v }),
      })),
    ),
  )('$name', (law) => law.check());
});
