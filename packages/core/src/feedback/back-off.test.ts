import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BackOffOptions,
  backOff,
  constant,
  cosineAnnealing,
  type Decision,
  lasting,
  multiply,
  perEpoch,
  resume,
  sequence,
  simulate,
} from '../index.ts';
import { laws } from '../testing/index.ts';
import { decided } from '../trees/decided.ts';

/** Back after four steps, held against the last reading alone. */
const base = { recover: 4, smoothing: 0 };
const rates = (options: BackOffOptions, readings: readonly unknown[]) =>
  simulate(backOff({ ...base, ...options }), readings);
const causesOf = (options: BackOffOptions, readings: readonly unknown[]) =>
  decided(backOff({ ...base, ...options }), readings).map(({ causes }) => causes);

describe('backOff', () => {
  it.each<[string, BackOffOptions, readonly number[], readonly number[]]>([
    ['cuts at a spike and climbs back', {}, [1, 9, 1, 1, 1, 1], [1, 1, 0.5, 0.625, 0.75, 0.875, 1]],
    ['lets pass what is not over `spike` times the average', {}, [1, 4, 16, 64], [1, 1, 1, 1, 1]],
    ['cuts at the least over it', {}, [1, 4.000001], [1, 1, 0.5]],
    ['has a spike of its own', { spike: 1.5 }, [2, 3, 4.6, 4.5], [1, 1, 1, 0.5, 0.625]],
    ['cuts by `factor`', { factor: 0.1 }, [1, 9, 1], [1, 1, 0.1, 0.1 + (1 - 0.1) * 0.25]],
    ['begins at `initial`', { initial: 2 }, [1, 9, 1, 1, 1, 1], [2, 2, 1, 1.25, 1.5, 1.75, 2]],
    [
      'takes `recover` steps, also in fractions',
      { recover: 1.5 },
      [1, 9, 1, 1],
      [1, 1, 0.5, 0.5 + 0.5 / 1.5, 1],
    ],
    ['is back at once where that takes a step', { recover: 1 }, [1, 9, 1], [1, 1, 0.5, 1]],
    [
      'cuts where it stands, on its way up',
      {},
      [1, 9, 1, 9, 1, 1, 1, 1],
      [1, 1, 0.5, 0.625, 0.3125, 0.484375, 0.65625, 0.828125, 1],
    ],
    ['does not call a low reading a spike', {}, [9, 0.001, 0.001], [1, 1, 1, 1]],
    ['is right below 0: a spike lies (spike − 1) · |average| above', {}, [-1, 2, -1], [1, 1, 1, 1]],
    ['and cuts above that', {}, [-1, 2.1], [1, 1, 0.5]],
    ['takes what is above a half of −2 for a spike of 1.5', { spike: 1.5 }, [-2, -1, 0], [1, 1, 1, 0.5]],
    ['has no baseline in an average of 0', {}, [0, 1, 1, 9, 1], [1, 1, 1, 1, 0.5, 0.625]],
  ])('%s', (_, options, readings, expected) => {
    expect(rates(options, readings)).toEqual(expected);
  });

  it('starts from its defaults: 1, cuts by a half over 4 times the average, back in 100 steps, five cuts', () => {
    const schedule = backOff();
    expect(simulate(schedule, [1, 4, 1])).toEqual([1, 1, 1, 1]);
    const up = simulate(schedule, [1, 9, ...Array(101).fill(1)]);
    expect(up.slice(0, 5)).toEqual([1, 1, 0.5, 0.505, 0.51]);
    expect(up.slice(-3)).toEqual([0.5 + 0.5 * 0.99, 1, 1]);
    expect(simulate(schedule, [1, ...Array(9).fill(Number.NaN)]).at(-1)).toBeLessThan(0.05);
    expect(schedule.monitors).toEqual(['loss']);
    expect(schedule.span).toBe(Infinity);
    // β = 0.9, bias-corrected: (0.9 · 1 + 2)/1.9 = 1.526…, times 4 = 6.105….
    expect(simulate(schedule, [1, 2, 6.1])).toEqual([1, 1, 1, 1]);
    expect(simulate(schedule, [1, 2, 6.11])).toEqual([1, 1, 1, 0.5]);
  });

  it('is exact at both ends of the way back', () => {
    const positive = (max: number) => fc.double({ min: 1e-3, max, noNaN: true });
    fc.assert(
      fc.property(
        positive(10),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.oneof(positive(9), fc.integer({ min: 1, max: 9 })),
        (initial, factor, recover) => {
          const way = rates({ initial, factor, recover }, [1, 9, ...Array(10).fill(1)]).slice(2);
          expect(way[0]).toBe(initial * factor);
          expect(way.slice(Math.ceil(recover))).toEqual(Array(11 - Math.ceil(recover)).fill(initial));
          for (const [t, rate] of way.entries()) {
            expect(rate).toBeLessThanOrEqual(initial);
            if (t > 0) expect(rate).toBeGreaterThanOrEqual(way[t - 1] as number);
          }
        },
      ),
    );
  });

  it('cuts at the first reading only if it is not finite', () => {
    expect(rates({}, [1e300, 1e300])).toEqual([1, 1, 1]);
    expect(rates({}, [Number.NaN, 3, 13])).toEqual([1, 0.5, 0.625, 0.3125]);
  });

  it.each([Number.NaN, Infinity, -Infinity])('cuts at %s, which is not averaged', (reading) => {
    expect(rates({}, [1, reading, 4, 1])).toEqual([1, 1, 0.5, 0.625, 0.75]);
  });

  it('averages a spike as if it had been on the edge: one blinds it not, and a level that lasts is learned', () => {
    // The average is 1, then 4, then 16, and 64 is no spike over that.
    expect(rates({ budget: 9 }, [1, 64, 64, 64])).toEqual([1, 1, 0.5, 0.25, 0.4375]);
    const { state } = decided(backOff({ smoothing: 0.5, spike: 3 }), [2, 1e9]).at(-1) as Decision;
    // (2/4 + 6/2) / (3/4)
    expect(state.parts.memory).toMatchObject({ sum: 3.5, weight: 0.75 });
  });

  it('stays down once `budget` cuts are made, for good', () => {
    const readings = [1, ...Array(9).fill(Number.NaN), ...Array(20).fill(1), 1e9];
    const all = rates({ budget: 2 }, readings);
    expect(all.slice(0, 5)).toEqual([1, 1, 0.5, 0.25, 0.25]);
    expect(new Set(all.slice(3))).toEqual(new Set([0.25]));
    expect(rates({ budget: 1 }, [1, 9, 1, 9])).toEqual([1, 1, 0.5, 0.5, 0.5]);
  });

  it('takes one bad batch that is felt for a while for one spike, with a cooldown', () => {
    const felt = [1, 100, 90, 50, 20, 1, 1, 1, 1, 100];
    expect(rates({ smoothing: 0.9 }, felt).slice(2, 6)).toEqual([0.5, 0.25, 0.125, 0.34375]);
    expect(rates({ smoothing: 0.9, cooldown: 3 }, felt)).toEqual([
      1, 1, 0.5, 0.625, 0.75, 0.875, 1, 1, 1, 1, 0.5,
    ]);
    // A reading that is missing is none of them.
    const reports = [{ loss: 1 }, { loss: 99 }, {}, { loss: Number.NaN }, { loss: Number.NaN }];
    expect(rates({ cooldown: 1 }, reports)).toEqual([1, 1, 0.5, 0.625, 0.75, 0.375]);
    // Nor does the budget count what is passed over.
    expect(causesOf({ cooldown: 1, budget: 2 }, reports).at(-1)).toMatchObject([
      { cuts: 2, exhausted: true },
    ]);
  });

  it('leaves a report without the metric out, and climbs on', () => {
    const reports = [{ g: 1 }, { g: 9 }, { loss: 99 }, { g: null }, {}, { g: 2 }];
    expect(rates({ monitor: 'g' } as never, reports)).toEqual([1, 1, 0.5, 0.625, 0.75, 0.875, 1]);
  });

  it('climbs on through a gap as through steps that report nothing', () => {
    const gap = [
      { step: 0, loss: 1 },
      { step: 1, loss: 9 },
      { step: 4, loss: 1 },
    ];
    expect(rates({}, gap)).toEqual([1, 1, 0.5, 0.875]);
    // What was in force at step 4 is cut, 0.75: not what would have come next.
    expect(rates({}, [...gap.slice(0, 2), { step: 4, loss: 99 }])).toEqual([1, 1, 0.5, 0.375]);
  });

  it('hears what comes late, as of now, and nothing twice', () => {
    const late = [
      { step: 0 },
      { step: 1 },
      { step: 0, loss: 1 },
      { step: 1, loss: 9 },
      { step: 1, loss: 99 },
      { step: 0, loss: 99 },
      { step: 2 },
    ];
    expect(rates({}, late)).toEqual([1, 1, 1, 1, 0.5, 0.5, 0.5, 0.625]);
    expect(rates({}, [{ step: 0, loss: 1 }, { loss: 9 }, { loss: Number.NaN }])).toEqual([1, 1, 0.5, 0.25]);
  });

  it('guards any schedule as a factor', () => {
    const cosine = cosineAnnealing({ from: 0.1, over: 8 });
    const guarded = multiply(cosine, backOff({ ...base, monitor: 'gradNorm' }));
    expect(simulate(guarded, [{ gradNorm: 1 }, { gradNorm: 9 }, { gradNorm: 1 }])).toEqual([
      cosine.at(0),
      cosine.at(1),
      cosine.at(2) * 0.5,
      cosine.at(3) * 0.625,
    ]);
  });

  it('counts its way back in epochs inside perEpoch', () => {
    const epochs = perEpoch(backOff({ ...base, recover: 2 }), { steps: 2 });
    const readings = [1, 1, 9, 9, 1, 1, 1, 1].map((loss, step) => ({ step, loss }));
    expect(simulate(epochs, readings)).toEqual([1, 1, 1, 1, 0.5, 0.5, 0.75, 0.75, 1]);
  });

  it('begins without a memory behind another part', () => {
    const second = sequence(lasting(constant(7), 2), backOff(base));
    expect(simulate(second, [1, 99, 99, 1000, 1])).toEqual([7, 7, 1, 1, 0.5, 0.625]);
  });

  describe('causes', () => {
    it('tell a cut with its figures, and where the metric was best', () => {
      const told = causesOf({ spike: 3, budget: 2 }, [
        { step: 0, loss: 2 },
        { step: 1, loss: 1 },
        { step: 2, loss: 4 },
        { step: 3, loss: 1 },
      ]);
      expect(told.map(({ length }) => length)).toEqual([0, 0, 0, 1, 0]);
      expect(told[3]).toEqual([
        {
          by: 'backOff',
          path: '$',
          step: 3,
          monitor: 'loss',
          reading: 4,
          average: 1,
          spike: 3,
          best: 1,
          bestAt: 1,
          cuts: 1,
          budget: 2,
          exhausted: false,
          recover: 4,
          from: 1,
          to: 0.5,
        },
      ]);
    });

    it.each([Number.NaN, Infinity, -Infinity])('tell a reading of %s as it was', (reading) => {
      expect(causesOf({}, [reading])[1]).toMatchObject([
        { reading, average: null, best: null, bestAt: null, from: 1, to: 0.5, cuts: 1, exhausted: false },
      ]);
    });

    it('say with the last cut that the budget is exhausted, once', () => {
      const told = causesOf({ budget: 2 }, [1, Number.NaN, Number.NaN, Number.NaN, 1, 999]).flat();
      expect(told).toMatchObject([
        { cuts: 1, exhausted: false },
        { cuts: 2, exhausted: true, from: 0.5, to: 0.25 },
      ]);
    });

    it('know the best by the detector that all share: a spike is never the best, a small gain is none', () => {
      const told = causesOf({}, [1, 0.99999, 0.5, 99]);
      expect(told.at(-1)).toMatchObject([{ best: 0.5, bestAt: 2 }]);
      expect(causesOf({}, [1, 0.99999, 99]).at(-1)).toMatchObject([{ best: 1, bestAt: 0 }]);
      // Of the average, since the lowest reading of all is luck.
      expect(causesOf({ smoothing: 0.5 }, [4, 1, 3, 99]).at(-1)).toMatchObject([{ best: 2, bestAt: 1 }]);
    });

    it('say from which rate, on the way up', () => {
      expect(causesOf({}, [1, 9, 1, 999]).at(-1)).toMatchObject([{ from: 0.625, to: 0.3125, cuts: 2 }]);
    });
  });

  describe('resumed', () => {
    const options = { ...base, budget: 2 };
    const cut = (decided(backOff(options), [1, 9, 1]).at(-1) as Decision).state;
    const uncut = (decided(backOff(options), [1]).at(-1) as Decision).state;
    const withMemory = ({ parts, ...rest }: Decision['state'], changes: object) => ({
      ...rest,
      parts: { ...parts, memory: { ...(parts.memory as object), ...changes } },
    });
    const { cut: made } = cut.parts.memory as { cut: object };

    it.each<[object, string]>([
      [{ cuts: -1 }, 'cuts must be a whole number from 0 up, got -1'],
      [{ cuts: 0 }, 'cut must be null before the first cut, and only there, got an object'],
      [{ cut: null }, 'cut must be null before the first cut, and only there, got null'],
      [{ cut: 3 }, 'cut must be an object { since, from, to, reading, average }, got 3'],
      [{ cut: { ...made, since: -1 } }, 'cut.since must be a number from 0 up, got -1'],
      [{ cut: { ...made, since: 4 } }, 'cut.since must be at most the step, 3, got 4'],
      [{ cut: { ...made, from: null } }, 'cut.from must be a number from 0 up, got null'],
      [{ cut: { ...made, to: -0.5 } }, 'cut.to must be a number from 0 up, got -0.5'],
      [{ cut: { ...made, reading: 'many' } }, "cut.reading must be a reading, got 'many'"],
      [{ cut: { ...made, average: 'x' } }, "cut.average must be a finite number, got 'x'"],
      [{ rest: -1 }, 'rest must be a whole number from 0 up, got -1'],
      [{ bestAt: 0.5 }, 'bestAt must be a whole number from 0 up, got 0.5'],
      [{ best: 'x' }, "best must be a finite number, got 'x'"],
      [{ weight: 2 }, 'weight must be at most 1, got 2'],
    ])('refuses %o', (changes, message) => {
      expect(() => resume(backOff(options), withMemory(cut, changes) as never)).toThrow(
        new RangeError(`resume: state.parts.memory.${message}`),
      );
    });

    it('takes a state before the first cut, and none that has a cut then', () => {
      expect(simulate(resume(backOff(options), uncut), [9])).toEqual([1, 0.5]);
      expect(() => resume(backOff(options), withMemory(uncut, { cut: made }))).toThrow('cut must be null');
    });

    it('takes its place on the way back under a longer plan, from where the cut was', () => {
      expect(simulate(resume(backOff({ ...options, recover: 10 }), cut), [1, 1])).toEqual([0.55, 0.6, 0.65]);
    });

    it('is as plain as JSON after a cut at what is not finite', () => {
      const { state } = decided(backOff(base), [1, Number.NaN]).at(-1) as Decision;
      expect(state.parts.memory).toMatchObject({
        cut: { since: 2, from: 1, to: 0.5, reading: 'nan', average: 1 },
      });
      expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      expect(simulate(resume(backOff(base), JSON.parse(JSON.stringify(state))), [1])).toEqual([0.5, 0.625]);
    });
  });

  it('is data, and with no options its name alone', () => {
    expect(JSON.stringify(backOff())).toBe('{"anneal":1,"type":"backOff"}');
    expect(JSON.stringify(backOff({ spike: 3, monitor: 'g' }))).toBe(
      '{"anneal":1,"type":"backOff","spike":3,"monitor":"g"}',
    );
  });

  it.each([
    [{ initial: 0 }, 'initial must be a positive number, got 0'],
    [{ factor: 1 }, 'factor must be above 0 and below 1, got 1'],
    [{ spike: 1 }, 'spike must be a number above 1, got 1'],
    [{ recover: 0 }, 'recover must be a positive number, got 0'],
    [{ budget: 0 }, 'budget must be a whole number from 1 up, got 0'],
    [{ budget: Infinity }, 'budget must be a whole number from 1 up, got Infinity'],
    [{ cooldown: -1 }, 'cooldown must be a whole number from 0 up, got -1'],
    [{ smoothing: 1 }, 'smoothing must be from 0 to below 1, got 1'],
    [{ monitor: '' }, "monitor must be the name of a metric, got ''"],
  ])('refuses %o', (options, message) => {
    expect(() => backOff(options as never)).toThrow(new RangeError(`backOff: ${message}`));
  });

  it('refuses what it does not know', () => {
    expect(() => backOff({ mode: 'max' } as never)).toThrow(
      new TypeError(
        "backOff: unknown option 'mode', the options are initial, factor, spike, recover, budget, cooldown, monitor, smoothing",
      ),
    );
  });

  it.each(
    laws(backOff({ spike: 2, recover: 2.5, budget: 4, smoothing: 0.4 }), [
      1,
      3,
      1,
      1,
      9,
      Number.NaN,
      1,
      -3,
      -1,
      5,
      1,
      Infinity,
      2,
      2,
      9,
    ]),
  )('$name', (law) => law.check());
});
