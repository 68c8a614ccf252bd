import { EMPTY, from, NEVER, Observable, of, Subject } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  clamp,
  combine,
  constant,
  curve,
  decisions,
  feedback,
  groups,
  lasting,
  linear,
  live,
  multiply,
  type Part,
  perEpoch,
  reduceOnPlateau,
  restarts,
  scale,
  sequence,
  simulate,
  staircase,
  until,
  warmup,
  warp,
} from '../index.ts';
import { lives, losses, told } from '../trees/kinds.ts';

const thrown = new (class Mine extends Error {})('mine');
const fail = (): never => {
  throw thrown;
};

const fall = linear({ from: 8, to: 0, over: 8 });
const plateau = reduceOnPlateau({ initial: 8 });
/** Each throws in the answer to the second of the losses 4, 2, 2 and 3. */
const at = curve((step) => (step === 2 ? fail() : 8 - step));
const next = feedback({
  init: 8,
  next: (rate, _, step) => (step === 1 ? fail() : rate - 1),
  rate: (rate) => rate,
});
const monitored = feedback({
  monitor: 'loss',
  init: 8,
  next: (rate, { loss }) => (loss === 2 ? fail() : rate - 1),
  rate: (rate) => rate,
});
const rate = feedback({
  init: 8,
  next: (rate) => rate - 1,
  rate: (rate) => (rate === 6 ? fail() : rate),
});
const said = (report: number): boolean => (report === 2 ? fail() : false);

/** With the answers before that. */
const schedules: readonly [string, Part<string, unknown>, readonly unknown[]][] = [
  ['at', at, [8, 7]],
  ['at, in a sequence', sequence(lasting(at, 5), constant(1)), [8, 7]],
  ['at, in a product', multiply(at, constant(0.5)), [4, 3.5]],
  ['at, beside feedback', multiply(at, plateau), [64, 56]],
  [
    'at, behind a warm-up',
    warmup(
      curve((step) => (step === 1 ? fail() : 8)),
      { over: 1, from: 4 },
    ),
    [4, 8],
  ],
  ['at, scaled and clamped', clamp(scale(at, 2), { max: 15 }), [15, 14]],
  ['at, on stairs', staircase(at, { every: 1 }), [8, 7]],
  ['at, in epochs', perEpoch(at, { steps: 1 }), [8, 7]],
  ['at, begun anew', restarts(lasting(at, 5)), [8, 7]],
  ['at, on another clock', warp(at, (step) => step), [8, 7]],
  ['another clock', warp(fall, (step) => (step === 2 ? fail() : step)), [8, 7]],
  ['at, in groups', groups({ a: at }), [{ a: 8 }, { a: 7 }]],
  [
    'at, in groups with feedback',
    groups({ a: at, b: plateau }),
    [
      { a: 8, b: 8 },
      { a: 7, b: 8 },
    ],
  ],
  ['next', next, [8, 7]],
  ['next, in a sequence', sequence(lasting(next, 5), constant(1)), [8, 7]],
  ['next, in a product', multiply(fall, next), [64, 49]],
  ['next, with monitors', monitored, [8, 7]],
  ['next, on stairs', staircase(next, { every: 1 }), [8, 7]],
  ['next, in epochs', perEpoch(next, { steps: 1 }), [8, 7]],
  ['next, begun anew', restarts(lasting(next, 5)), [8, 7]],
  ['next, until an event', until(next, { below: 0 }), [8, 7]],
  ['rate', rate, [8, 7]],
  ['rate, in a sequence', sequence(lasting(rate, 5), constant(1)), [8, 7]],
  ['rate, begun anew', restarts(lasting(rate, 5)), [8, 7]],
  ['rate, in groups', groups({ a: rate }), [{ a: 8 }, { a: 7 }]],
  ['the predicate of until', until(fall, said), [8, 7]],
  ['the predicate, in a sequence', sequence(until(fall, said), constant(1)), [8, 7]],
  ['the predicate, in a phase that is made to last', lasting(until(plateau, said), 9), [8, 8]],
  ['a fold of curves', combine([fall, fall], (a) => (a === 6 ? fail() : a)), [8, 7]],
  ['a fold of feedback', combine([fall, plateau], (a) => (a === 6 ? fail() : a)), [8, 7]],
];

const ways: readonly (readonly [
  string,
  (schedule: Part<string, unknown>) => (reports: Observable<number>) => Observable<unknown>,
  boolean,
])[] = [
  ['piped', (schedule) => schedule, false],
  ['in decisions', (schedule) => decisions(schedule as Part<never, unknown>), true],
  ['live', (schedule) => live(schedule as Part<never, unknown>, NEVER), false],
  ['in decisions of live', (schedule) => decisions(live(schedule as Part<never, unknown>, NEVER)), true],
];

describe.each(ways)('a function that throws, %s', (_, operatorOf, isDecided) => {
  const rateIn = (answer: unknown) => (isDecided ? (answer as { rate: unknown }).rate : answer);

  it.each(schedules)("%s: its very error is the stream's, and nobody is left", (_, schedule, before) => {
    const reports = new Subject<number>();
    const all: unknown[] = [];
    let failed: unknown;
    operatorOf(schedule)(reports).subscribe({
      next: (answer) => all.push(rateIn(answer)),
      error: (error: unknown) => (failed = error),
      complete: () => all.push('completed'),
    });
    reports.next(4);
    expect([failed, reports.observed]).toEqual([undefined, true]);
    reports.next(2);
    expect(failed).toBe(thrown);
    expect(reports.observed).toBe(false);
    for (const loss of losses) reports.next(loss);
    reports.complete();
    expect(all).toEqual(before);
  });

  it.each(schedules)('%s: a source that does not wait is stopped', (_, schedule, before) => {
    let sent = 0;
    const firehose = new Observable<number>((out) => {
      while (!out.closed && sent < 100) out.next(losses[sent++] ?? 9);
    });
    expect(told(operatorOf(schedule)(firehose), rateIn)).toEqual([...before, { failed: thrown }]);
    expect(sent).toBe(2);
  });

  it.each<[string, Part<string, unknown>]>([
    ['at', curve(fail)],
    ['rate', feedback({ init: 0, next: (n) => n, rate: fail })],
    ['a fold', combine([fall, plateau], fail)],
  ])('%s, in the first answer already: nothing else comes', (_, schedule) => {
    const operator = operatorOf(schedule);
    for (const source of [EMPTY, NEVER, of(1), from(losses)]) {
      expect(told(operator(source), rateIn)).toEqual([{ failed: thrown }]);
    }
    const reports = new Subject<number>();
    told(operator(reports));
    expect(reports.observed).toBe(false);
  });
});

describe('a function that throws, without a stream', () => {
  it.each(schedules)('%s: simulate throws the very same', (_, schedule) => {
    let failed: unknown;
    try {
      simulate(schedule, losses);
    } catch (error) {
      failed = error;
    }
    expect(failed).toBe(thrown);
  });
});

describe.each(lives)('$name, where a function of what takes over throws', ({ on, of: seen }) => {
  it.each<[string, Part<string>, readonly unknown[]]>([
    ['at, in its first rate', curve(fail), [8]],
    ['at, later', curve((step) => (step === 1 ? fail() : 1)), [8, 1]],
    ['next', monitored, [8, 8]],
    ['rate', rate, [8, 8, 7]],
    ['the predicate of until', until(fall, said), [8, 8]],
  ])("%s: its very error is the stream's, and both are let go", (_, schedule, before) => {
    const reports = new Subject<number>();
    const swaps = new Subject<Part<string>>();
    const all = told(on(reports, swaps), seen);
    swaps.next(schedule);
    for (const loss of losses) reports.next(loss);
    expect(all).toEqual([...before, { failed: thrown }]);
    expect((all.at(-1) as { failed: unknown }).failed).toBe(thrown);
    expect([reports.observed, swaps.observed]).toEqual([false, false]);
  });
});

describe('a function that gives what it must not', () => {
  it('is told what the predicate of until must give', () => {
    const wrong = until(fall, ((report: number) => (report === 2 ? 'yes' : false)) as never);
    expect(told(from(losses).pipe(wrong))).toEqual([
      8,
      7,
      { failed: new TypeError("until: its function must give true or false, got 'yes'") },
    ]);
  });

  it('is told of a fold that is not finite', () => {
    const wrong = combine([fall, plateau], (a) => (a === 6 ? Number.NaN : a));
    expect(told(from(losses).pipe(wrong))).toEqual([
      8,
      7,
      { failed: new RangeError('combine: the rate of step 2 must be a finite number, got NaN') },
    ]);
  });
});
