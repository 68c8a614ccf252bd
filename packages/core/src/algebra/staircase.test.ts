import * as fc from 'fast-check';
import { from } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { tickOf } from '../curves/stairs.ts';
import {
  constant,
  type Decision,
  exponentialDecay,
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
  sequence,
  simulate,
  staircase,
  stepDecay,
  until,
} from '../index.ts';
import { laws } from '../testing/index.ts';
import { decided } from '../trees/decided.ts';

const rising = linear({ from: 0, to: 10, over: 10 });
const plateau = (monitor = 'loss') => reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0, monitor });

describe('staircase', () => {
  it('notices a metric that never came, also where its part reads later', () => {
    let ended: unknown;
    from(Array.from({ length: 9 }, (_, step) => ({ step, vv: 3 }) as { step: number; v?: number }))
      .pipe(staircase(perEpoch(plateau('v'), { steps: 2 }), { every: 2 }))
      .subscribe({
        error: (error: Error) => {
          ended = error.message;
        },
      });
    expect(ended).toMatch(/^staircase: no report carried the metric 'v' \(did you mean 'vv'\?\)/);
  });

  it('leaves a late report to whoever was in force at its step', () => {
    const steps: number[] = [];
    const second = feedback({
      monitor: 'v',
      init: 0,
      next: (n, { v }, step) => {
        if (v !== undefined) steps.push(step);
        return n;
      },
      rate: () => 1,
    });
    const schedule = staircase(sequence(lasting(plateau('v'), 3), second), { every: 2 });
    const told = [0, 1, 2, 3, 4].map((step) => ({ step }));
    // At step 2 the first part was in force, which is over.
    simulate(schedule, [...told, { step: 2, v: 1 }]);
    expect(steps).toEqual([]);
    simulate(schedule, [...told, { step: 4, v: 1 }]);
    expect(steps).toEqual([1]);
  });

  it.each([
    [1, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10]],
    [3, [0, 0, 0, 3, 3, 3, 6, 6, 6, 9, 9, 9]],
    [5, [0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10]],
    [1.5, [0, 0, 1.5, 3, 3, 4.5, 6, 6, 7.5, 9, 9, 9]],
    [99, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ])('takes the rate at every %s-th step', (every, rates) => {
    const stairs = staircase(rising, { every });
    expect(rates.map((_, step) => stairs.at(step))).toEqual(rates);
    expect(stairs.span).toBe(10);
    expect(isCurve(stairs)).toBe(true);
  });

  it('of an exponential decay is a step decay', () => {
    const options = { initial: 0.1, factor: 0.5, every: 3 };
    const stairs = staircase(exponentialDecay(options), { every: 3 });
    for (let step = 0; step < 20; step++) expect(stairs.at(step)).toBe(stepDecay(options).at(step));
  });

  it('lets feedback read every report, and shows what came of them at the next tick', () => {
    //                                                    0  1  2 | 3     4     5  |  6
    expect(simulate(staircase(plateau(), { every: 3 }), [1, 1, 1, 1, 0.5, 1])).toEqual([
      1, 1, 1, 0.25, 0.25, 0.25, 0.0625,
    ]);
  });

  it('lets its part go on as it would alone, also between two ticks', () => {
    const heard: [string, number][] = [];
    const listening = (name: string) =>
      feedback({
        init: 0,
        next: (n: number, _, step) => {
          heard.push([name, step]);
          return n + 1;
        },
        rate: (n) => n,
      });
    const stairs = staircase(sequence(lasting(listening('a'), 3), listening('b')), { every: 2 });
    expect(simulate(stairs, [0, 0, 0, 0, 0])).toEqual([0, 0, 2, 2, 1, 1]);
    expect(heard.map(([name]) => name).join('')).toBe('aaabb');
  });

  it('dates what happens between two ticks by its step, so that a phase that ends there is followed by its next', () => {
    const phases = sequence(until(constant(1), { below: 0.5 }), linear({ from: 1, to: 0, over: 10 }));
    const at = (step: number) => Array.from({ length: 21 }, (_, i) => (i === step ? 0 : 1));
    expect(simulate(staircase(phases, { every: 10 }), at(9)).slice(9, 21)).toEqual([
      1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0,
    ]);
    // Begun at step 4, it is at its own step 6 when the next tick comes.
    expect(simulate(staircase(phases, { every: 10 }), at(3))[10]).toBe(0.4);
  });

  it('passes over steps that were left out', () => {
    const both = staircase(multiply(rising, plateau()), { every: 3 });
    expect(simulate(both, [{ step: 1, loss: 1 }, { step: 4, loss: 1 }, { step: 8 }, { step: 1e12 }])).toEqual(
      [0, 0, 3, 9 * 0.5, 9 * 0.5],
    );
  });

  it('hears what comes late or without an index, and not twice', () => {
    const stairs = staircase(plateau('valLoss'), { every: 2 });
    const reports = [
      { step: 0, valLoss: 1 },
      { step: 0, valLoss: 9 },
      { step: 1, loss: 1 },
      { step: 2, loss: 1 },
      { step: 2, valLoss: 1 },
      { valLoss: 1 },
      { step: 3 },
    ];
    expect(simulate(stairs, reports)).toEqual([1, 1, 1, 1, 1, 1, 1, 0.25]);
  });

  it('shows at the tick what comes before its step has run, also behind the report that led there', () => {
    const stairs = staircase(plateau('valLoss'), { every: 2 });
    const reports = [
      { step: 0, valLoss: 1 },
      { step: 1 },
      { step: 1, valLoss: 1 }, // Step 2 is a tick, and has not run: cuts
      { step: 2 },
      { step: 2, valLoss: 1 }, // Step 3 is none
      { step: 3 },
      { valLoss: 1 }, // Step 4 is
    ];
    expect(simulate(stairs, reports)).toEqual([1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.125]);
    const { state } = decided(stairs, reports)[3] as Decision;
    expect(simulate(resume(stairs, JSON.parse(JSON.stringify(state))), reports.slice(3))).toEqual([
      0.5, 0.5, 0.5, 0.25, 0.125,
    ]);
  });

  it('of every step is its part, whenever the metrics come', () => {
    const own = (monitor?: string) =>
      feedback({
        init: 1,
        next: (n: number, report: { loss?: number; valLoss?: number }, step: number) =>
          (n * 3 + step + (report.loss ?? 0) + 2 * (report.valLoss ?? 0)) % 97,
        rate: (n: number) => n,
        ...(monitor && { monitor }),
      }) as unknown as Part;
    const parts: readonly Part[] = [
      plateau(),
      plateau('valLoss'),
      own(),
      own('valLoss'),
      multiply(plateau(), plateau('valLoss'), rising),
      sequence(lasting(own(), 3), lasting(plateau('valLoss'), 2.5), own('valLoss')),
      restarts(lasting(multiply(plateau('valLoss'), own()), 3), { stretch: 2 }),
      restarts(lasting(own(), 2.5), { times: 2 }),
      perEpoch(multiply(own(), plateau('valLoss')), { steps: 2 }),
      lasting(own('valLoss'), 4),
    ];
    const metric = fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined });
    const metrics = fc.record({ loss: metric, valLoss: metric });
    // How many steps it goes on, or, from 0 down, how late it is; without a number it has no index.
    const move = fc.option(fc.integer({ min: -4, max: 2 }), { nil: undefined });
    fc.assert(
      fc.property(fc.array(fc.tuple(move, metrics), { maxLength: 15 }), (history) => {
        let step = -1;
        const reports = history.map(([by, said], i) => {
          // The first has an index, so that those without do not count as steps.
          if (by === undefined && i > 0) return said;
          const index = Math.max(0, step + (by ?? 1));
          step = Math.max(step, index);
          return { step: index, ...said };
        });
        for (const part of parts)
          expect(simulate(staircase(part, { every: 1 }), reports)).toEqual(simulate(part, reports));
      }),
      { numRuns: 300 },
    );
  });

  it('counts epochs where the reports do, and takes bare numbers', () => {
    const epochs = [0, 1, 2, 3].map((epoch) => ({ epoch, loss: 1 }));
    expect(simulate(staircase(plateau(), { every: 2 }), epochs)).toEqual([1, 1, 0.5, 0.5, 0.125]);
    expect(simulate(staircase(plateau(), { every: 2 }), [1, 1, 1, 1])).toEqual([1, 1, 0.5, 0.5, 0.125]);
  });

  it('holds its last tick past its span, deaf', () => {
    const brief = staircase(lasting(plateau(), 5), { every: 3 });
    expect(brief.span).toBe(5);
    expect(simulate(brief, [1, 1, 1, 1, 1, 1, 1])).toEqual([1, 1, 1, 0.25, 0.25, 0.25, 0.25, 0.25]);
    const fraction = staircase(lasting(plateau(), 2.5), { every: 1.25 });
    expect(simulate(fraction, [1, 1, 1, 1])).toEqual([1, 1, 0.5, 0.25, 0.25]);
  });

  it('begins anew where it is entered between two steps', () => {
    const stairs = sequence(lasting(constant(7), 1.5), staircase(multiply(rising, plateau()), { every: 2 }));
    // Its clock stands at 0.5, 1.5, 2.5, 3.5, 4.5.
    expect(
      simulate(
        stairs,
        [0, 0, 0, 0, 0, 0].map((_, step) => ({ step })),
      ),
    ).toEqual([7, 7, 0, 0, 2, 2, 4]);
  });

  it('says who acted, when and where', () => {
    const told = decided(staircase(sequence(lasting(plateau(), 2), plateau()), { every: 2 }), [1, 1, 1, 1]);
    expect(told.map(({ causes }) => causes.map(({ by, path }) => `${by} ${path}`))).toEqual([
      [],
      [],
      ['sequence $.part'],
      [],
      ['reduceOnPlateau $.part.parts[1]'],
    ]);
  });

  it('names the metric that never came', () => {
    let message = '';
    from([{ vloss: 1 }])
      .pipe(staircase(plateau('valLoss'), { every: 9 }) as Part)
      .subscribe({ error: (error: Error) => (message = error.message) });
    expect(message).toMatch(/^staircase: no report carried the metric 'valLoss' \(did you mean 'vloss'\?\)/);
  });

  it('resumes between two ticks with the rate that was taken, also under a longer plan', () => {
    const plan = (over: number) =>
      staircase(multiply(linear({ from: 1, to: 0, over }), plateau()), { every: 4 });
    const { state } = decided(plan(8), [{ step: 5, loss: 1 }])[1] as Decision;
    expect(state.parts.memory).toMatchObject({ tick: 4, rate: 0.5 });
    expect(simulate(resume(plan(16), state), [{ step: 6 }, { step: 7 }])).toEqual([0.5, 0.5, 0.5]);
    expect(simulate(resume(plan(16), state), [{ step: 11 }])).toEqual([0.5, 0.25]);
  });

  it.each([
    [1.1, 187],
    [1.1, 363],
    [4.9, 441],
  ])('resumes where a move every %d steps falls on step %d but for a bit', (every, step) => {
    const stairs = staircase(plateau(), { every });
    const before = { step: step - 1, loss: 1 };
    const { state } = decided(stairs, [before])[1] as Decision;
    expect(state.parts.memory).toMatchObject({ tick: step });
    const tail = Array.from({ length: 6 }, (_, i) => ({ step: step + i, loss: 1 }));
    const revived = resume(stairs, JSON.parse(JSON.stringify(state)));
    expect(simulate(revived, tail)).toEqual(simulate(stairs, [before, ...tail]).slice(1));
  });

  it('resumes at any step, whatever the fraction', () => {
    // Steps that are multiples of the fraction are where the product may lie a bit above.
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 999 }), (tenths, turns) => {
        const stairs = staircase(plateau(), { every: tenths / 10 });
        const { state } = decided(stairs, [{ step: tenths * turns - 1 }])[1] as Decision;
        expect(simulate(resume(stairs, state), [])).toEqual([1]);
      }),
      { numRuns: 500 },
    );
  });

  it('has its last tick at or before the step, and less than a landing away', () => {
    const lengths = fc.double({ min: 0.01, max: 1_000, noNaN: true });
    const times = fc.oneof(fc.integer({ min: 0, max: 1e6 }), fc.double({ min: 0, max: 1e6, noNaN: true }));
    const whole = fc.integer({ min: 1, max: 999 });
    fc.assert(
      fc.property(lengths, times, whole, whole, (length, time, tenths, turns) => {
        const pairs = [
          [length, time],
          [length, turns * length],
          [tenths / 10, tenths * turns],
          [tenths / 10, (tenths * turns) / 10],
        ] as const;
        for (const [every, step] of pairs) {
          const tick = tickOf(every)(step);
          expect(tick).toBeLessThanOrEqual(step);
          expect(step - tick).toBeLessThan(every * (1 + 1e-6));
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it.each<[object, string]>([
    [{ tick: -1, rate: 1, memory: null }, 'state.parts.memory.tick must be a number from 0 up, got -1'],
    [{ tick: 9, rate: 1, memory: null }, 'state.parts.memory.tick must be at most the step, 2, got 9'],
    [{ tick: 0, rate: null, memory: null }, 'state.parts.memory.rate must be a finite number, got null'],
    [{ tick: 0, memory: null }, 'state.parts.memory.rate must be there'],
    [{ tick: 0, rate: 1, memory: 7 }, 'state.parts.memory.memory'],
  ])('refuses the memory %o', (memory, message) => {
    const stairs = staircase(plateau(), { every: 4 });
    const { state } = decided(stairs, [1, 1])[2] as Decision;
    expect(() => resume(stairs, { ...state, parts: { ...state.parts, memory } })).toThrow(message);
  });

  it('counts the same steps, to the bit, whether they are told of or passed over', () => {
    const counting = feedback({
      init: 1,
      next: (n: number, report, step) => (n + step + (report.loss ?? 0)) % 97,
      rate: (n) => n,
    });
    fc.assert(
      fc.property(
        fc.double({ min: 0.3, max: 5, noNaN: true }),
        fc.double({ min: 0.3, max: 5, noNaN: true }),
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 8 }),
        (every, length, gaps) => {
          const stairs = staircase(sequence(lasting(counting, length), counting), { every });
          const sparse = gaps.map((gap, i) => ({
            step: gaps.slice(0, i + 1).reduce((sum, each) => sum + each, i),
            loss: gap,
          }));
          const full = sparse.flatMap((report, i) => {
            const first = i === 0 ? 0 : (sparse[i - 1] as { step: number }).step + 1;
            const silent = Array.from({ length: report.step - first }, (_, k) => ({ step: first + k }));
            return [...silent, report];
          });
          expect(simulate(stairs, sparse).at(-1)).toBe(simulate(stairs, full).at(-1));
        },
      ),
    );
  });

  it.each<[unknown, unknown, string]>([
    [0.1, { every: 2 }, 'staircase: its first argument must be a schedule, got 0.1'],
    [rising, { every: 0 }, 'staircase: every must be a positive number, got 0'],
    [rising, { every: Infinity }, 'staircase: every must be a positive number, got Infinity'],
    [rising, {}, 'staircase: every must be a positive number, got undefined'],
    [rising, undefined, 'staircase: the options must be an object, got undefined'],
    [rising, { steps: 2 }, "staircase: unknown option 'steps', the options are every"],
    [
      resume(constant(1), 3),
      { every: 2 },
      'staircase: its first argument is a resumed schedule, and resume stands outermost',
    ],
    [
      groups({ a: plateau() }),
      { every: 2 },
      'staircase: its first argument is a record of rates, and groups stands outermost',
    ],
  ])('refuses %o with %o', (a, options, message) => {
    expect(() => staircase(a as never, options as never)).toThrow(message);
  });

  it.each(laws(staircase(rising, { every: 2.5 }), [1, 2, 3, 4, 5, 6]))('$name (curve)', (law) => law.check());
  it.each(
    laws(
      staircase(sequence(lasting(plateau(), 3.5), plateau('valLoss')), { every: 2 }),
      [1, 2, 3, 4, 5, 6, 7, 8],
    ),
  )('$name (feedback)', (law) => law.check());
});
