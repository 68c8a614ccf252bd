import { concat, from, NEVER, Subject, take } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { reduceOnPlateau, type SmoothOptions, smooth } from '../index.ts';
import { collect } from './collect.ts';

const smoothed = (options: SmoothOptions<string> | number, reports: readonly unknown[]) =>
  collect(concat(from(reports), NEVER).pipe(smooth(options)));

describe('smooth', () => {
  it('gives the bias-corrected average of bare numbers', () => {
    // (0.25·4 + 0.5·2) / 0.75, then (0.125·4 + 0.25·2 + 0.5·2) / 0.875
    expect(smoothed(0.5, [4, 2, 2])).toEqual([4, 2 / 0.75, 2 / 0.875]);
    expect(smoothed({ smoothing: 0 }, [4, 2, 9])).toEqual([4, 2, 9]);
    const [, second] = smoothed({}, [1, 2]);
    expect(second).toBeCloseTo((0.9 + 2) / 1.9, 15);
  });

  it('puts it in the place of the metric, and leaves the rest of the report', () => {
    expect(
      smoothed({ monitor: 'valLoss', smoothing: 0.5 }, [
        { step: 0, valLoss: 4, loss: 9 },
        { step: 1, loss: 8 },
        { step: 2, valLoss: 2, tag: 'x' },
        { step: 3, valLoss: null },
      ]),
    ).toEqual([
      { step: 0, valLoss: 4, loss: 9 },
      { step: 1, loss: 8 },
      { step: 2, valLoss: 2 / 0.75, tag: 'x' },
      { step: 3, valLoss: null },
    ]);
  });

  it('changes no report', () => {
    const report = { loss: 4 };
    smoothed(0.5, [{ loss: 1 }, report]);
    expect(report).toEqual({ loss: 4 });
  });

  it('lets pass what is not finite, and keeps it out', () => {
    expect(smoothed(0.5, [Number.NaN, 4, Infinity, 2])).toEqual([Number.NaN, 4, Infinity, 2 / 0.75]);
  });

  it('takes a redelivered reading once', () => {
    expect(
      smoothed(0.5, [
        { step: 0, loss: 4 },
        { step: 1, loss: 2 },
        { step: 0, loss: 4 },
        { step: 2, loss: 2 },
      ]),
    ).toEqual([
      { step: 0, loss: 4 },
      { step: 1, loss: 2 / 0.75 },
      { step: 0, loss: 2 / 0.75 },
      { step: 2, loss: 2 / 0.875 },
    ]);
  });

  it('keeps nothing between subscriptions', () => {
    const reports = new Subject<number>();
    const averages = reports.pipe(smooth(0.5));
    const first = collect(averages);
    reports.next(4);
    const second = collect(averages);
    reports.next(2);
    expect(first).toEqual([4, 2 / 0.75]);
    expect(second).toEqual([2]);
  });

  it('before a plateau is the plateau’s own smoothing', () => {
    const noisy = [3, 1, 3, 1, Number.NaN, 0.5, 1, 0.1].map((loss, step) => ({ step, loss }));
    const options = { initial: 1, factor: 0.5, patience: 0 };
    const rates = collect(from(noisy).pipe(smooth(0.9), reduceOnPlateau(options)));
    expect(rates).toEqual(collect(from(noisy).pipe(reduceOnPlateau({ ...options, smoothing: 0.9 }))));
    expect(rates).not.toEqual(collect(from(noisy).pipe(reduceOnPlateau(options))));
  });

  it('stops a synchronous source', () => {
    expect(collect(from([1, 2, 3]).pipe(smooth(0), take(2)))).toEqual([1, 2, 'completed']);
  });

  it('ends in an error where the metric is no number, or has never come', () => {
    expect(smoothed({}, [{ step: 4, loss: 'high' }])).toEqual([
      "failed: smooth: the report of step 4 has loss: 'high'; a metric must be a number",
    ]);
    expect(collect(from([{ valLos: 1 }]).pipe(smooth({ monitor: 'valLoss' as string })))).toEqual([
      { valLos: 1 },
      "failed: smooth: no report carried the metric 'valLoss' (did you mean 'valLos'?); they carried valLos. Set monitor to a metric that is reported.",
    ]);
    expect(collect(from([]).pipe(smooth()))).toEqual(['completed']);
  });

  it.each([
    [1, 'smooth: smoothing must be from 0 to below 1, got 1'],
    [{ smoothing: -0.1 }, 'smooth: smoothing must be from 0 to below 1, got -0.1'],
    [{ monitor: '' }, "smooth: monitor must be the name of a metric, got ''"],
    [{ smoth: 0.9 }, "smooth: unknown option 'smoth', did you mean 'smoothing'?"],
    [null, 'smooth: the options must be an object, got null'],
  ])('refuses %o', (options, message) => {
    expect(() => smooth(options as never)).toThrow(message);
  });
});
