import { describe, expect, it } from 'vitest';
import { NONE } from '../clock.ts';
import type { InHand } from '../readings.ts';
import { checkAverage, checkWatch, unwatched, type Watch, type WatchOptions, watcherOf } from './watch.ts';

/** A report in hand, with one reading or none. */
function report(reading: number | undefined, index: number = NONE): InHand {
  return {
    report: {},
    index,
    isSilent: false,
    isAwaited: false,
    of: (monitor) => (monitor === 'loss' ? reading : undefined),
    peek: () => undefined,
    indexOf: () => index,
  };
}

/** What is remembered of readings, of the steps from 0 on. */
function watch(options: WatchOptions<string>, readings: readonly (number | undefined)[]): Watch {
  const { watched } = watcherOf('mine', options);
  return readings.reduce<Watch>((seen, reading, i) => watched(seen, report(reading, i)), unwatched);
}

describe('watcherOf', () => {
  it('tells its defaults', () => {
    expect(watcherOf('mine', {})).toMatchObject({
      monitor: 'loss',
      mode: 'min',
      threshold: 1e-4,
      thresholdMode: 'relative',
    });
  });

  it.each<[string, WatchOptions, readonly (number | undefined)[], Partial<Watch>]>([
    ['takes the first finite reading as the baseline', {}, [5], { best: 5, bestAt: 0, bad: 0 }],
    ['counts what is no gain', {}, [5, 5, 6], { best: 5, bestAt: 0, bad: 2 }],
    ['counts anew after a gain', {}, [5, 5, 4, 6], { best: 4, bestAt: 2, bad: 1 }],
    ['asks for more than the margin', { threshold: 0.5 }, [4, 2], { best: 4, bad: 1 }],
    ['takes what is more than the margin', { threshold: 0.5 }, [4, 1.9], { best: 1.9, bad: 0 }],
    ['reads more as better', { mode: 'max' }, [4, 5, 4], { best: 5, bestAt: 1, bad: 1 }],
    ['is right below 0', { threshold: 0.1 }, [-1, -1.05], { best: -1, bad: 1 }],
    ['takes what is not finite as bad', {}, [5, Number.NaN, Infinity, -Infinity], { best: 5, bad: 3 }],
    ['has no best while none was finite', {}, [Number.NaN], { best: null, bestAt: null, bad: 1 }],
    ['passes it over where it is told to', { nonFinite: 'ignore' }, [5, Number.NaN], { best: 5, bad: 0 }],
    ['averages nothing without smoothing', {}, [5, 4], { sum: 0, weight: 0 }],
    ['holds the average for the best', { smoothing: 0.5 }, [4, 1], { best: 2, sum: 1.5, weight: 0.75 }],
    [
      'lets nothing into the average that is not finite',
      { smoothing: 0.5 },
      [4, Infinity],
      { bad: 1, sum: 2, weight: 0.5 },
    ],
  ])('%s', (_, options, readings, expected) => {
    expect(watch(options, readings)).toMatchObject(expected);
  });

  it('gives the very same where there is no reading, so that nothing is copied', () => {
    const { watched } = watcherOf('mine', { nonFinite: 'ignore' });
    const seen = watched(unwatched, report(3, 0));
    expect(watched(seen, report(undefined, 1))).toBe(seen);
    expect(watched(seen, report(Number.NaN, 1))).toBe(seen);
    expect(watched(seen, report(3, 1))).not.toBe(seen);
  });

  it('has no step for the best where the report had none', () => {
    const { watched } = watcherOf('mine', {});
    expect(watched(unwatched, report(3)).bestAt).toBeNull();
  });

  it('reads its own metric alone', () => {
    const { watched } = watcherOf('mine', { monitor: 'valLoss' });
    expect(watched(unwatched, report(3, 0))).toBe(unwatched);
  });

  it('errors under the name of who watches, with the step where there is one', () => {
    const { watched } = watcherOf('mine', { nonFinite: 'error' });
    expect(() => watched(unwatched, report(Infinity, 7))).toThrow(
      new RangeError("mine: loss must be finite (nonFinite is 'error'), got Infinity at step 7"),
    );
    expect(() => watched(unwatched, report(Number.NaN))).toThrow(
      new RangeError("mine: loss must be finite (nonFinite is 'error'), got NaN in a report"),
    );
  });
});

describe('checkWatch', () => {
  it('takes what a watcher remembers', () => {
    for (const readings of [[], [3], [3, 4, Number.NaN]])
      expect(() => checkWatch({ ...watch({ smoothing: 0.5 }, readings) }, 'm')).not.toThrow();
  });

  it.each<[object, string]>([
    [{ best: Number.NaN }, 'm.best must be a finite number, got NaN'],
    [{ best: undefined }, 'm.best must be a finite number, got undefined'],
    [{ bestAt: 1.5 }, 'm.bestAt must be a whole number from 0 up, got 1.5'],
    [{ bad: -1 }, 'm.bad must be a whole number from 0 up, got -1'],
    [{ sum: Infinity }, 'm.sum must be a finite number, got Infinity'],
    [{ weight: -0.1 }, 'm.weight must be a number from 0 up, got -0.1'],
    [{ weight: 1.1 }, 'm.weight must be at most 1, got 1.1'],
  ])('refuses %o', (changes, message) => {
    expect(() => checkWatch({ ...unwatched, ...changes }, 'm')).toThrow(new RangeError(`resume: ${message}`));
  });

  it('asks of an average alone for what an average is', () => {
    expect(() => checkAverage({ sum: 3, weight: 1 }, 'm')).not.toThrow();
    expect(() => checkAverage({ sum: 3 }, 'm')).toThrow('resume: m.weight must be a number from 0 up');
  });
});
