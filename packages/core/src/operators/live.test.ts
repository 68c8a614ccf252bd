import { BehaviorSubject, EMPTY, from, NEVER, of, Subject, throwError } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  constant,
  cosineAnnealing,
  curve,
  type Decision,
  groups,
  describe as inWords,
  linear,
  live,
  type Part,
  reduceOnPlateau,
  resume,
  type Splice,
  sequence,
  simulate,
} from '../index.ts';
import { collect } from './collect.ts';
import { cuts, type Happening, plan, played, report } from './played.ts';

const ramp = linear({ from: 1, to: 0, over: 8 });
const three = [report(3), report(3), report(3)];

describe('live', () => {
  it('is the first schedule until something else is said', () => {
    expect(played(ramp, undefined, three).rates).toEqual([1, 0.875, 0.75, 0.625]);
  });

  it.each<[Splice | undefined, readonly number[]]>([
    [undefined, [0.1, 0.1, 1, 0.875, 0.75]],
    ['restart', [0.1, 0.1, 1, 0.875, 0.75]],
    ['progress', [0.1, 0.1, 0.75, 0.625, 0.5]],
    ['value', [0.1, 0.1, 0.1, 0.08750000000000001, 0.07500000000000001]],
  ])('splices a curve in: %s', (splice, rates) => {
    const run = played(constant(0.1), splice, [report(3), plan(ramp), ...three]);
    expect(run.rates).toEqual(rates);
  });

  it('shows a swap in the answer to the next report, which the old schedule hears', () => {
    const heard: unknown[] = [];
    const spy = (name: string) => reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0, monitor: name });
    const { rates, told } = played(spy('a'), 'restart', [
      report({ a: 1 }),
      plan(spy('b')),
      report({ a: 1, b: 1 }),
      report({ b: 2 }),
      report({ b: 2 }),
    ]);
    heard.push(...rates);
    // The first reading of b that the new one hears is its baseline.
    expect(heard).toEqual([1, 1, 1, 1, 0.5]);
    expect(told.at(-1)?.causes).toMatchObject([{ by: 'reduceOnPlateau', best: 2, bestAt: 2 }]);
  });

  it('starts feedback without memory where it makes progress', () => {
    const both = sequence(ramp, reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0 }));
    const run = played(constant(0.1), 'progress', [
      ...Array.from({ length: 8 }, () => report(3)),
      plan(both),
      report(3),
      report(3),
      report(3),
    ]);
    expect(run.rates.slice(-3)).toEqual([1, 1, 0.5]);
  });

  it('takes the last of several before a report', () => {
    expect(played(constant(0.1), 'value', [plan(ramp), plan(constant(7)), ...three]).rates).toEqual([
      0.1, 0.1, 0.1, 0.1,
    ]);
    expect(played(ramp, undefined, [plan(0.2), plan(null), ...three]).rates).toEqual([1, 0.875, 0.75, 0.625]);
    expect(
      played(ramp, undefined, [plan(constant(2)), plan(0.2), report(3), plan(null), report(3)]).rates,
    ).toEqual([1, 0.2, 2]);
  });

  it('sets the rate by hand, and releases it to a schedule whose clock and readings ran on', () => {
    const plateau = reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0 });
    const { rates, told } = played(plateau, undefined, [
      report(3),
      plan(0.2),
      report(3),
      report(3),
      plan(0.3),
      report(1),
      plan(null),
      report(1),
      plan(null),
      report(0.5),
    ]);
    expect(rates).toEqual([1, 1, 0.2, 0.2, 0.3, 0.125, 0.125]);
    expect(told.map(({ causes }) => causes.map(inWords))).toEqual([
      [],
      [],
      ['set by hand from 1 to 0.2 at step 2'],
      [],
      ['set by hand from 0.2 to 0.3 at step 4'],
      [
        'released from 0.3 to 0.125 at step 5',
        'reduced from 0.25 to 0.125 at step 5: no gain > 1e-4 (relative) over loss 1 (step 3) in 1 reading',
      ],
      [],
    ]);
  });

  it('is released by a schedule, too, which goes on from the rate set by hand', () => {
    const run = played(ramp, 'value', [plan(0.2), report(3), plan(constant(7)), report(3), report(3)]);
    expect(run.rates).toEqual([1, 0.2, 0.2, 0.2]);
  });

  it('swaps what swapped', () => {
    const run = played(constant(0.4), 'value', [
      plan(ramp),
      report(3),
      report(3),
      plan(linear({ from: 2, to: 0, over: 2 })),
      report(3),
      report(3),
    ]);
    expect(run.rates).toEqual([0.4, 0.4, 0.35000000000000003, 0.35000000000000003, 0.17500000000000002]);
  });

  it('tells each swap, with the figures', () => {
    const { told } = played(constant(0.1), 'value', [
      report(3),
      plan(ramp),
      report(3),
      plan(null),
      report(3),
    ]);
    expect(told.map(({ causes }) => causes)).toEqual([
      [],
      [],
      [
        {
          by: 'live',
          path: '$',
          step: 2,
          act: 'swap',
          schedule: 'linear',
          splice: 'value',
          from: 0.1,
          to: 0.1,
        },
      ],
      [],
    ]);
    expect(told.flatMap(({ causes }) => causes.map(inWords))).toEqual([
      "linear took over ('value'), from 0.1 to 0.1 at step 2",
    ]);
  });

  it('works for groups, group by group', () => {
    const first = groups({ head: constant(1), body: constant(0.1) });
    const next = groups({ body: ramp, head: constant(4) });
    const { rates, told } = played(first, 'value', [
      plan(next),
      report(3),
      report(3),
      plan({ head: 0, body: 5 }),
      report(3),
      plan(null),
      report(3),
    ]);
    expect(rates).toEqual([
      { head: 1, body: 0.1 },
      { head: 1, body: 0.1 },
      { head: 1, body: 0.08750000000000001 },
      { head: 0, body: 5 },
      { head: 1, body: 0.0625 },
    ]);
    expect(told.flatMap(({ causes }) => causes.map(inWords))[1]).toBe(
      'set by hand from { body: 0.0875, head: 1 } to { head: 0, body: 5 } at step 3',
    );
  });

  it('leaves to the old schedule what belongs to a step before', () => {
    const plateau = (initial: number) => reduceOnPlateau({ initial, factor: 0.5, patience: 0 });
    const run = played(constant(1), 'restart', [
      report({ step: 0, loss: 3 }),
      plan(plateau(2)),
      report({ step: 1, loss: 3 }),
      report({ step: 0, loss: 9 }),
      report({ step: 2, loss: 3 }),
      report({ step: 1, loss: 9 }),
      report({ step: 3, loss: 3 }),
    ]);
    expect(run.rates).toEqual([1, 1, 2, 2, 2, 2, 1]);
  });

  it('may take over in the answer to a report that moves no clock', () => {
    const run = played(ramp, 'restart', [
      report({ step: 3 }),
      plan(linear({ from: 9, to: 1, over: 8 })),
      report({ step: 1 }),
      report({ step: 4 }),
    ]);
    expect(run.rates).toEqual([1, 0.5, 9, 8]);
  });

  it('hears what is said at once before the first report, and shows it behind that', () => {
    const source = from([3, 3]);
    expect(collect(source.pipe(live(constant(1), of(ramp))))).toEqual([1, 1, 0.875, 'completed']);
    expect(collect(source.pipe(live(constant(1), new BehaviorSubject(0.5))))).toEqual([
      1,
      0.5,
      0.5,
      'completed',
    ]);
  });

  it('ends with the reports, not with the schedules', () => {
    expect(collect(from([3]).pipe(live(ramp, EMPTY)))).toEqual([1, 0.875, 'completed']);
    const { rates, plans, reports } = played(ramp, undefined, []);
    plans.complete();
    reports.next(3);
    expect(rates).toEqual([1, 0.875]);
    reports.complete();
    expect(rates.at(-1)).toBe('completed');
    const open = played(ramp, undefined, []);
    open.reports.complete();
    expect(open.plans.observed).toBe(false);
  });

  it('passes the errors of both on, and lets go of both', () => {
    const gone = new Error('gone');
    expect(
      collect(
        NEVER.pipe(
          live(
            ramp,
            throwError(() => gone),
          ),
        ),
      ),
    ).toEqual([1, 'failed: gone']);
    const one = played(ramp, undefined, [report(3)]);
    one.plans.error(gone);
    expect(one.rates).toEqual([1, 0.875, 'failed: gone']);
    expect(one.reports.observed).toBe(false);
    const other = played(ramp, undefined, [report(3)]);
    other.reports.error(gone);
    expect(other.rates).toEqual([1, 0.875, 'failed: gone']);
    expect(other.plans.observed).toBe(false);
  });

  it('lets go of both when it is unsubscribed', () => {
    const reports = new Subject<number>();
    const plans = new Subject<number>();
    const subscription = reports.pipe(live(ramp, plans)).subscribe();
    expect([reports.observed, plans.observed]).toEqual([true, true]);
    subscription.unsubscribe();
    expect([reports.observed, plans.observed]).toEqual([false, false]);
  });

  it('keeps nothing between subscriptions', () => {
    const reports = new Subject<number>();
    const plans = new Subject<number>();
    const rates = reports.pipe(live(ramp, plans));
    const first = collect(rates);
    plans.next(0.3);
    reports.next(3);
    const second = collect(rates);
    reports.next(3);
    expect(first).toEqual([1, 0.3, 0.3]);
    expect(second).toEqual([1, 0.875]);
  });

  it.each<[unknown, Splice, string]>([
    [
      'cosine',
      'restart',
      "live: what its stream gives must be a schedule, a finite rate or null, got 'cosine'",
    ],
    [Number.NaN, 'restart', 'live: what its stream gives must be a schedule, a finite rate or null, got NaN'],
    [
      undefined,
      'restart',
      'live: what its stream gives must be a schedule, a finite rate or null, got undefined',
    ],
    [
      resume(ramp, 3),
      'restart',
      'live: a schedule that takes over must not be resumed, since its clock is told by splice; give it as it is',
    ],
    [
      live(ramp, NEVER),
      'restart',
      'live: what its stream gives must be a schedule, a finite rate or null, got a function',
    ],
    [
      constant(0),
      'value',
      "live: step 1: the new schedule's first rate must be other than 0 with splice 'value', got 0",
    ],
    [
      groups({ head: ramp }),
      'restart',
      'live: groups must give a number, as what it takes the place of, got { head }',
    ],
    [
      { head: 1 },
      'restart',
      'live: the rate set by hand must give a number, as what it takes the place of, got { head }',
    ],
  ])('refuses to swap in %o', (wrong, splice, message) => {
    expect(played(constant(1), splice, [plan(wrong), report(3)]).rates).toEqual([1, `failed: ${message}`]);
  });

  it("says which rate stands against 'value'", () => {
    const odd = curve((step) => (step === 0 ? Number.NaN : 1));
    expect(played(constant(1), 'value', [plan(odd), report(3)]).rates.at(-1)).toBe(
      'failed: curve: the rate of step 0 must be a finite number, got NaN',
    );
    expect(played(constant(1e-200), 'value', [plan(constant(1e200)), report(3)]).rates.at(-1)).toBe(
      "failed: live: step 1: the new schedule's first rate must be near enough to the rate in force, 1e-200, for splice 'value', got 1e+200",
    );
    const first = groups({ head: constant(1), body: constant(0) });
    expect(played(first, 'value', [plan(groups({ head: ramp, body: ramp })), report(3)]).rates.at(-1)).toBe(
      "failed: live: step 1: the rate in force of body must be other than 0 with splice 'value', got 0",
    );
  });

  it('keeps its own copy of rates that were set by hand', () => {
    const byHand = { head: 5, body: 5 };
    const first = groups({ head: constant(1), body: constant(0) });
    const run = played(first, 'restart', [plan(byHand), report(3)]);
    byHand.head = 9;
    run.reports.next(3);
    expect(run.rates.at(-1)).toEqual({ head: 5, body: 5 });
  });

  it('takes no groups for others whose names read alike', () => {
    const first = groups({ a: constant(1), b: constant(1) });
    expect(played(first, 'restart', [plan(groups({ 'a, b': ramp })), report(3)]).rates.at(-1)).toMatch(
      /^failed: live: groups must give \{ a, b \}/,
    );
  });

  it('lets go of a foreign stream, too', () => {
    let gone = 0;
    const foreign = {
      subscribe: () => ({ unsubscribe: () => gone++ }),
      [Symbol.observable ?? '@@observable']() {
        return this;
      },
    };
    NEVER.pipe(live(ramp, foreign as never))
      .subscribe()
      .unsubscribe();
    expect(gone).toBe(1);
  });

  it("refuses 'value' where the rate in force is 0: it would be 0 for ever", () => {
    expect(played(constant(0), 'value', [plan(ramp), report(3)]).rates).toEqual([
      0,
      "failed: live: step 1: the rate in force must be other than 0 with splice 'value', got 0",
    ]);
  });

  it.each<[() => unknown, string]>([
    [() => live(1 as never, EMPTY), 'live: its first argument must be a schedule, got 1'],
    [
      () => live(ramp, [ramp] as never),
      'live: its second argument must be an Observable of schedules, rates and null, got a list',
    ],
    [
      () => live(ramp, EMPTY, { splice: 'jump' as never }),
      "live: splice must be 'restart' or 'progress' or 'value', got 'jump'",
    ],
    [
      () => live(ramp, EMPTY, { splce: 'value' } as never),
      "live: unknown option 'splce', did you mean 'splice'?",
    ],
    [
      () => sequence(ramp, live(ramp, EMPTY) as never),
      'sequence: part 1 is what live returns, and live stands outermost; compose the schedules that it swaps',
    ],
    [
      () => simulate(live(ramp, EMPTY) as never, []),
      'simulate: its first argument must be a schedule, got a function',
    ],
  ])('stands outermost, and refuses what is none of its own', (make, message) => {
    expect(make).toThrow(message);
  });

  it('complains of a metric that has never come, but not of one that nobody reads any more', () => {
    const plateau = reduceOnPlateau({ initial: 1, monitor: 'valLoss' }) as Part;
    const losses = from([{ loss: 1 }, { loss: 1 }]);
    expect(collect(losses.pipe(live(plateau, NEVER))).at(-1)).toMatch(
      /^failed: reduceOnPlateau: no report carried the metric 'valLoss' \(did you mean 'loss'\?\)/,
    );
    expect(collect(losses.pipe(live(plateau, of(ramp)))).at(-1)).toBe('completed');
    // It took over behind the last report, and was active in none.
    expect(collect(from([{ loss: 1 }]).pipe(live(ramp, of(plateau)))).at(-1)).toBe('completed');
    expect(collect(losses.pipe(live(ramp, of(plateau)))).at(-1)).toMatch(
      /no report carried the metric 'valLoss'/,
    );
  });
});

describe('a live run', () => {
  const plateau = reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0 });
  const cosine = cosineAnnealing({ from: 0.3, over: 20 });
  const happenings: readonly Happening[] = [
    report({ step: 0, loss: 3 }),
    plan(plateau),
    report({ step: 1, loss: 2 }),
    report({ step: 3, loss: 3 }),
    report({ step: 4, loss: 3 }),
    plan(0.05),
    report({ step: 5, loss: 3 }),
    report({ step: 6, loss: 3 }),
    plan(null),
    report({ step: 7, loss: 1 }),
    plan(cosine),
    report({ step: 8, loss: 1 }),
    report({ step: 10, loss: 1 }),
  ];

  it.each<Splice>(['restart', 'progress', 'value'])(
    'gives the same rates again from its record: %s',
    (splice) => {
      const { rates } = played(ramp, splice, happenings);
      expect(rates).toHaveLength(10);
      expect(played(ramp, splice, JSON.parse(JSON.stringify(happenings), revived)).rates).toEqual(rates);
    },
  );

  it.each<Splice>(['restart', 'progress', 'value'])('resumes at every cut: %s', (splice) => {
    const { rates, told } = played(ramp, splice, happenings);
    for (const [cut, { inForce, rest }] of cuts(ramp, happenings).entries()) {
      const saved = JSON.parse(JSON.stringify(told[cut]?.state)) as Decision['state'];
      const again = played(resume(inForce, saved), splice, rest);
      expect(again.rates).toEqual(rates.slice(cut));
      expect(again.told.map(({ state }) => state)).toEqual(told.slice(cut).map(({ state }) => state));
    }
  });

  it('resumes without live, too, where nothing more is said', () => {
    const { rates, told } = played(ramp, 'value', happenings);
    const { inForce } = cuts(ramp, happenings).at(-2) ?? { inForce: ramp };
    const resumed = resume(inForce, (told.at(-2) as Decision).state);
    expect(simulate(resumed, [{ step: 10, loss: 1 }])).toEqual(rates.slice(-2));
  });

  it('resumes a curve with its future known, in the steps of the run', () => {
    const { told } = played(constant(0.1), 'value', [report(3), plan(ramp), report(3), report(3)]);
    const resumed = resume(ramp, (told.at(-1) as Decision).state);
    expect([resumed.at(3), resumed.at(6), resumed.span]).toEqual([0.08750000000000001, 0.05, 10]);
    expect(simulate(resumed, [3, 3])).toEqual([3, 4, 5].map((step) => resumed.at(step)));
    expect(resumed.toJSON()).toEqual(ramp.toJSON());
  });

  it.each<[string, unknown, string]>([
    ['since', 9, 'state.parts.memory.since must be at most the step, 3, got 9'],
    ['at', -1, 'state.parts.memory.at must be a whole number from 0 up, got -1'],
    ['scale', 'half', "state.parts.memory.scale must be a number, or null, got 'half'"],
    ['held', true, 'state.parts.memory.held must be a number, or null, got true'],
    ['since', 1, 'state.parts.memory.since must be 0, or where it took over, 2, got 1'],
    ['scale', 0, 'state.parts.memory.scale must be other than 0, got 0'],
    ['scale', { a: 2 }, 'state.parts.memory.scale must be a number, or null, got an object'],
    ['held', { a: 1 }, 'state.parts.memory.held must be a number, or null, got an object'],
    ['memory', {}, 'state.parts.memory.memory must be null, since a curve remembers nothing, got an object'],
  ])('does not resume from a state with a wrong %s', (key, value, message) => {
    const { told } = played(constant(0.1), 'value', [report(3), plan(ramp), report(3), report(3)]);
    const { state } = told.at(-1) as Decision;
    const memory = { ...(state.parts.memory as object), [key]: value };
    const wrong = { ...state, parts: { ...state.parts, memory } };
    expect(() => resume(ramp, wrong)).toThrow(`resume: ${message}`);
  });

  it('does not resume as another schedule', () => {
    const { told } = played(constant(0.1), 'value', [report(3), plan(plateau), report(3), report(3)]);
    expect(() => resume(ramp as Part, (told.at(-1) as Decision).state)).toThrow(
      "resume: state.shape must be the schedule's own, 'curve', got 'live(reduceOnPlateau)'",
    );
  });

  /** JSON has no schedules: they stand as data, and are read again. */
  function revived(key: string, value: unknown): unknown {
    if (key !== 'plan' || typeof value !== 'object' || value === null) return value;
    return (value as { type: string }).type === 'reduceOnPlateau' ? plateau : cosine;
  }
});
