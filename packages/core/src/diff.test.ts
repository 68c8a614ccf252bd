import { from } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  constant,
  cosineAnnealing,
  decisions,
  diff,
  exponentialDecay,
  feedback,
  groups,
  linear,
  multiply,
  reduceOnPlateau,
  resume,
  type State,
  sequence,
  simulate,
  warmup,
} from './index.ts';

const long = linear({ from: 1, to: 0, over: 4 });
const longer = linear({ from: 1, to: 0, over: 8 });

/** The state behind the last answer to these reports. */
function stateAfter(schedule: Parameters<typeof decisions>[0], reports: readonly unknown[]): State {
  let state: State | undefined;
  from(reports)
    .pipe(decisions(schedule as never))
    .subscribe({ next: (decision) => (state = decision.state), error: () => {} });
  return JSON.parse(JSON.stringify(state)) as State;
}

describe('diff', () => {
  it('tells the steps at which two plans do not agree', () => {
    expect(diff(long, longer, { from: 0, to: 3 })).toEqual([
      { step: 1, old: 0.75, new: 0.875 },
      { step: 2, old: 0.5, new: 0.75 },
    ]);
    expect(diff(long, long)).toEqual([]);
    expect(diff(warmup(long, { over: 2 }), warmup(long, { over: 2, from: 0.5 }))).toEqual([]);
  });

  it('goes from 0 to the end of the longer one', () => {
    expect(diff(long, longer).map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(diff(long, constant(1)).map(({ step }) => step)).toEqual([1, 2, 3]);
    expect(diff(linear({ from: 1, to: 0, over: 1.5 }), constant(1)).map(({ step }) => step)).toEqual([1]);
  });

  it('goes on where a run was resumed', () => {
    expect(diff(resume(long, 2), resume(longer, 2)).map(({ step }) => step)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(diff(resume(long, 2), resume(longer, 3), { to: 4 }).map(({ step }) => step)).toEqual([3]);
    // A curve is known before that, too.
    expect(diff(resume(long, 2), longer, { from: 1, to: 2 })).toEqual([{ step: 1, old: 0.75, new: 0.875 }]);
  });

  it('takes what reads metrics as it would go on without more of them', () => {
    const plan = (over: number) =>
      multiply(linear({ from: 1, to: 0, over }), reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0 }));
    const state = stateAfter(plan(4), [3, 3]);
    expect(state.step).toBe(2);
    expect(diff(resume(plan(4), state), resume(plan(8), state), { to: 4 })).toEqual([
      { step: 2, old: 0.25, new: 0.375 },
      { step: 3, old: 0.125, new: 0.3125 },
    ]);
  });

  it('says what simulate would say of steps without reports', () => {
    const counting = feedback({ init: 0, next: (n) => n + 1, rate: (n) => n });
    const plan = sequence(long, counting);
    const told = simulate(plan, [{ step: 8 }].concat(Array.from({ length: 4 }, (_, i) => ({ step: 9 + i }))));
    expect(diff(plan, constant(-1), { from: 9, to: 14 }).map(({ old }) => old)).toEqual(told.slice(1));
  });

  it('compares group by group', () => {
    const old = groups({ head: long, body: constant(0.1) });
    const changed = groups({ head: longer, body: constant(0.1) });
    expect(diff(old, old)).toEqual([]);
    expect(diff(old, changed, { to: 2 })).toEqual([
      { step: 1, old: { head: 0.75, body: 0.1 }, new: { head: 0.875, body: 0.1 } },
    ]);
    const fewer = groups({ head: long });
    expect(diff(old, fewer as never, { to: 1 })).toEqual([
      { step: 0, old: { head: 1, body: 0.1 }, new: { head: 1 } },
    ]);
  });

  it.each<[() => unknown, string]>([
    [() => diff(1 as never, long), 'diff: the old one must be a schedule, got 1'],
    [() => diff(long, {} as never), 'diff: the new one must be a schedule, got an object'],
    [() => diff(long, long, { from: -1 }), 'diff: from must be a whole number from 0 up, got -1'],
    [() => diff(long, long, { to: 1.5 }), 'diff: to must be a whole number from 0 up, got 1.5'],
    [() => diff(long, long, { from: 3, to: 2 }), 'diff: to must be at least from, 3, got 2'],
    [
      () => diff(constant(1), exponentialDecay({ initial: 1, factor: 0.5 })),
      'diff: to must be given where neither of the two has an end, got undefined',
    ],
    [
      () => diff(cosineAnnealing({ from: 1, over: 9 }), long, { till: 3 } as never),
      "diff: unknown option 'till', the options are from, to",
    ],
  ])('refuses %s', (make, message) => {
    expect(make).toThrow(message);
  });

  it('refuses steps before a curve took over from another', () => {
    const live = { anneal: 1 as const, shape: 'live(curve)', step: 3 };
    const memory = { since: 2, at: 2, scale: null, held: null, memory: null };
    const resumed = resume(long, { ...live, parts: { unit: null, seen: {}, missed: [], memory } });
    expect(diff(resumed, long, { from: 3, to: 4 })).toEqual([{ step: 3, old: 0.75, new: 0.25 }]);
    expect(() => diff(resumed, long, { from: 0, to: 4 })).toThrow('from must be at least 3');
  });

  it('refuses steps before those that a resumed schedule with feedback knows', () => {
    const plateau = reduceOnPlateau({ initial: 1 });
    const resumed = resume(plateau, stateAfter(plateau, [3, 3]));
    expect(() => diff(plateau, resumed, { from: 1, to: 3 })).toThrow(
      'diff: from must be at least 2, where the new one was resumed, got 1',
    );
  });
});
