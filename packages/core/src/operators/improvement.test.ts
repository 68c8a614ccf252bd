import * as fc from 'fast-check';
import { concat, from, map, NEVER, Subject } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { type ImprovementOptions, improvement, reduceOnPlateau, simulate } from '../index.ts';
import { collect } from './collect.ts';

const watched = (options: ImprovementOptions<string>, reports: readonly unknown[]) =>
  collect(concat(from(reports), NEVER).pipe(improvement(options)));
const figures = (options: ImprovementOptions<string>, readings: readonly number[]) =>
  collect(
    concat(from(readings), NEVER).pipe(
      improvement(options),
      map(({ improved, best, bad }) => [improved, best, bad]),
    ),
  );

describe('improvement', () => {
  it('answers each report', () => {
    expect(
      watched({ monitor: 'valLoss' }, [
        { step: 0, loss: 9 },
        { step: 1, valLoss: 3 },
        { step: 2, valLoss: 4 },
        { step: 2, valLoss: 1 },
      ]),
    ).toEqual([
      { report: { step: 0, loss: 9 }, reading: null, improved: false, best: null, bestAt: null, bad: 0 },
      { report: { step: 1, valLoss: 3 }, reading: 3, improved: true, best: 3, bestAt: 1, bad: 0 },
      { report: { step: 2, valLoss: 4 }, reading: 4, improved: false, best: 3, bestAt: 1, bad: 1 },
      // The same step's again: that has come before.
      { report: { step: 2, valLoss: 1 }, reading: null, improved: false, best: 3, bestAt: 1, bad: 1 },
    ]);
  });

  it.each<[string, ImprovementOptions<string>, readonly number[], readonly unknown[]]>([
    [
      'the first finite reading is a gain',
      {},
      [Number.NaN, 3],
      [
        [false, null, 1],
        [true, 3, 0],
      ],
    ],
    [
      'a gain must beat the margin',
      { threshold: 0.1 },
      [10, 9, 8.9],
      [
        [true, 10, 0],
        [false, 10, 1],
        [true, 8.9, 0],
      ],
    ],
    [
      'more is better',
      { mode: 'max' },
      [1, 0, 2],
      [
        [true, 1, 0],
        [false, 1, 1],
        [true, 2, 0],
      ],
    ],
    [
      'a margin in the metric’s own unit',
      { thresholdMode: 'absolute', threshold: 1 },
      [5, 4, 3.9],
      [
        [true, 5, 0],
        [false, 5, 1],
        [true, 3.9, 0],
      ],
    ],
    [
      'smoothed',
      { smoothing: 0.5 },
      [4, 1, 2],
      [
        [true, 4, 0],
        [true, 2, 0],
        [false, 2, 1],
      ],
    ],
    [
      'what is not finite is passed over',
      { nonFinite: 'ignore' },
      [3, Infinity],
      [
        [true, 3, 0],
        [false, 3, 0],
      ],
    ],
  ])('%s', (_, options, readings, expected) => {
    expect(figures(options, readings)).toEqual(expected);
  });

  it('is the plateau’s own judge: it cuts where `bad` has passed its patience', () => {
    const options = fc.record({
      mode: fc.constantFrom('min' as const, 'max' as const),
      threshold: fc.constantFrom(0, 1e-4, 0.2),
      thresholdMode: fc.constantFrom('relative' as const, 'absolute' as const),
      smoothing: fc.constantFrom(0, 0.5),
      nonFinite: fc.constantFrom('bad' as const, 'ignore' as const),
    });
    const readings = fc.array(fc.oneof(fc.double({ min: -3, max: 3, noNaN: true }), fc.constant(Number.NaN)));
    fc.assert(
      fc.property(options, readings, fc.integer({ min: 0, max: 3 }), (given, losses, patience) => {
        const told = collect(concat(from(losses), NEVER).pipe(improvement(given)));
        const first = told.findIndex((one) => (one as { bad: number }).bad > patience);
        const rates = simulate(reduceOnPlateau({ initial: 1, factor: 0.5, patience, ...given }), losses);
        expect(rates.indexOf(0.5)).toBe(first === -1 ? -1 : first + 1);
      }),
    );
  });

  it('keeps nothing between subscriptions', () => {
    const losses = new Subject<number>();
    const answers = losses.pipe(
      improvement(),
      map(({ best }) => best),
    );
    const first = collect(answers);
    losses.next(1);
    const second = collect(answers);
    losses.next(2);
    expect(first).toEqual([1, 1]);
    expect(second).toEqual([2]);
  });

  it('ends in an error where the metric is no number, is not finite, or has never come', () => {
    expect(watched({}, [{ loss: {} }])).toEqual([
      'failed: improvement: the report of step 0 has loss: an object; a metric must be a number',
    ]);
    expect(watched({ nonFinite: 'error' }, [{ step: 3, loss: Number.NaN }])).toEqual([
      "failed: improvement: loss must be finite (nonFinite is 'error'), got NaN at step 3",
    ]);
    expect(collect(from([{ los: 1 }] as { los: number; loss?: number }[]).pipe(improvement())).at(-1)).toBe(
      "failed: improvement: no report carried the metric 'loss' (did you mean 'los'?); they carried los. Set monitor to a metric that is reported.",
    );
    expect(collect(from([]).pipe(improvement()))).toEqual(['completed']);
  });

  it.each([
    [{ threshold: -1 }, 'improvement: threshold must be a number from 0 up, got -1'],
    [{ mode: 'less' }, "improvement: mode must be 'min' or 'max', got 'less'"],
    [{ patience: 3 }, "improvement: unknown option 'patience', the options are"],
    [3, 'improvement: the options must be an object, got 3'],
  ])('refuses %o', (options, message) => {
    expect(() => improvement(options as never)).toThrow(message);
  });
});
