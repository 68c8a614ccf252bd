import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Observable, type OperatorFunction, Subject } from 'rxjs';
import { describe, expect, it, vi } from 'vitest';
import {
  backOff,
  constant,
  cosineAnnealing,
  decisions,
  feedback,
  greedy,
  groups,
  improvement,
  lasting,
  linear,
  live,
  multiply,
  type Part,
  perEpoch,
  reduceOnPlateau,
  restarts,
  sequence,
  smooth,
  staircase,
  until,
} from '../index.ts';

// Nothing here is timed.
vi.setConfig({ testTimeout: 60_000 });

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** One number kept for each of a million reports would be eight of it, and one and a half with a fifth of them. */
const bound = 1e6;

type Act = Part<string> | number | null;

/** By how many bytes the heap has grown over `count` reports, the first ones, in which the code gets warm, not counted. */
function growth(
  count: number,
  operatorOf: (swaps: Observable<Act>) => OperatorFunction<unknown, unknown>,
  report: (i: number) => unknown = loss,
  act?: (i: number) => Act | undefined,
): number {
  const reports = new Subject<unknown>();
  const swaps = new Subject<Act>();
  let answers = 0;
  const subscription = operatorOf(swaps)(reports).subscribe(() => {
    answers++;
  });
  let sent = 0;
  const push = (n: number) => {
    for (const end = sent + n; sent < end; sent++) {
      const said = act?.(sent);
      if (said !== undefined) swaps.next(said);
      reports.next(report(sent));
    }
  };
  push(count / 5);
  const before = heapUsed();
  push(count);
  const after = heapUsed();
  expect(reports.observed).toBe(true);
  expect(answers).toBeGreaterThanOrEqual(sent);
  subscription.unsubscribe();
  return after - before;
}

/** A loss that falls in a wave for ever. */
function loss(i: number): number {
  return 5 + ((i * 7) % 11) - i / 1e7;
}

/** The same with an index, and each third report again. */
const indexed = (i: number) => ({ step: i - Math.floor((i + 2) / 3), loss: loss(i) });

const plateau = (): Part<'loss'> =>
  reduceOnPlateau({ initial: 1, factor: 0.999, patience: 9, minRate: 1e-9 });
const on =
  (operator: Part<string, unknown>): (() => OperatorFunction<unknown, unknown>) =>
  () =>
    operator;

describe('a million reports leave the heap as it was', () => {
  it.each<[string, () => OperatorFunction<unknown, unknown>]>([
    ['a curve', on(cosineAnnealing({ from: 1, over: 1e6 }))],
    ['a plateau', on(plateau())],
    ['a plateau that smooths', on(reduceOnPlateau({ initial: 1, smoothing: 0.9 }))],
    ['a phase that does not end', on(sequence(until(plateau(), { below: 0 }), constant(1)))],
    ['a phase that has ended', on(sequence(until(plateau(), { below: 20 }), plateau()))],
    ['smooth', () => smooth() as OperatorFunction<unknown, unknown>],
    ['improvement', () => improvement() as OperatorFunction<unknown, unknown>],
  ])('%s', (_, operatorOf) => {
    expect(growth(1e6, operatorOf)).toBeLessThan(bound);
  });

  it.each<[string, () => OperatorFunction<unknown, unknown>]>([
    ['a plateau', on(plateau())],
    ['smooth', () => smooth() as OperatorFunction<unknown, unknown>],
  ])('%s, with indices, and some of them twice', (_, operatorOf) => {
    expect(growth(2e5, operatorOf, indexed)).toBeLessThan(bound);
  });

  it('nor do metrics that are waited for', () => {
    const waiting = reduceOnPlateau({ initial: 1, monitor: 'valLoss' });
    expect(growth(1e6, on(waiting), (i) => ({ loss: i, step: i }))).toBeLessThan(bound);
  });
});

describe('so do a fifth of them', () => {
  it.each<[string, () => OperatorFunction<unknown, unknown>]>([
    ['greedy', on(greedy({ initial: 1, minRate: 0.5, maxRate: 2 }))],
    ['backOff', on(backOff({ recover: 10, budget: 1e6 }))],
    [
      'a feedback that reads whole reports',
      on(feedback({ init: 0, next: (n: number) => n + 1, rate: (n) => n })),
    ],
    [
      'a phase that a function ends',
      on(
        sequence(
          until(plateau(), () => false),
          constant(1),
        ),
      ),
    ],
    [
      'a phase that a plateau ends',
      on(sequence(until(constant(1), { plateau: { patience: 1e9 } }), constant(1))),
    ],
    ['a product, on stairs', on(staircase(multiply(plateau(), constant(1)), { every: 3 }))],
    ['in epochs', on(perEpoch(plateau(), { steps: 10 }))],
    ['begun anew', on(restarts(lasting(plateau(), 10)))],
  ])('%s', (_, operatorOf) => {
    expect(growth(2e5, operatorOf)).toBeLessThan(bound);
  });
});

describe('so do decisions, whose states are copies', () => {
  it.each<[string, Part<string, unknown>]>([
    ['of a plateau', plateau()],
    ['of a phase that does not end', sequence(until(plateau(), { below: 0 }), constant(1))],
    ['of groups', groups({ a: plateau(), b: constant(1) })],
  ])('%s', (_, schedule) => {
    expect(growth(2e5, () => decisions(schedule as Part<never, unknown>))).toBeLessThan(bound);
  });
});

describe('so do ten thousand swaps', () => {
  const every20 = (act: (i: number) => Act) => (i: number) => (i % 20 === 0 ? act(i) : undefined);
  const acts: readonly (readonly [string, (i: number) => Act])[] = [
    ['of curves', () => linear({ from: 1, to: 0.5, over: 1e7 })],
    ['of feedback', plateau],
    ['of phases', () => sequence(until(constant(1), { below: 5 }), plateau())],
    ['by hand, and released', (i) => (i % 40 === 0 ? 0.5 : null)],
  ];
  const splices = ['restart', 'progress', 'value'] as const;

  it.each(acts)('%s', (_, act) => {
    for (const splice of splices) {
      const operatorOf = (swaps: Observable<Act>) =>
        live(plateau(), swaps, { splice }) as OperatorFunction<unknown, unknown>;
      expect(growth(2e5, operatorOf, loss, every20(act))).toBeLessThan(bound);
    }
  });

  it('told in decisions', () => {
    const operatorOf = (swaps: Observable<Act>) =>
      decisions(live(plateau(), swaps)) as OperatorFunction<unknown, unknown>;
    expect(growth(2e5, operatorOf, loss, every20(plateau))).toBeLessThan(bound);
  });
});

describe('subscriptions that are over', () => {
  it('leave nothing behind, neither at the reports nor at the swaps', () => {
    const reports = new Subject<number>();
    const swaps = new Subject<Act>();
    const operator = live(plateau() as Part<never>, swaps);
    const run = (times: number) => {
      for (let i = 0; i < times; i++) {
        const subscription = reports.pipe(operator).subscribe();
        reports.next(1);
        subscription.unsubscribe();
      }
    };
    run(1e4);
    const before = heapUsed();
    run(1e5);
    expect(heapUsed() - before).toBeLessThan(bound);
  });
});

describe('the bound', () => {
  it('would catch one number kept for each report', () => {
    const hoarder = (): OperatorFunction<unknown, unknown> => {
      const kept: unknown[] = [];
      const schedule = feedback({
        init: 0,
        next: (n: number, report: unknown) => {
          kept.push(report);
          return n;
        },
        rate: () => 1,
      });
      return schedule as OperatorFunction<unknown, unknown>;
    };
    expect(growth(1e6, hoarder)).toBeGreaterThan(4 * bound);
  });
});
