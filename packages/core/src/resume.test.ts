import * as fc from 'fast-check';
import { concat, from, NEVER } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  constant,
  cosineAnnealing,
  curve,
  decisions,
  feedback,
  lasting,
  linear,
  multiply,
  type Part,
  perEpoch,
  reduceOnPlateau,
  restarts,
  resume,
  type State,
  sequence,
  simulate,
  warmup,
} from './index.ts';

function statesOf(schedule: Part, reports: readonly unknown[]): State[] {
  const states: State[] = [];
  // Without an end, which would complain of metrics that did not come.
  concat(from(reports), NEVER)
    .pipe(decisions(schedule))
    .subscribe(({ state }) => states.push(JSON.parse(JSON.stringify(state)) as State));
  return states;
}

const last = (schedule: Part, reports: readonly unknown[]) => statesOf(schedule, reports).at(-1) as State;

describe('resume', () => {
  it('picks a curve up at a bare step: that step comes next', () => {
    const cosine = cosineAnnealing({ from: 0.1, over: 90 });
    const resumed = resume(cosine, 30);
    expect(simulate(resumed, [{ loss: 1 }])).toEqual([cosine.at(30), cosine.at(31)]);
    expect(simulate(resumed, [{ step: 30 }, { step: 12 }])).toEqual([30, 31, 31].map(cosine.at));
    expect([resumed.at(0), resumed.at(90), resumed.span]).toEqual([0.1, 0, 90]);
  });

  it('takes all curves for one shape', () => {
    expect(simulate(resume(linear({ from: 1, to: 0, over: 10 }), last(constant(1), [0, 0, 0])), [])).toEqual([
      0.7,
    ]);
  });

  it('remembers what the reports are counted by', () => {
    const steps = last(constant(1), [{ step: 0 }]);
    expect(simulate(resume(linear({ from: 1, to: 0, over: 4 }), steps), [{ epoch: 1 }, { loss: 2 }])).toEqual(
      [0.75, 0.75, 0.75],
    );
    const epochs = last(constant(1), [{ epoch: 0 }]);
    expect(() => simulate(resume(constant(1), epochs), [{ step: 9 }])).toThrow('in a stream of epochs');
  });

  it('remembers which metrics have come, so that a redelivery after the cut does no harm', () => {
    const plateau = reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0 });
    const state = last(plateau, [
      { step: 0, loss: 1 },
      { step: 1, loss: 2 },
    ]);
    expect(
      simulate(resume(plateau, state), [
        { step: 1, loss: 2 },
        { step: 2, loss: 2 },
      ]),
    ).toEqual([0.5, 0.5, 0.25]);
  });

  it('goes on with a longer plan: options may change', () => {
    const plan = (over: number) =>
      sequence(linear({ from: 0, to: 1, over }), reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0 }));
    const state = last(plan(4), [{ step: 0 }, { step: 1 }]);
    expect(simulate(resume(plan(8), state), [{ step: 2 }])).toEqual([0.25, 0.375]);
    expect(
      simulate(resume(plan(1), state), [
        { step: 2, loss: 1 },
        { step: 3, loss: 2 },
      ]),
    ).toEqual([1, 1, 0.5]);
  });

  describe('restarts, under another length of the phase', () => {
    const plateau = reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0 });
    const plan = (over: number) => restarts(multiply(linear({ from: 1, to: 0, over }), plateau));
    const steps = (first: number, count: number) =>
      Array.from({ length: count }, (_, i) => ({ step: first + i }));
    const stateAt = (step: number) => last(plan(4), steps(0, step));

    // Cycle 0 began at 0, 1 at 4, 2 at 8. The one that is on keeps its start, and the next follow it.
    it.each([
      ['a shorter one, that is not over', 5, 2, [0.5, 1, 0.5, 1, 0.5]],
      ['a shorter one, that is over at once', 6, 2, [1, 0.5, 1, 0.5, 1]],
      ['one that is over more than once', 7, 1, [1, 1, 1, 1, 1]],
      ['a shorter one, in the first cycle', 3, 2, [0.5, 1, 0.5, 1, 0.5]],
      ['a longer one', 9, 8, [0.875, 0.75, 0.625, 0.5, 0.375]],
      ['a longer one, at the start of a cycle', 8, 8, [1, 0.875, 0.75, 0.625, 0.5]],
    ])('goes on with %s', (_, at, over, rates) => {
      expect(simulate(resume(plan(over), stateAt(at)), steps(at, 4))).toEqual(rates);
    });

    it('hears in the cycle that is due what was said of its own steps alone', () => {
      const cut = (over: number) => restarts(lasting(plateau, over));
      const state = last(cut(4), steps(0, 7));
      // Cycle 1 began at 4 and is over; the one that is on began at 6.
      const resumed = resume(cut(2), state);
      const reports = [{ step: 5, loss: 1 }, { step: 6, loss: 1 }, { step: 6, loss: 1 }, { loss: 1 }];
      expect(simulate(resumed, reports)).toEqual([1, 1, 1, 1, 0.5]);
      expect(simulate(resumed, [...reports.slice(0, 1), { loss: 1 }])).toEqual([1, 1, 1]);
      expect(simulate(resume(cut(8), state), [{ step: 7, loss: 1 }, { loss: 1 }])).toEqual([1, 1, 0.5]);
    });

    it('comes to the same whether steps are told of or passed over', () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 12 }),
          fc.integer({ min: 1, max: 20 }),
          fc.integer({ min: 1, max: 40 }),
          (over, at, ahead) => {
            const resumed = resume(plan(over), stateAt(at));
            const told = steps(at, ahead);
            expect(simulate(resumed, told.slice(-1)).at(-1)).toBe(simulate(resumed, told).at(-1));
          },
        ),
      );
    });

    it('passes over 100,000,000 steps at once', () => {
      const far = [{ step: 1e8 }];
      expect(simulate(resume(plan(2), stateAt(5)), far)).toEqual([0.5, 0.5]);
      expect(simulate(resume(plan(8), stateAt(5)), far)).toEqual([0.875, 0.375]);
      const phases = (over: number) => sequence(lasting(plateau, over), plan(over));
      expect(simulate(resume(phases(2), last(phases(4), steps(0, 5))), far)).toEqual([0.5, 0.5]);
      const epochs = (over: number, length: number) => perEpoch(plan(over), { steps: length });
      // Cycle 2 began with epoch 8. Step 95 is of epoch 9, and of epoch 47 where they are two steps long.
      const changed = resume(epochs(2, 2), last(epochs(4, 10), steps(0, 95)));
      expect(simulate(changed, [{ step: 1e8 - 1 }])).toEqual([0.5, 1]);
    }, 1_000);
  });

  it("refuses a part's epoch that the clock cannot have come to", () => {
    const schedule = perEpoch(reduceOnPlateau({ initial: 1, patience: 0 }), { steps: 4 });
    const state = last(
      schedule,
      Array.from({ length: 6 }, (_, step) => ({ step })),
    );
    const of = (epoch: number) => () =>
      resume(schedule, at(state as unknown as Writable, { epoch }) as unknown as State);
    // Under a plan of longer epochs it may lie ahead of this one's, but never of the steps.
    for (const epoch of [0, 1, 6]) expect(of(epoch)).not.toThrow();
    for (const epoch of [7, 1e8, Number.MAX_SAFE_INTEGER])
      expect(of(epoch)).toThrow(
        new RangeError(`resume: state.parts.memory.epoch must be at most 6, got ${epoch}`),
      );
    expect(of(-1)).toThrow('resume: state.parts.memory.epoch must be a whole number from 0 up, got -1');
    expect(of(0.5)).toThrow('resume: state.parts.memory.epoch must be a whole number from 0 up, got 0.5');
  });

  it('lifts no rate that lies below a new minRate', () => {
    const state = last(reduceOnPlateau({ initial: 1, factor: 0.1, patience: 0 }), [1, 1]);
    expect(
      simulate(
        resume(reduceOnPlateau({ initial: 1, factor: 0.1, patience: 0, minRate: 0.5 }), state),
        [1, 1],
      ),
    ).toEqual([0.1, 0.1, 0.1]);
  });

  it('can be done again with what came of it', () => {
    const resumed = resume(constant(1), 5);
    expect(last(resumed, [0, 0]).step).toBe(7);
    expect(simulate(resume(resume(linear({ from: 4, to: 0, over: 4 }), 1), 3), [])).toEqual([1]);
  });

  it('refuses a bare step where there is feedback', () => {
    expect(() => resume(reduceOnPlateau({ initial: 1 }), 30)).toThrow(
      new TypeError(
        'resume: reduceOnPlateau reads metrics, so a bare step (30) cannot tell where it was; give it the state of a decision',
      ),
    );
  });

  it.each([-1, 1.5, Number.NaN])('refuses step %d', (step) => {
    expect(() => resume(constant(1), step)).toThrow('resume: the step must be a whole number from 0 up');
  });

  it('refuses the state of another shape, by name', () => {
    const state = last(reduceOnPlateau({ initial: 1 }), [1]);
    expect(() => resume(warmup(reduceOnPlateau({ initial: 1 }), { over: 2 }), state)).toThrow(
      new RangeError(
        "resume: state.shape must be the schedule's own, 'warmup(reduceOnPlateau)', got 'reduceOnPlateau'",
      ),
    );
    expect(() => resume(constant(1), state)).toThrow("'curve'");
  });

  const tree = sequence(
    lasting(reduceOnPlateau({ initial: 1, patience: 0 }), 5),
    feedback({ init: { n: 0 }, next: ({ n }) => ({ n: n + 1 }), rate: ({ n }) => n }),
  );
  const good = last(tree, [
    { step: 0, loss: 2 },
    { step: 1, loss: 3 },
  ]);

  it.each<[string, (state: Writable) => unknown, string]>([
    ['no state', () => null, 'resume: state must be an object { anneal, shape, step, parts }, got null'],
    ['a decision', () => ({ step: 1, rate: 2 }), 'resume: state.anneal must be there, got undefined'],
    [
      'another version',
      (state) => ({ ...state, anneal: 2 }),
      'resume: state.anneal must be 1, the version of states that this release reads, got 2',
    ],
    [
      'a step below 0',
      (state) => ({ ...state, step: -1 }),
      'resume: state.step must be a whole number from 0 up, got -1',
    ],
    [
      'no parts',
      (state) => ({ ...state, parts: null }),
      'resume: state.parts must be an object { unit, seen, missed, memory }, got null',
    ],
    [
      'an unknown unit',
      (state) => set(state, 'unit', 'batch'),
      "resume: state.parts.unit must be 'step' or 'epoch', got 'batch'",
    ],
    [
      'a metric from the future',
      (state) => set(state, 'seen', { loss: 99 }),
      'resume: state.parts.seen.loss must be a whole number from -1 to below the step, 2, got 99',
    ],
    [
      'a part that is not there',
      (state) => at(state, { part: 7 }),
      'resume: state.parts.memory.part must be at most 1, got 7',
    ],
    [
      'a part before the start',
      (state) => at(state, { since: -3 }),
      'resume: state.parts.memory.since must be a number from 0 up, got -3',
    ],
    [
      'a part after the clock',
      (state) => at(state, { since: 3 }),
      'resume: state.parts.memory.since must be at most the step, 2, got 3',
    ],
    [
      'no place',
      (state) => set(state, 'memory', 3),
      'resume: state.parts.memory must be an object { part, since, memory, ended }, got 3',
    ],
    [
      'a wrong rate',
      (state) => inner(state, { rate: -1 }),
      'resume: state.parts.memory.memory.rate must be a number from 0 up, got -1',
    ],
    [
      'a wrong best',
      (state) => inner(state, { best: 'low' }),
      "resume: state.parts.memory.memory.best must be a finite number, got 'low'",
    ],
    [
      'a wrong bestAt',
      (state) => inner(state, { bestAt: -1 }),
      'resume: state.parts.memory.memory.bestAt must be a whole number from 0 up, got -1',
    ],
    [
      'a wrong bad',
      (state) => inner(state, { bad: 1.5 }),
      'resume: state.parts.memory.memory.bad must be a whole number from 0 up, got 1.5',
    ],
    [
      'a wrong rest',
      (state) => inner(state, { rest: null }),
      'resume: state.parts.memory.memory.rest must be a whole number from 0 up, got null',
    ],
    [
      'a wrong sum',
      (state) => inner(state, { sum: null }),
      'resume: state.parts.memory.memory.sum must be a finite number, got null',
    ],
    [
      'a wrong weight',
      (state) => inner(state, { weight: -1 }),
      'resume: state.parts.memory.memory.weight must be a number from 0 up, got -1',
    ],
    [
      'a wrong list of what was missed',
      (state) => set(state, 'missed', [3]),
      'resume: state.parts.missed must be a list of names, got a list',
    ],
  ])('refuses %s', (_, change, message) => {
    expect(() => resume(tree, change(structuredClone(good) as Writable) as State)).toThrow(
      new RangeError(message),
    );
  });

  it('refuses what is no JSON, by its place', () => {
    const state = at(structuredClone(good) as Writable, { part: 1, memory: { n: [1, Number.NaN] } });
    expect(() => resume(tree, state as unknown as State)).toThrow(
      new TypeError(
        'resume: state.parts.memory.memory.n[1] must be plain JSON (no undefined, NaN, Infinity, functions, classes; at most 4000 deep), got NaN',
      ),
    );
  });

  it('takes a copy of the state, as decisions give one: what is done with it does nothing here', () => {
    const plateau = reduceOnPlateau({ initial: 1, patience: 0 });
    const rates: number[] = [];
    from([3, 2, 4])
      .pipe(decisions(plateau))
      .subscribe(({ rate, state }) => {
        rates.push(rate);
        (state.parts.memory as { rate: number }).rate = 9;
      });
    expect(rates).toEqual([1, 1, 1, 0.1]);
    const state = last(plateau, [3]);
    const resumed = resume(plateau, state);
    (state.parts.memory as { rate: number }).rate = 9;
    expect(simulate(resumed, [])).toEqual([1]);
    expect(simulate(plateau, [])).toEqual([1]);
  });

  it('comes to the end of the last cycle, also where the phase was made shorter', () => {
    const plateau = () => reduceOnPlateau({ initial: 1, monitor: 'none' });
    const plan = (over: number, times: number) =>
      restarts(multiply(linear({ from: 1, to: 0, over }), plateau()), { times });
    const told = (steps: number, first = 0) => Array.from({ length: steps }, (_, i) => ({ step: first + i }));
    const resumed = resume(plan(4, 3), last(plan(8, 3), told(9)));
    expect(simulate(resumed, told(9, 9))).toEqual([0.75, 0.5, 0.25, 1, 0.75, 0.5, 0.25, 0, 0, 0]);
  });

  it('never asks a part for steps before its own first, however short the plan was made', () => {
    const root = curve(Math.sqrt);
    const plan = (steps: number) =>
      lasting(sequence(lasting(reduceOnPlateau({ initial: 1 }), steps), root), 2 * steps);
    const state = last(
      plan(8),
      Array.from({ length: 9 }, (_, step) => ({ step })),
    );
    expect(simulate(resume(plan(2), state), [])).toEqual([0]);
  });

  it.each([
    [{ cycle: 1e9 }, 'since must be where cycle 1000000000 begins, got 3'],
    [{ cycle: 0 }, 'since must be where cycle 0 begins, got 3'],
    [{ cycle: -1 }, 'cycle must be a whole number from 0 up, got -1'],
    [{ since: 99 }, 'since must be at most the step, 5, got 99'],
  ])('refuses a lap that cannot be: %o', (change, message) => {
    const laps = restarts(lasting(reduceOnPlateau({ initial: 1 }), 3), { stretch: 2 });
    const state = last(
      laps,
      Array.from({ length: 5 }, (_, step) => ({ step })),
    );
    const memory = { ...(state.parts.memory as object), ...change };
    expect(() => resume(laps, { ...state, parts: { ...state.parts, memory } })).toThrow(
      `resume: state.parts.memory.${message}`,
    );
  });

  it('refuses a memory where there is none to have', () => {
    const guarded = multiply(linear({ from: 1, to: 0, over: 9 }), reduceOnPlateau({ initial: 1 }));
    const state = last(guarded, [1]);
    const memory = ['x', (state.parts.memory as unknown[])[1]];
    expect(() => resume(guarded, { ...state, parts: { ...state.parts, memory } })).toThrow(
      "resume: state.parts.memory[0] must be null, since a curve remembers nothing, got 'x'",
    );
  });

  it('takes the state behind the last index that there is', () => {
    const state = last(reduceOnPlateau({ initial: 1 }), [{ step: Number.MAX_SAFE_INTEGER, loss: 1 }]);
    expect(state.step).toBe(2 ** 53);
    expect(simulate(resume(reduceOnPlateau({ initial: 1 }), state), [])).toEqual([1]);
  });

  it('goes on where the cycles are stretched more than they were', () => {
    const plan = (stretch: number) =>
      restarts(sequence(lasting(reduceOnPlateau({ initial: 1 }), 2), lasting(constant(7), 2)), { stretch });
    const state = last(
      plan(2),
      Array.from({ length: 9 }, (_, step) => ({ step })),
    );
    expect(simulate(resume(plan(3), state), [])).toEqual([7]);
  });

  it('refuses what is no schedule', () => {
    expect(() => resume(3 as never, 3)).toThrow(
      new TypeError('resume: its first argument must be a schedule, got 3'),
    );
  });
});

interface Writable {
  parts: { memory: { memory: object } };
}

const set = (state: Writable, field: string, value: unknown) => ({
  ...state,
  parts: { ...state.parts, [field]: value },
});
const at = (state: Writable, change: object) => set(state, 'memory', { ...state.parts.memory, ...change });
const inner = (state: Writable, change: object) =>
  at(state, { memory: { ...state.parts.memory.memory, ...change } });
