import * as fc from 'fast-check';
import { from } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  constant,
  cosineAnnealing,
  cosineWarmRestarts,
  type Decision,
  feedback,
  groups,
  isCurve,
  lasting,
  linear,
  multiply,
  type Part,
  reduceOnPlateau,
  restarts,
  resume,
  describe as say,
  sequence,
  simulate,
} from '../index.ts';
import { laws } from '../testing/index.ts';
import { decided } from '../trees/decided.ts';

const falling = linear({ from: 4, to: 0, over: 4 });
const plateau = (monitor = 'loss') => reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0, monitor });
/** Falls from 1 to 0, and is cut by its own plateau. */
const guarded = (over: number) => multiply(linear({ from: 1, to: 0, over }), plateau());

const steps = (first: number, count: number, metrics: object = {}) =>
  Array.from({ length: count }, (_, i) => ({ step: first + i, ...metrics }));

describe('restarts', () => {
  it.each([
    [{}, [4, 3, 2, 1, 4, 3, 2, 1, 4, 3, 2, 1, 4]],
    [{ stretch: 2 }, [4, 3, 2, 1, 4, 3.5, 3, 2.5, 2, 1.5, 1, 0.5, 4, 3.75]],
    [{ shrink: 0.5 }, [4, 3, 2, 1, 2, 1.5, 1, 0.5, 1, 0.75]],
    [{ times: 2 }, [4, 3, 2, 1, 4, 3, 2, 1, 0, 0]],
    [{ times: 1 }, [4, 3, 2, 1, 0, 0]],
    [{ stretch: 0.5, times: 3 }, [4, 3, 2, 1, 4, 2, 4, 0, 0]],
    [{ stretch: 2, shrink: 2, times: 2 }, [4, 3, 2, 1, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0]],
  ])('runs a curve again and again with %o', (options, rates) => {
    const schedule = restarts(falling, options);
    expect(rates.map((_, step) => schedule.at(step))).toEqual(rates);
    expect(isCurve(schedule)).toBe(true);
  });

  it('lasts as long as all its cycles', () => {
    expect(restarts(falling).span).toBe(Infinity);
    expect(restarts(falling, { times: 3 }).span).toBe(12);
    expect(restarts(falling, { stretch: 3, times: 3 }).span).toBe(4 + 12 + 36);
    expect(restarts(guarded(4), { stretch: 3, times: 3 }).span).toBe(52);
    expect(restarts(lasting(falling, 1.5), { times: 3 }).span).toBe(4.5);
  });

  it.each([2, 3, 1.5, 1.1, 5])('has exact boundaries, also late ones, with stretch %s', (stretch) => {
    const length = 1000;
    const schedule = restarts(linear({ from: 1, to: 0, over: length }), { stretch });
    const again = restarts(guarded(length), { stretch });
    let start = 0;
    let cycle = length;
    for (let i = 0; i < 4; i++) {
      start += cycle;
      cycle *= stretch;
      const boundary = Math.abs(start - Math.round(start)) < 1e-9 ? Math.round(start) : Math.ceil(start);
      expect(schedule.at(boundary - 1)).toBeLessThan(0.01);
      expect(schedule.at(boundary)).toBeGreaterThan(0.99);
      expect(simulate(again, [{ step: boundary - 1 }]).at(-1)).toBe(schedule.at(boundary));
    }
  });

  it('goes from cycle to cycle between two steps where lengths are fractions', () => {
    const rising = lasting(linear({ from: 0, to: 10, over: 10 }), 1.5);
    // Cycles begin at 0, 1.5, 3, 4.5, 6.
    expect([0, 1, 2, 3, 4, 5, 6].map(restarts(rising).at)).toEqual([0, 1, 0.5, 0, 1, 0.5, 0]);
    const other = restarts(multiply(rising, plateau()));
    expect(simulate(other, steps(0, 6))).toEqual([0, 1, 0.5, 0, 1, 0.5, 0]);
  });

  it('comes to the very end at its span, also where lengths are fractions', () => {
    // 1.1 · (1 + 3 + 9 + 27) is 44, and the last 29.7 steps divided by 27 are one bit less than 1.1.
    const options = { stretch: 3, times: 4 };
    const fall = linear({ from: 1, to: 0, over: 1.1 });
    expect(restarts(fall, options).span).toBe(44);
    expect(restarts(fall, options).at(44)).toBe(0);
    expect(simulate(restarts(multiply(fall, plateau()), options), [{ step: 43 }, { step: 99 }])).toEqual([
      1, 0, 0,
    ]);
  });

  it('of a cosine is SGDR', () => {
    const options = { from: 0.1, over: 10 };
    const again = restarts(cosineAnnealing(options), { stretch: 2 });
    const sgdr = cosineWarmRestarts({ ...options, stretch: 2 });
    for (let step = 0; step < 80; step++) expect(again.at(step)).toBeCloseTo(sgdr.at(step), 15);
  });

  it('begins each cycle of feedback from its initial state', () => {
    const again = restarts(lasting(plateau(), 3));
    //                                           cycle 0  | cycle 1  | cycle 2
    expect(simulate(again, [1, 1, 1, 9, 9, 9, 1, 1])).toEqual([1, 1, 0.5, 1, 1, 0.5, 1, 1, 0.5]);
    const heard: number[] = [];
    const own = feedback({
      init: 0,
      next: (n: number, _, step) => {
        heard.push(step);
        return n + 1;
      },
      rate: (n) => n,
      span: 2,
    });
    expect(simulate(restarts(own), [0, 0, 0, 0, 0])).toEqual([0, 1, 0, 1, 0, 1]);
    expect(heard).toEqual([0, 1, 0, 1, 0]);
  });

  it.each([2, 3])('stretches the clock of feedback, not its reports, with stretch %s', (stretch) => {
    const phase = sequence(lasting(plateau(), 2), lasting(constant(7), 1));
    const rates = simulate(restarts(phase, { stretch, shrink: 0.5 }), steps(0, 3 + 3 * stretch, { loss: 1 }));
    expect(rates.slice(0, 3)).toEqual([1, 1, 7]);
    expect(rates.slice(3, 3 + 2 * stretch)).toEqual(
      Array.from({ length: 2 * stretch }, (_, i) => 0.5 * 0.5 ** Math.max(0, i - 1)),
    );
    expect(rates.slice(3 + 2 * stretch)).toEqual([...Array(stretch).fill(3.5), 0.25]);
  });

  it('holds after its last cycle, deaf', () => {
    const twice = restarts(lasting(plateau(), 3), { times: 2, shrink: 0.5 });
    expect(simulate(twice, [1, 1, 1, 1, 1, 1, 1, 1])).toEqual([
      1, 1, 0.5, 0.5, 0.5, 0.25, 0.125, 0.125, 0.125,
    ]);
  });

  it('hears what comes late in its own cycle, and what has no index in the one that is on', () => {
    const again = restarts(lasting(plateau('valLoss'), 3));
    const reports = [
      { step: 0, valLoss: 1 },
      { step: 1, loss: 1 },
      { step: 1, valLoss: 1 }, // cuts
      { step: 2, loss: 1 }, // begins cycle 1
      { step: 2, valLoss: 1 }, // was for cycle 0
      { step: 3, valLoss: 1 }, // the baseline of cycle 1
      { valLoss: 1 }, // cuts
      { step: 3, valLoss: 1 },
    ];
    expect(simulate(again, reports)).toEqual([1, 1, 1, 0.5, 1, 1, 1, 0.5, 0.5]);
  });

  it('reads what has no index in the new cycle, also right before its first step', () => {
    const again = restarts(lasting(plateau('valLoss'), 2));
    const reports = [{ step: 0 }, { step: 1 }, { valLoss: 1 }, { step: 2, valLoss: 1 }];
    expect(simulate(again, reports)).toEqual([1, 1, 1, 1, 0.5]);
  });

  it('passes over whole cycles at once', () => {
    const reports = [
      { step: 0, loss: 1 },
      { step: 1, loss: 1 },
      { step: 4_000_001, loss: 1 },
      { step: 4e15 + 2 },
    ];
    expect(simulate(restarts(guarded(4)), reports)).toEqual([1, 0.75, 0.25, 0.5, 0.25]);
    const stretched = restarts(guarded(4), { stretch: 2 });
    // Cycle 9 begins at 4 · (2⁹ − 1) = 2044 and lasts 2048 steps.
    expect(simulate(stretched, [{ step: 2043 }, { step: 2044 + 1023 }])).toEqual([1, 1, 0.5]);
  });

  it('counts epochs where the reports do', () => {
    const epochs = [0, 1, 2, 3].map((epoch) => ({ epoch, loss: 1 }));
    expect(simulate(restarts(guarded(2)), epochs)).toEqual([1, 0.5, 1, 0.5, 1]);
  });

  it('says which cycle begins, and who acted in it', () => {
    const told = decided(restarts(lasting(sequence(lasting(constant(1), 1), plateau()), 3)), [1, 1, 1, 1]);
    expect(told.map(({ causes }) => causes.map(({ by, path }) => `${by} ${path}`))).toEqual([
      [],
      ['sequence $.part.part'],
      [],
      ['restarts $'],
      ['sequence $.part.part'],
    ]);
    expect(told[3]?.causes[0]).toEqual({ by: 'restarts', path: '$', step: 3, cycle: 1 });
    expect(say(told[3]?.causes[0] as never)).toBe('cycle 2 begins at step 3');
  });

  it('says both when the first report of a cycle makes its part act, outermost first', () => {
    const jumpy = restarts(lasting(sequence(lasting(constant(1), 1), plateau()), 3));
    const told = decided(jumpy, [{ step: 0 }, { step: 4 }]);
    expect(told[2]?.causes.map(({ by, path }) => `${by} ${path}`)).toEqual([
      'restarts $',
      'sequence $.part.part',
    ]);
  });

  it('names the metric that never came', () => {
    let message = '';
    from([{ vloss: 1 }])
      .pipe(restarts(lasting(plateau('valLoss'), 3)) as Part)
      .subscribe({ error: (error: Error) => (message = error.message) });
    expect(message).toMatch(/^restarts: no report carried the metric 'valLoss' \(did you mean 'vloss'\?\)/);
  });

  describe('resumed under a plan with a longer phase', () => {
    const plan = (over: number, options = {}) => restarts(guarded(over), options);
    const stateAt = (step: number, options = {}) =>
      decided(plan(4, options), steps(0, step)).at(-1)?.state as Decision['state'];

    it('makes the first cycle longer', () => {
      expect(simulate(resume(plan(8), stateAt(2)), steps(2, 7))).toEqual([
        0.75, 0.625, 0.5, 0.375, 0.25, 0.125, 1, 0.875,
      ]);
    });

    it('makes a later cycle longer from where it began, and the ones behind it', () => {
      expect(simulate(resume(plan(8), stateAt(5)), steps(5, 16))).toEqual([
        0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125, 1, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125, 1, 0.875,
      ]);
    });

    it('stretches them', () => {
      const rates = simulate(resume(plan(6, { stretch: 2 }), stateAt(5, { stretch: 2 })), steps(5, 12));
      // Cycle 1 began at 4 and lasts 12 steps.
      expect(rates).toEqual([
        ...Array.from({ length: 11 }, (_, i) => expect.closeTo(1 - (i + 1) / 12, 15)),
        1,
        expect.closeTo(23 / 24, 15),
      ]);
    });

    it('ends the last one later', () => {
      const rates = simulate(resume(plan(8, { times: 2 }), stateAt(5, { times: 2 })), steps(5, 9));
      expect(rates).toEqual([0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125, 0, 0, 0]);
    });

    it('comes to the same whether steps are told of or passed over', () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 4, max: 30 }),
          fc.integer({ min: 1, max: 20 }),
          fc.integer({ min: 1, max: 60 }),
          fc.constantFrom(1, 2, 3),
          (over, at, ahead, stretch) => {
            const resumed = resume(plan(over, { stretch }), stateAt(at, { stretch }));
            const told = steps(at, ahead);
            expect(simulate(resumed, told.slice(-1)).at(-1)).toBe(simulate(resumed, told).at(-1));
          },
        ),
      );
    });
  });

  it.each<[object, string]>([
    [{ cycle: -1, since: 0, memory: null }, 'memory.cycle must be a whole number from 0 up, got -1'],
    [{ cycle: 2, since: 0, memory: null }, 'memory.cycle must be below times, 2, got 2'],
    [{ cycle: 0, since: -1, memory: null }, 'memory.since must be a number from 0 up, got -1'],
    [{ cycle: 0, since: 3, memory: null }, 'memory.since must be at most the step, 2, got 3'],
    [{ cycle: 0, since: 0 }, 'memory.memory must be there'],
    [{ cycle: 0, since: 0, memory: null }, 'memory.memory must be a list of 2, got null'],
  ])('refuses the memory %o', (memory, message) => {
    const twice = restarts(guarded(4), { times: 2 });
    const { state } = decided(twice, [1, 1])[2] as Decision;
    expect(() => resume(twice, { ...state, parts: { ...state.parts, memory } })).toThrow(message);
  });

  it('is data, and endless by default', () => {
    expect(JSON.stringify(restarts(lasting(constant(1), 2), { stretch: 2, times: Infinity }))).toBe(
      '{"anneal":1,"type":"restarts","part":{"type":"lasting","part":{"type":"constant","rate":1},"steps":2},"stretch":2}',
    );
    expect(restarts(guarded(4), { times: 3 }).toJSON()).toMatchObject({ type: 'restarts', times: 3 });
  });

  it.each<[unknown, unknown, string]>([
    [0.1, {}, 'restarts: its first argument must be a schedule, got 0.1'],
    [
      constant(1),
      {},
      'restarts: its first argument (constant) must have a finite span, got Infinity; give it one with lasting(part, steps)',
    ],
    [plateau(), undefined, 'restarts: its first argument (reduceOnPlateau) must have a finite span'],
    [falling, null, 'restarts: the options must be an object, got null'],
    [falling, { stretch: 0 }, 'restarts: stretch must be a positive number, got 0'],
    [falling, { stretch: 0.5 }, 'restarts: stretch must be at least 1 where times is Infinity, got 0.5'],
    [falling, { shrink: -1 }, 'restarts: shrink must be a positive number, got -1'],
    [falling, { times: 0 }, 'restarts: times must be a whole number from 1 up, or Infinity, got 0'],
    [falling, { times: 1.5 }, 'restarts: times must be a whole number from 1 up, or Infinity, got 1.5'],
    [falling, { factor: 2 }, "restarts: unknown option 'factor'"],
    [
      resume(falling, 3),
      {},
      'restarts: its first argument is a resumed schedule, and resume stands outermost',
    ],
    [
      groups({ a: falling }),
      {},
      'restarts: its first argument is a record of rates, and groups stands outermost',
    ],
  ])('refuses %o with %o', (a, options, message) => {
    expect(() => restarts(a as never, options as never)).toThrow(message);
  });

  const losses = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  it.each(laws(restarts(falling, { stretch: 1.5, shrink: 0.5, times: 2 }), losses))('$name (curve)', (law) =>
    law.check(),
  );
  it.each(laws(restarts(lasting(plateau(), 2.5), { stretch: 2 }), losses))('$name (feedback)', (law) =>
    law.check(),
  );
  it.each(laws(restarts(guarded(2), { times: 2 }), losses))('$name (feedback that ends)', (law) =>
    law.check(),
  );
});
