import { describe, expect, it } from 'vitest';
import { DownSampled } from './down-sampled.ts';

function series(values: Iterable<number>, limit?: number): DownSampled {
  const kept = new DownSampled(limit);
  let step = 0;
  for (const value of values) kept.add(step++, value);
  return kept;
}

/** The same each time, and of no pattern. */
function* noise(count: number): Generator<number> {
  let drawn = 7;
  for (let i = 0; i < count; i++) {
    drawn = (Math.imul(drawn, 1664525) + 1013904223) | 0;
    yield drawn / 2 ** 31;
  }
}

describe('DownSampled', () => {
  it('keeps all points while they are few, as they came', () => {
    const kept = new DownSampled(10);
    const points = [
      { step: 5, value: 1 },
      { step: 3, value: NaN },
      { step: 3, value: 1 },
      { step: 9, value: -Infinity },
    ];
    for (const { step, value } of points) kept.add(step, value);
    expect(kept.points()).toEqual(points);
    expect(kept.count).toBe(4);
  });

  it('has no points before there are any', () => {
    expect(new DownSampled().points()).toEqual([]);
    expect(new DownSampled().count).toBe(0);
  });

  it.each([10, 11, 100, 4000])('never keeps more than %i, and never few of many', (limit) => {
    const kept = new DownSampled(limit);
    let step = 0;
    for (const value of noise(5 * limit)) {
      kept.add(step++, value);
      if (limit > 100 && step % 500 !== 0) continue;
      const { length } = kept.points();
      expect(length).toBeLessThanOrEqual(limit + 2);
      expect(length).toBeGreaterThanOrEqual(Math.min(step, Math.floor(limit / 5)));
    }
  });

  it.each([0, 1, 4321, 65_535, 65_536, 99_998, 99_999])(
    'keeps a spike at %i of 100,000, up and down',
    (at) => {
      for (const spike of [50, -50]) {
        const values = [...noise(100_000)];
        values[at] = spike;
        expect(series(values, 100).points()).toContainEqual({ step: at, value: spike });
      }
    },
  );

  it.each([NaN, Infinity, -Infinity])('keeps a lone %d beside the others', (odd) => {
    for (const at of [0, 4321, 99_999]) {
      const values = [...noise(100_000)];
      values[at] = odd;
      values[at === 0 ? 1 : at - 1] = odd === Infinity ? -Infinity : Infinity;
      expect(series(values, 100).points()).toContainEqual({ step: at, value: odd });
    }
  });

  it('keeps a series of nothing but NaN within its limit', () => {
    const points = series(
      Array.from({ length: 10_000 }, () => NaN),
      50,
    ).points();
    expect(points.length).toBeLessThanOrEqual(52);
    expect(points.at(-1)).toEqual({ step: 9999, value: NaN });
  });

  it('keeps the first point and the last one, whatever they are', () => {
    const values = [...noise(100_000)].map((value) => value + 10);
    const points = series(values, 64).points();
    expect(points[0]).toEqual({ step: 0, value: values[0] });
    expect(points.at(-1)).toEqual({ step: 99_999, value: values.at(-1) });
  });

  it('has the means of its buckets once it keeps no longer all', () => {
    expect(series([1, 2, 3], 10).means()).toBeUndefined();
    // Of what is skewed the middle of the extremes is far from the mean.
    const values = [...noise(50_000)].map((value) => -Math.log((value + 1) / 2));
    const means = series([...values, NaN, Infinity], 400).means() ?? [];
    const mean = means.reduce((sum, { value }) => sum + value, 0) / means.length;
    expect(mean).toBeCloseTo(1, 1);
    // Of a ramp each lies in the middle of its bucket.
    const [first, second] = series(Array(1000).keys(), 100).means() ?? [];
    expect(first).toEqual({
      step: first?.value,
      value: ((second?.value ?? 0) - (first?.value ?? 0) - 1) / 2,
    });
    expect(means.map(({ step }) => step)).toEqual(means.map(({ step }) => step).sort((a, b) => a - b));
    expect(
      series(
        Array.from({ length: 1000 }, () => NaN),
        50,
      ).means(),
    ).toEqual([]);
  });

  it('keeps the order, and the extremes of every stretch', () => {
    const values = [...noise(50_000)];
    const points = series(values, 400).points();
    expect(points.map(({ step }) => step)).toEqual(points.map(({ step }) => step).sort((a, b) => a - b));
    for (const { step, value } of points) expect(value).toBe(values[step]);
    // Buckets double from one: 50,000 in at most 400 points of two a bucket are 256 or 512 in each.
    for (let from = 0; from + 1024 <= values.length; from += 512) {
      const stretch = values.slice(from, from + 1024);
      const seen = points.filter(({ step }) => step >= from && step < from + 1024).map(({ value }) => value);
      expect(Math.max(...seen)).toBe(Math.max(...stretch));
      expect(Math.min(...seen)).toBe(Math.min(...stretch));
    }
  });
});
