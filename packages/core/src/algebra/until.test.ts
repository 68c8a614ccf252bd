import * as fc from 'fast-check';
import { concat, from, NEVER, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  backOff,
  clamp,
  combine,
  constant,
  cosineAnnealing,
  type Decision,
  decisions,
  feedback,
  groups,
  isCurve,
  lasting,
  linear,
  multiply,
  type Part,
  perEpoch,
  reduceOnPlateau,
  restarts,
  resume,
  type State,
  scale,
  sequence,
  simulate,
  staircase,
  until,
  warmup,
} from '../index.ts';
import { fromJSON } from '../json/index.ts';
import { laws } from '../testing/index.ts';
import { phase, tree } from '../trees/arbitrary.ts';
import { decided } from '../trees/decided.ts';

const falling = linear({ from: 8, to: 0, over: 8 });
const plateau = (initial = 1) => reduceOnPlateau({ initial, factor: 0.5, patience: 0 });
const low = { below: 2 } as const;
const stalled = { plateau: { patience: 0 } } as const;
/** Feedback of one's own that counts what it hears. */
const counting = (heard: unknown[] = []) =>
  feedback({
    init: 0,
    next: (n: number, report: unknown, step) => {
      heard.push([step, report]);
      return n + 1;
    },
    rate: (n) => n,
  });

const steps = (readings: readonly (number | undefined)[]) =>
  readings.map((loss, step) => (loss === undefined ? { step } : { step, loss }));
const last = (schedule: Part, reports: readonly unknown[]) =>
  (decided(schedule, reports).at(-1) as Decision).state;
const ended = (schedule: Part, reports: readonly unknown[]) => {
  let end = 'open';
  from(reports)
    .pipe(schedule)
    .subscribe({ error: (error: Error) => (end = error.message), complete: () => (end = 'completed') });
  return end;
};

describe('until', () => {
  it.each<[string, unknown, readonly unknown[], readonly number[]]>([
    ['a reading below a limit', low, [9, 2, 1.9, 9, 0], [8, 7, 6, 5, 5, 5]],
    ['one above a limit', { above: 2 }, [1, 2, 2.1, 0], [8, 7, 6, 5, 5]],
    ['a metric of its own', { monitor: 'v', below: 2 }, [{ loss: 0 }, { v: 1 }, { v: 9 }], [8, 7, 6, 6]],
    ['a limit below 0', { below: -2 }, [-1, -2, -2.1, 0], [8, 7, 6, 5, 5]],
    ['a limit of 0, past which it must go', { above: 0 }, [-1, 0, 1e-9, 0], [8, 7, 6, 5, 5]],
    ['Infinity above', { above: 2 }, [1, Infinity, 1], [8, 7, 6, 6]],
    ['−Infinity below', low, [9, -Infinity, 9], [8, 7, 6, 6]],
    ['no NaN: it lies nowhere', low, [Number.NaN, Number.NaN, 1, 9], [8, 7, 6, 5, 5]],
    ['a plateau', stalled, [3, 2, 2, 1, 0], [8, 7, 6, 5, 5, 5]],
    [
      'a plateau, with patience',
      { plateau: { patience: 2 } },
      [3, 3, 3, 2, 2, 2, 2, 1],
      [8, 7, 6, 5, 4, 3, 2, 1, 1],
    ],
    [
      'a plateau of what shall rise',
      { plateau: { patience: 0, mode: 'max' } },
      [1, 2, 2, 9],
      [8, 7, 6, 5, 5],
    ],
    [
      'a plateau of small gains',
      { plateau: { patience: 0, threshold: 1, thresholdMode: 'absolute' } },
      [5, 3.5, 3, 1],
      [8, 7, 6, 5, 5],
    ],
    [
      'a plateau of what is not finite, unless that is passed over',
      { plateau: { patience: 0, nonFinite: 'ignore' } },
      [3, Number.NaN, 3, 1],
      [8, 7, 6, 5, 5],
    ],
    ['NaN as no gain', stalled, [3, Number.NaN, 1], [8, 7, 6, 6]],
    ['a function of the report', (loss: number) => loss === 3, [1, 2, 3, 4, 3], [8, 7, 6, 5, 5, 5]],
    ['the first report', low, [0, 9], [8, 7, 7]],
  ])('ends a phase on %s, and holds from there on', (_, event, reports, expected) => {
    expect(simulate(until(falling, event as never), reports)).toEqual(expected);
  });

  it('starts from its defaults: the loss, a patience of 10, a threshold of 1e-4', () => {
    const level = until(constant(1), { plateau: {} });
    const next = sequence(level, constant(0));
    expect(simulate(next, Array(12).fill({ loss: 3 })).slice(-2)).toEqual([1, 0]);
    // A margin of 3e-4: the one is a gain, the other is none.
    expect(simulate(next, [...Array(11).fill(3), 2.9996, 3])).not.toContain(0);
    expect(simulate(next, [...Array(11).fill(3), 2.9998, 3]).slice(-3)).toEqual([1, 0, 0]);
    expect(level.monitors).toEqual(['loss']);
    expect(until(constant(1), low).monitors).toEqual(['loss']);
    expect(until(plateau(), { monitor: 'v', above: 1 }).monitors).toEqual(['loss', 'v']);
    expect(until(plateau(), low).monitors).toEqual(['loss']);
    expect(until(constant(1), () => true).monitors).toEqual([]);
  });

  it('has no end that is known, and no future', () => {
    for (const event of [low, stalled, () => false]) {
      const schedule = until(falling, event as never);
      expect(schedule.span).toBe(Infinity);
      expect(isCurve(schedule)).toBe(false);
    }
  });

  it('holds past the span of its part until the event', () => {
    const two = sequence(until(linear({ from: 2, to: 1, over: 1 }), low), constant(7));
    expect(simulate(two, [9, 9, 9, 1, 9])).toEqual([2, 1, 1, 1, 7, 7]);
  });

  it('lets its part read the report that is the event, and none after it', () => {
    const heard: unknown[] = [];
    const alone = until(counting(heard), low);
    expect(simulate(alone, steps([9, 1, 9, 9]))).toEqual([0, 1, 2, 2, 2]);
    expect(heard).toEqual([
      [0, { step: 0, loss: 9 }],
      [1, { step: 1, loss: 1 }],
    ]);
    // The cut of that report shows where no part follows.
    expect(simulate(until(plateau(), { above: 5 }), [3, 9, 9])).toEqual([1, 1, 0.5, 0.5]);
  });

  it('is an event beside the part: which may watch the same metric', () => {
    const both = until(plateau(), { plateau: { patience: 1 } });
    expect(simulate(both, [3, 3, 3, 3])).toEqual([1, 1, 0.5, 0.25, 0.25]);
  });

  describe('in a sequence', () => {
    it('goes on at the next rate, wherever it stands', () => {
      const [a, b, c] = [
        lasting(constant(1), 2),
        until(constant(2), low),
        linear({ from: 9, to: 7, over: 2 }),
      ];
      //                                      e
      expect(simulate(sequence(b, c), [5, 5, 1, 5, 5])).toEqual([2, 2, 2, 9, 8, 7]);
      expect(simulate(sequence(a, b, c), [1, 1, 5, 1, 5])).toEqual([1, 1, 2, 2, 9, 8]);
      expect(simulate(sequence(a, b), [1, 1, 5, 1, 5])).toEqual([1, 1, 2, 2, 2, 2]);
      expect(simulate(sequence(b, until(constant(3), { above: 8 }), c), [1, 1, 9, 1])).toEqual([
        2, 3, 3, 9, 8,
      ]);
    });

    it('ends one phase on one report: the next begins with no memory of it', () => {
      const two = sequence(until(constant(2), low), until(constant(3), low), constant(4));
      expect(simulate(two, [1, 1, 1])).toEqual([2, 3, 4, 4]);
      const plateaus = sequence(until(constant(2), stalled), until(constant(3), stalled), constant(4));
      expect(simulate(plateaus, [5, 5, 9, 9])).toEqual([2, 2, 3, 3, 4]);
      expect(simulate(sequence(until(constant(2), low), plateau()), [1, 3, 3])).toEqual([2, 1, 1, 0.5]);
    });

    it('reads nothing before its turn', () => {
      const after = sequence(lasting(constant(1), 2), until(constant(2), stalled), constant(3));
      //                    deaf | baseline, bad
      expect(simulate(after, [1, 1, 5, 6, 6])).toEqual([1, 1, 2, 2, 3, 3]);
    });

    it('begins the next part at its own step 0, after a report that leaves steps out too', () => {
      const two = sequence(until(constant(2), low), falling);
      expect(
        simulate(two, [
          { step: 4, loss: 1 },
          { step: 6, loss: 1 },
        ]),
      ).toEqual([2, 8, 6]);
    });

    it('goes on inside whatever stands around it', () => {
      const phase = until(falling, low);
      const next = constant(77);
      const reports = [9, 9, 1, 9];
      const rates = (a: Part) => simulate(sequence(a, next), reports);
      expect(rates(scale(phase, 2))).toEqual([16, 14, 12, 77, 77]);
      expect(rates(clamp(phase, { max: 7 }))).toEqual([7, 7, 6, 77, 77]);
      expect(rates(lasting(phase, 9))).toEqual([8, 7, 6, 77, 77]);
      expect(rates(staircase(phase, { every: 2 }))).toEqual([8, 8, 6, 77, 77]);
      expect(rates(perEpoch(phase, { steps: 1 }))).toEqual([8, 7, 6, 77, 77]);
      expect(rates(warmup(phase, { over: 1 }))).toEqual([8, 8, 7, 77, 77]);
      // The climb is deaf: what would be the event comes too early.
      expect(rates(warmup(phase, { over: 3, from: 2 }))).toEqual([2, 4, 6, 8, 7]);
      expect(rates(sequence(lasting(constant(1), 1), phase))).toEqual([1, 8, 7, 77, 77]);
      expect(rates(scale(sequence(lasting(constant(1), 1), phase), 2))).toEqual([2, 16, 14, 77, 77]);
      expect(rates(sequence(phase))).toEqual([8, 7, 6, 77, 77]);
      expect(rates(scale(clamp(lasting(phase, 20), { min: 1 }), 0.5))).toEqual([4, 3.5, 3, 77, 77]);
      expect(rates(until(phase, { above: 100 }))).toEqual([8, 7, 6, 77, 77]);
      expect(rates(until(until(falling, { above: 100 }), low))).toEqual([8, 7, 6, 77, 77]);
    });

    it('ends with whichever comes first, its length or the event', () => {
      const two = sequence(lasting(until(falling, low), 3), constant(77));
      expect(simulate(two, [9, 1, 9, 9])).toEqual([8, 7, 77, 77, 77]);
      expect(simulate(two, [9, 9, 9, 1])).toEqual([8, 7, 6, 77, 77]);
      expect(simulate(two, [9, 9, 1, 1])).toEqual([8, 7, 6, 77, 77]);
      expect(two.span).toBe(Infinity);
    });

    it('ends between two steps where its length does, also with the event on that step', () => {
      const three = (a: Part) => sequence(a, falling);
      for (const reports of [steps([9, 9, 9, 9]), steps([9, 9, 1, 9])])
        expect(simulate(three(lasting(until(constant(1), low), 2.5)), reports)).toEqual(
          simulate(three(lasting(constant(1), 2.5)), reports),
        );
    });

    it('refuses a phase that cannot end: side by side with others, and restarted, it holds', () => {
      const phase = until(falling, low);
      for (const [name, part] of [
        ['multiply', multiply(phase, constant(2))],
        ['combine', combine([phase, constant(2)], Math.min)],
        ['restarts', restarts(lasting(phase, 4))],
      ] as const) {
        expect(() => sequence(part, constant(1))).toThrow(
          `sequence: part 0 (${name}) must have a finite span since another follows it, got Infinity; ` +
            'give it one with lasting(part, steps), or end it on an event with until(part, event)',
        );
      }
      expect(simulate(multiply(phase, falling), [9, 1, 9, 9])).toEqual([64, 49, 36, 30, 24]);
      expect(simulate(combine([phase, constant(6.5)], Math.min), [1, 9])).toEqual([6.5, 6.5, 6.5]);
      // With an end of its own a product may stand before another, and an event does not cut it short.
      const product = sequence(lasting(multiply(phase, constant(1)), 4), constant(77));
      expect(simulate(product, [9, 1, 9, 9, 9])).toEqual([8, 7, 6, 6, 77, 77]);
    });

    it('counts in epochs inside perEpoch: the event is heard when its epoch is over', () => {
      const two = sequence(perEpoch(until(falling, low), { steps: 2 }), constant(77));
      expect(simulate(two, steps([9, 9, 1, 9, 1, 1, 9]))).toEqual([8, 8, 7, 7, 6, 6, 77, 77]);
      // The reading in mid-epoch is kept for its end; the sequence stands at the step behind it.
      const then = sequence(perEpoch(until(falling, low), { steps: 3 }), linear({ from: 5, to: 0, over: 5 }));
      expect(simulate(then, steps([9, 1, undefined, 9, 9]))).toEqual([8, 8, 8, 5, 4, 3]);
    });

    it('goes on at once inside staircase, between two of its stairs', () => {
      const two = sequence(staircase(until(falling, low), { every: 3 }), constant(77));
      expect(simulate(two, [9, 1, 9])).toEqual([8, 8, 77, 77]);
      expect(simulate(staircase(until(falling, low), { every: 3 }), [9, 9, 9, 9, 1, 9, 9])).toEqual([
        8, 8, 8, 5, 5, 5, 3, 3,
      ]);
    });

    it('does all of it again where a sequence is restarted', () => {
      const cycle = lasting(sequence(until(constant(2), low), constant(3)), 3);
      expect(simulate(restarts(cycle), [1, 9, 9, 9, 1, 9, 9])).toEqual([2, 3, 3, 2, 2, 3, 2, 2]);
      const held = restarts(lasting(until(falling, low), 4));
      expect(simulate(held, [9, 1, 9, 9, 9, 9, 9])).toEqual([8, 7, 6, 6, 8, 7, 6, 5]);
      const stretched = restarts(lasting(until(falling, low), 2), { stretch: 2 });
      expect(simulate(stretched, [1, 9, 9, 9, 1, 9, 9])).toEqual([8, 7, 8, 7.5, 7, 6.5, 8, 7.75]);
    });

    it('stands in groups: there each part ends by itself', () => {
      const both = groups({ a: sequence(until(constant(2), low), constant(3)), b: constant(1) });
      expect(simulate(both, [9, 1])).toEqual([
        { a: 2, b: 1 },
        { a: 2, b: 1 },
        { a: 3, b: 1 },
      ]);
    });
  });

  describe('and late readings', () => {
    const two = sequence(until(constant(2), low), counting());

    it('ends on what comes behind its step, from the step on that comes next', () => {
      const reports = [{ step: 0 }, { step: 1 }, { step: 0, loss: 1 }, { step: 2 }];
      expect(simulate(two, reports)).toEqual([2, 2, 2, 0, 1]);
      expect(simulate(two, [{ step: 0 }, { loss: 1 }, { step: 1 }])).toEqual([2, 2, 0, 1]);
      expect(simulate(sequence(until(constant(2), stalled), constant(3)), [...reports, { loss: 1 }])).toEqual(
        [2, 2, 2, 2, 2, 3],
      );
    });

    it('hears nothing twice', () => {
      const limit = sequence(until(constant(2), { plateau: { patience: 1 } }), constant(3));
      const once = [
        { step: 0, loss: 5 },
        { step: 1, loss: 5 },
      ];
      expect(simulate(limit, [...once, once[1], once[0], { step: 2 }])).toEqual([2, 2, 2, 2, 2, 2]);
      expect(simulate(limit, [...once, once[1], { step: 2, loss: 5 }])).toEqual([2, 2, 2, 2, 3]);
      // What came before the phase began is not heard in it.
      const second = sequence(lasting(constant(1), 1), until(constant(2), low), constant(3));
      const redelivered = [{ step: 0, loss: 1 }, { step: 0, loss: 1 }, { step: 1 }, { step: 0, loss: 1 }];
      expect(simulate(second, redelivered)).toEqual([1, 2, 2, 2, 2]);
    });

    it('ends an epoch on a validation that comes right behind it', () => {
      const epochs = sequence(
        perEpoch(until(constant(2), { monitor: 'v', below: 2 }), { steps: 2 }),
        constant(3),
      );
      for (const behind of [{ v: 1 }, { step: 1, v: 1 }])
        expect(simulate(epochs, [{ step: 0 }, { step: 1 }, behind, { step: 2 }])).toEqual([2, 2, 2, 3, 3]);
    });
  });

  describe('with a function', () => {
    it('calls it once for each report, as it came, and not after the event', () => {
      const seen: unknown[] = [];
      const reports = [{ step: 0, a: 1 }, { step: 1, b: 'x' }, { step: 2, done: true }, { step: 3 }];
      const schedule = until(constant(1), (report: { done?: boolean }) => {
        seen.push(report);
        return report.done === true;
      });
      simulate(schedule, reports);
      expect(seen).toEqual(reports.slice(0, 3));
    });

    it('does not call it for a step that was passed over, nor before its turn', () => {
      const seen: unknown[] = [];
      const spy = (report: unknown) => {
        seen.push(report);
        return false;
      };
      simulate(sequence(lasting(constant(1), 2), until(constant(2), spy)), [
        { step: 0 },
        { step: 1 },
        { step: 5 },
        { step: 9 },
      ]);
      expect(seen).toEqual([{ step: 5 }, { step: 9 }]);
      seen.length = 0;
      simulate(until(counting(), spy), [{ step: 3 }]);
      expect(seen).toEqual([{ step: 3 }]);
      seen.length = 0;
      simulate(perEpoch(until(constant(2), spy), { steps: 2 }), [
        { step: 1, loss: 3 },
        { step: 7, loss: 4 },
      ]);
      expect(seen).toEqual([{ loss: 3 }, { loss: 4 }]);
    });

    it('shows it fresh metrics only', () => {
      const seen: unknown[] = [];
      const schedule = until(constant(1), (report: unknown) => {
        seen.push(report);
        return false;
      });
      const first = { step: 0, loss: 3 };
      simulate(schedule, [first, first, { step: 0, loss: 3, valLoss: 4 }, { loss: 5 }]);
      expect(seen).toEqual([first, { step: 0, valLoss: 4 }, { loss: 5 }]);
    });

    it('ends the stream with what it throws', () => {
      const broken = until(constant(1), () => {
        throw new Error('no such file');
      });
      expect(ended(broken, [1])).toBe('no such file');
      expect(ended(sequence(broken, constant(2)), [])).toBe('completed');
    });

    it.each([
      [Promise.resolve(true), 'an object'],
      [1, '1'],
      [undefined, 'undefined'],
      ['yes', "'yes'"],
      [null, 'null'],
    ])('ends the stream where it gives %o, which is no answer', (said, shown) => {
      expect(() =>
        simulate(
          until(constant(1), () => said as never),
          [1],
        ),
      ).toThrow(new TypeError(`until: its function must give true or false, got ${shown}`));
    });
  });

  it('waits for its metric, and complains at the end of a run where it never came', () => {
    const schedule = until(constant(1), { monitor: 'valLoss', below: 2 });
    const message =
      "until: no report carried the metric 'valLoss' (did you mean 'vloss'?); they carried vloss. Set monitor to a metric that is reported.";
    expect(ended(schedule, [{ vloss: 1 }])).toBe(message);
    expect(ended(until(constant(1), { plateau: { monitor: 'valLoss' } }), [{ vloss: 1 }])).toBe(message);
    expect(ended(schedule, [{ valLoss: 9 }, { vloss: 1 }])).toBe('completed');
    expect(ended(sequence(lasting(constant(1), 3), schedule), [{ vloss: 1 }])).toBe('completed');
    // Once it has ended it waits for nothing more.
    const both = until(plateau(), (report: { stop?: boolean }) => report.stop === true);
    expect(ended(both, [{ stop: true, loss: 1 }, { x: 1 }])).toBe('completed');
    expect(ended(schedule, [{ valLoss: 'x' }])).toMatch(/has valLoss: 'x'; a metric must be a number/);
  });

  it('ends the stream where what is not finite is an error', () => {
    const strict = until(constant(1), { plateau: { nonFinite: 'error' } });
    expect(() => simulate(strict, [1, Number.NaN])).toThrow(
      new RangeError("until: loss must be finite (nonFinite is 'error'), got NaN at step 1"),
    );
  });

  describe('causes', () => {
    const causesOf = (schedule: Part, reports: readonly unknown[]) =>
      decided(schedule, reports).map(({ causes }) => causes);

    it.each(['below', 'above'] as const)('tell of a reading %s a limit', (on) => {
      const limit = on === 'below' ? 2 : 0;
      const told = causesOf(
        until(constant(1), { [on]: limit } as { below: number }),
        [3, 2, 1, 0].map((loss) => (on === 'below' ? { loss } : { loss: 1 - loss })),
      );
      expect(told.map(({ length }) => length)).toEqual(on === 'below' ? [0, 0, 0, 1, 0] : [0, 0, 0, 0, 1]);
      expect(told.flat()).toEqual([
        {
          by: 'until',
          path: '$',
          step: on === 'below' ? 3 : 4,
          on,
          monitor: 'loss',
          reading: 1,
          limit,
        },
      ]);
    });

    it('tell of a plateau with its figures', () => {
      const schedule = until(constant(1), {
        plateau: { monitor: 'v', mode: 'max', patience: 1, threshold: 0 },
      });
      const told = causesOf(schedule, [
        { step: 0, v: 3 },
        { step: 1, v: 5 },
        { step: 2, v: 5 },
        { step: 3 },
        { step: 4, v: 4 },
      ]);
      expect(told.flat()).toEqual([
        {
          by: 'until',
          path: '$',
          step: 5,
          on: 'plateau',
          monitor: 'v',
          mode: 'max',
          best: 5,
          bestAt: 1,
          bad: 2,
          patience: 1,
          threshold: 0,
          thresholdMode: 'relative',
        },
      ]);
    });

    it('tell of a function, and of what is not finite as it was', () => {
      expect(
        causesOf(
          until(constant(1), () => true),
          [1],
        )[1],
      ).toEqual([{ by: 'until', path: '$', step: 1, on: 'function' }]);
      expect(causesOf(until(constant(1), { above: 3 }), [Infinity])[1]).toMatchObject([
        { reading: Infinity },
      ]);
      expect(causesOf(until(constant(1), { below: 3 }), [-Infinity])[1]).toMatchObject([
        { reading: -Infinity },
      ]);
    });

    it('tell what else acted on that report where the phase holds', () => {
      expect(causesOf(until(plateau(), stalled), [3, 3])[2]?.map(({ by, path }) => `${by} ${path}`)).toEqual([
        'until $',
        'reduceOnPlateau $.part',
      ]);
    });

    it('tell in a sequence of the part that begins, and of what ended the one before', () => {
      const three = sequence(
        lasting(constant(1), 1),
        until(plateau(), stalled),
        scale(warmup(until(plateau(), low), { over: 1 }), 0.5),
        constant(3),
      );
      const told = causesOf(three, [3, 3, 3, 3, 1, 3]);
      expect(told.map((causes) => causes.map(({ by, path }) => `${by} ${path}`))).toEqual([
        [],
        ['sequence $'],
        [],
        ['sequence $', 'until $.parts[1]'],
        ['sequence $.parts[2].part'],
        ['sequence $', 'until $.parts[2].part.part'],
        [],
      ]);
      expect(told[3]).toEqual([
        { by: 'sequence', path: '$', step: 3, part: 2, parts: 4 },
        {
          by: 'until',
          path: '$.parts[1]',
          step: 3,
          on: 'plateau',
          monitor: 'loss',
          mode: 'min',
          best: 3,
          bestAt: 1,
          bad: 1,
          patience: 0,
          threshold: 1e-4,
          thresholdMode: 'relative',
        },
      ]);
      expect(told[5]?.[1]).toEqual({
        by: 'until',
        path: '$.parts[2].part.part',
        step: 5,
        on: 'below',
        monitor: 'loss',
        reading: 1,
        limit: 2,
      });
    });

    it('tell nothing of an event where the length ended the part, nor of an old one', () => {
      const three = sequence(until(constant(1), low), lasting(until(constant(2), low), 1), constant(3));
      const told = causesOf(three, [1, 9, 9]).map((causes) => causes.map(({ by }) => by));
      expect(told).toEqual([[], ['sequence', 'until'], ['sequence'], []]);
    });

    it('tell of a part that began and ended within one report that leaves steps out', () => {
      const three = sequence(lasting(constant(1), 2), until(constant(2), low), constant(3));
      expect(causesOf(three, [{ step: 4, loss: 1 }])[1]?.map(({ by, path }) => `${by} ${path}`)).toEqual([
        'sequence $',
        'until $.parts[1]',
      ]);
    });

    it('are the same after a resume', () => {
      const schedule = sequence(until(constant(1), { plateau: { patience: 1 } }), constant(2));
      const reports = [3, 3, 3, 3];
      const told = causesOf(schedule, reports);
      for (const [cut, { state }] of decided(schedule, reports).entries()) {
        const revived = resume(schedule, JSON.parse(JSON.stringify(state)) as State);
        expect(causesOf(revived, reports.slice(cut)).slice(1)).toEqual(told.slice(cut + 1));
      }
    });
  });

  describe('resumed', () => {
    const noted = until(falling, stalled);
    const crossed = until(falling, low);
    const before = last(noted, [3, 2]);
    const after = last(crossed, [3, 1, 9]);
    const withMemory = ({ parts, ...rest }: State, changes: object): State => ({
      ...rest,
      parts: { ...parts, memory: { ...(parts.memory as object), ...changes } },
    });

    it('remembers what it has watched, and that it is over', () => {
      expect(before.parts.memory).toEqual({
        over: null,
        watch: { best: 2, bestAt: 1, bad: 0, sum: 0, weight: 0 },
        reading: null,
        memory: null,
      });
      expect(after.parts.memory).toEqual({ over: 2, watch: null, reading: 1, memory: null });
      expect(before.shape).toBe('until(curve,plateau)');
      expect(after.shape).toBe('until(curve)');
      expect(simulate(resume(noted, before), [2, 9])).toEqual([6, 5, 5]);
      expect(simulate(resume(crossed, after), [1])).toEqual([6, 6]);
    });

    it.each<[Part, State, object, string]>([
      [crossed, after, { over: -1 }, 'over must be a number from 0 up, got -1'],
      [crossed, after, { over: 4 }, 'over must be at most the step, 3, got 4'],
      [crossed, after, { over: '2' }, "over must be a number from 0 up, got '2'"],
      [crossed, after, { reading: 'much' }, "reading must be the reading that ended the phase, got 'much'"],
      [crossed, after, { watch: { best: 1 } }, 'watch must be null, got an object'],
      [
        noted,
        before,
        { watch: null },
        'watch must be an object { best, bestAt, bad, sum, weight }, got null',
      ],
      [noted, before, { watch: { best: 1 } }, 'watch.bestAt must be there, got undefined'],
      [crossed, after, { memory: 3 }, 'memory must be null, since a curve remembers nothing, got 3'],
    ])('refuses by its field: %# ', (schedule, state, changes, message) => {
      expect(() => resume(schedule, withMemory(state, changes))).toThrow(
        new RangeError(`resume: state.parts.memory.${message}`),
      );
    });

    it('refuses a watch that cannot be, by its field', () => {
      const { watch } = before.parts.memory as { watch: object };
      for (const [changes, message] of [
        [{ bad: -1 }, 'watch.bad must be a whole number from 0 up, got -1'],
        [{ best: 'x' }, "watch.best must be a finite number, got 'x'"],
        [{ weight: 3 }, 'watch.weight must be at most 1, got 3'],
      ] as const) {
        expect(() => resume(noted, withMemory(before, { watch: { ...watch, ...changes } }))).toThrow(
          new RangeError(`resume: state.parts.memory.${message}`),
        );
      }
    });

    it('refuses a reading that ended nothing', () => {
      expect(() => resume(crossed, withMemory(after, { over: null }))).toThrow(
        'resume: state.parts.memory.reading must be',
      );
      expect(() => resume(noted, withMemory(before, { reading: 3 }))).toThrow(
        'resume: state.parts.memory.reading must be',
      );
    });

    it('refuses another shape', () => {
      expect(() => resume(noted, after)).toThrow(/shape/);
      expect(() => resume(constant(1), after)).toThrow(/shape/);
    });

    it('takes back in a sequence what its part remembered, and refuses what it could not have', () => {
      const two = sequence(until(falling, low), constant(2), ...[]);
      const state = last(two, [9, 1, 9]);
      expect(state.parts.memory).toEqual({
        part: 1,
        since: 2,
        memory: null,
        ended: { part: 0, memory: { over: 2, watch: null, reading: 1, memory: null } },
      });
      const changed = (changes: object): State => withMemory(state, { ended: changes });
      expect(() => resume(two, changed({ part: 1, memory: null }))).toThrow(
        new RangeError('resume: state.parts.memory.ended.part must be below the part that is on, 1, got 1'),
      );
      expect(() => resume(two, changed({ part: 0, memory: { over: 2 } }))).toThrow(
        'resume: state.parts.memory.ended.memory.watch must be there',
      );
      expect(() => resume(two, changed({ memory: null }))).toThrow('ended.part must be there');
      expect(() => resume(two, changed(3 as never))).toThrow(
        'ended must be an object { part, memory }, got 3',
      );
    });

    it('under a shorter patience waits for a reading, so that a gap is still as silent steps are', () => {
      const plan = (patience: number) => sequence(until(constant(1), { plateau: { patience } }), falling);
      const state = last(plan(5), steps([3, 3, 3, 3]));
      const resumed = () => resume(plan(1), state);
      const filled = simulate(
        resumed(),
        [4, 5, 6, 7].map((step) => ({ step })),
      );
      expect(filled.at(-1)).toBe(simulate(resumed(), [{ step: 7 }]).at(-1));
    });

    it('goes on under another limit, and another next part', () => {
      const state = last(sequence(until(constant(1), low), falling), [9, 9]);
      const later = sequence(until(constant(1), { below: 5 }), linear({ from: 3, to: 0, over: 3 }));
      expect(simulate(resume(later, state), [4, 4])).toEqual([1, 3, 2]);
    });
  });

  describe('inside another', () => {
    const inner = until(constant(1), { below: 2 });

    it('ends with whichever comes first', () => {
      const phase = sequence(until(inner, { above: 8 }), constant(5));
      expect(simulate(phase, [3, 1, 3])).toEqual([1, 1, 5, 5]);
      expect(simulate(phase, [3, 9, 3])).toEqual([1, 1, 5, 5]);
      const told = decided(phase, [3, 1]).at(-1)?.causes;
      expect(told?.map(({ by, path }) => [by, path])).toEqual([
        ['sequence', '$'],
        ['until', '$.parts[0].part'],
      ]);
    });

    it('alone goes on to its own event, as a length would', () => {
      const alone = decided(until(inner, { above: 8 }), [3, 1, 9, 9]);
      expect(alone.map(({ causes }) => causes.map(({ path }) => path))).toEqual([
        [],
        [],
        ['$.part'],
        ['$'],
        [],
      ]);
    });
  });

  describe('as JSON', () => {
    it.each<[Part, string]>([
      [
        until(constant(1), { monitor: 'v', below: 2 }),
        '{"anneal":1,"type":"until","part":{"type":"constant","rate":1},"monitor":"v","below":2}',
      ],
      [
        until(constant(1), { above: 0 }),
        '{"anneal":1,"type":"until","part":{"type":"constant","rate":1},"above":0}',
      ],
      [
        until(constant(1), { plateau: { patience: 3, monitor: 'v' } }),
        '{"anneal":1,"type":"until","part":{"type":"constant","rate":1},"plateau":{"patience":3,"monitor":"v"}}',
      ],
      [
        until(constant(1), { plateau: {} }),
        '{"anneal":1,"type":"until","part":{"type":"constant","rate":1},"plateau":{}}',
      ],
    ])('is written, and read: %#', (schedule, text) => {
      expect(JSON.stringify(schedule)).toBe(text);
      const read = fromJSON(text);
      expect(JSON.stringify(read)).toBe(text);
      expect(read.monitors).toEqual(schedule.monitors);
      expect(JSON.stringify(sequence(read, constant(2)))).toContain('"sequence"');
    });

    it('says of a function that it cannot be written', () => {
      const own = sequence(
        until(constant(1), () => true),
        constant(2),
      );
      expect(() => JSON.stringify(own)).toThrow(
        new TypeError(
          'until: its event is a function, which cannot be written as JSON; { below }, { above } and { plateau } can',
        ),
      );
    });

    it('does not change with what was given', () => {
      const options = { patience: 3 };
      const schedule = until(constant(1), { plateau: options });
      const text = JSON.stringify(schedule);
      options.patience = 4;
      expect(JSON.stringify(schedule)).toBe(text);
    });
  });

  it.each<[unknown, unknown, string]>([
    [0.1, low, 'until: its first argument must be a schedule, got 0.1'],
    [
      falling,
      undefined,
      'until: its event must be { below }, { above }, { plateau } or a function, got undefined',
    ],
    [falling, null, 'until: its event must be { below }, { above }, { plateau } or a function, got null'],
    [falling, 3, 'until: its event must be { below }, { above }, { plateau } or a function, got 3'],
    [
      falling,
      {},
      'until: its event must be one of { below }, { above }, { plateau } or a function, got an object',
    ],
    [falling, { below: 1, above: 2 }, 'until: its event must be one of { below }, { above }, { plateau } or'],
    [
      falling,
      { monitor: 'v' },
      'until: its event must be one of { below }, { above }, { plateau } or a function',
    ],
    [falling, { below: Number.NaN }, 'until: below must be a finite number, got NaN'],
    [falling, { above: '3' }, "until: above must be a finite number, got '3'"],
    [falling, { below: 1, monitor: '' }, "until: monitor must be the name of a metric, got ''"],
    [falling, { bellow: 1 }, "until: unknown option 'bellow', did you mean 'below'?"],
    [falling, { plateau: {}, below: 1 }, "until: unknown option 'below'"],
    [falling, { plateau: 3 }, 'until: plateau must be an object'],
    [falling, { plateau: undefined }, 'until: plateau must be an object'],
    [
      falling,
      { plateau: { patience: -1 } },
      'until: plateau.patience must be a whole number from 0 up, got -1',
    ],
    [falling, { plateau: { mode: 'x' } }, "until: plateau.mode must be 'min' or 'max', got 'x'"],
    [
      falling,
      { plateau: { patiance: 1 } },
      "until: unknown option 'plateau.patiance', did you mean 'plateau.patience'?",
    ],
    [
      resume(constant(1), 3),
      low,
      'until: its first argument is a resumed schedule, and resume stands outermost',
    ],
    [
      groups({ a: constant(1) }),
      low,
      'until: its first argument is a record of rates, and groups stands outermost',
    ],
  ])('refuses %o with %o', (a, event, message) => {
    expect(() => until(a as never, event as never)).toThrow(message);
  });

  it('answers to nobody once its source is done: it neither ends the stream nor goes on', () => {
    const seen: unknown[] = [];
    of(1, 9)
      .pipe(until(falling, low))
      .subscribe({ next: (rate) => seen.push(rate), complete: () => seen.push('completed') });
    expect(seen).toEqual([8, 7, 7, 'completed']);
  });

  it('works a thousand deep, and ten thousand in a row', () => {
    let deep: Part = until(constant(1), low);
    for (let i = 0; i < 1000; i++) deep = scale(deep, 1);
    expect(simulate(sequence(deep, constant(2)), [1])).toEqual([1, 2]);
    const row = Array.from({ length: 10_000 }, (_, i) => until(constant(i), low));
    expect(simulate(sequence(...row), [1, 9, 1])).toEqual([0, 1, 1, 2]);
  });

  describe('on any composition', () => {
    /** Reports of steps, of which some are left out, and one of them. */
    const history = fc
      .array(
        fc.record({
          gap: fc.integer({ min: 1, max: 4 }),
          loss: fc.option(fc.double({ min: -2, max: 5, noNaN: true }), { nil: undefined }),
          valLoss: fc.option(fc.double({ min: -2, max: 5 }), { nil: undefined }),
        }),
        { minLength: 1, maxLength: 12 },
      )
      .map((told) => {
        let step = -1;
        return told.map(({ gap, loss, valLoss }) => {
          step += gap;
          return {
            step,
            ...(loss !== undefined && { loss }),
            ...(valLoss !== undefined && { valLoss }),
          };
        });
      });
    const moment = fc.tuple(history, fc.nat()).map(([reports, n]) => ({
      reports,
      // The step of one of the reports.
      at: reports[n % reports.length]?.step as number,
    }));
    const on = (at: number) => (report: { step: number }) => report.step === at;

    it('an event on the report of step i is a length of i + 1', () => {
      fc.assert(
        fc.property(tree, moment, ({ schedule }, { reports, at }) => {
          const rates = simulate(until(schedule, on(at)), reports);
          expect(rates).toEqual(simulate(lasting(schedule, at + 1), reports));
        }),
        { numRuns: 1_000 },
      );
    });

    /** A part that no event of its own ends: a product holds. */
    const held = (part: Part) => multiply(part, constant(1));

    it('and so it is in a sequence, at any place of it', () => {
      fc.assert(
        fc.property(tree, tree, tree, moment, fc.nat(), (a, b, c, { reports, at }, n) => {
          const [first, second] = [held(a.schedule), held(b.schedule)];
          expect(simulate(sequence(until(first, on(at)), c.schedule), reports)).toEqual(
            simulate(sequence(lasting(first, at + 1), c.schedule), reports),
          );
          const sooner = reports.filter(({ step }) => step < at);
          const before = sooner[n % sooner.length]?.step;
          if (before === undefined) return;
          const events = sequence(until(first, on(before)), until(second, on(at)), c.schedule);
          const lengths = sequence(lasting(first, before + 1), lasting(second, at - before), c.schedule);
          expect(simulate(events, reports)).toEqual(simulate(lengths, reports));
        }),
        { numRuns: 1_000 },
      );
    });

    it('steps that were passed over are as steps that reported nothing', () => {
      const filled = (reports: readonly { readonly step: number }[]) => {
        const told = new Map(reports.map((report) => [report.step, report]));
        const end = (reports.at(-1)?.step ?? -1) + 1;
        return Array.from({ length: end }, (_, step) => told.get(step) ?? { step });
      };
      fc.assert(
        fc.property(
          phase,
          phase,
          tree,
          history,
          ({ schedule: a }, { schedule: b }, { schedule: c }, reports) => {
            const schedule = sequence(a, perEpoch(b, { steps: 2 }), c);
            const rates = simulate(schedule, filled(reports));
            expect(simulate(schedule, reports)).toEqual([
              rates[0],
              ...reports.map(({ step }) => rates[step + 1]),
            ]);
          },
        ),
        { numRuns: 1_000 },
      );
    });
  });

  const validated = [
    { step: 0, loss: 5 },
    { step: 1, loss: 4, v: 9 },
    { step: 2, loss: 5 },
    { step: 3, loss: 4 },
    { step: 4, loss: 1, v: Number.NaN },
    { step: 5, v: 3 },
    { step: 6, loss: 3, v: 3 },
    { step: 7, loss: 0, v: 3 },
    { step: 8, loss: 9 },
    { step: 9, loss: 0 },
  ];
  it.each(laws(until(plateau(), low), validated))('$name (alone)', (law) => law.check());
  it.each(
    laws(
      until(backOff({ recover: 2 }), (report: { v?: number }) => report.v === 3),
      validated,
    ),
  )('$name (a function)', (law) => law.check());
  const phases = sequence(
    warmup(until(cosineAnnealing({ from: 1, over: 9 }), low), { over: 2 }),
    perEpoch(until(plateau(), { plateau: { monitor: 'v', patience: 0 } }), { steps: 2 }),
    scale(staircase(until(counting(), { below: 1 }), { every: 2 }), 0.1),
    plateau(7),
  );
  it.each(laws(phases, validated))('$name (in a sequence)', (law) => law.check());
  it('and that sequence comes to its last part', () => {
    expect((last(phases, validated).parts.memory as { part: number }).part).toBe(3);
  });

  it('shows in decisions, and in states of plain JSON', () => {
    const all: Decision[] = [];
    concat(from(validated), NEVER)
      .pipe(decisions(phases))
      .subscribe((decision) => all.push(decision));
    for (const { state } of all) expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });
});
