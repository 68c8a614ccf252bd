import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cyclesOf, tidy } from './cycles.ts';

/** The double just below a positive one. */
function below(value: number): number {
  const bits = new BigInt64Array(new Float64Array([value]).buffer);
  bits[0] = (bits[0] as bigint) - 1n;
  return new Float64Array(bits.buffer)[0] as number;
}

describe('cyclesOf', () => {
  it.each([
    [-1, 0],
    [0, 0],
    [9.999, 0],
    [10, 1],
    [29, 1],
    [30, 2],
    [69.5, 2],
    [70, 3],
    [150, 4],
  ])('of 10 steps, twice as long each time: step %d is in cycle %d', (step, cycle) => {
    expect(cyclesOf(10, 2).at(step)).toBe(cycle);
  });

  it.each([
    [1, 121],
    [2, 242],
    [7, 847],
    [10, 1210],
    [1000, 121_000],
  ])(
    'of %d steps, three times as long each time: cycle 5 begins at %d, where a logarithm errs',
    (length, start) => {
      const { at, startOf } = cyclesOf(length, 3);
      expect(startOf(5)).toBe(start);
      expect([start - 1, start, start + 1].map(at)).toEqual([4, 5, 5]);
    },
  );

  it('begins each cycle at the very sum, for whole multipliers', () => {
    for (const stretch of [1, 2, 3, 4, 5, 6, 7, 10, 1000]) {
      for (const length of [1, 2, 3, 10, 97, 12_345]) {
        const { at, startOf, stretchOf } = cyclesOf(length, stretch);
        let start = 0n;
        let times = 1n;
        for (let cycle = 0; cycle < 60 && start < 2n ** 53n; cycle++) {
          expect(startOf(cycle)).toBe(Number(start));
          // From 2⁵² on there are no steps just before.
          if (start < 2n ** 52n) expect(at(Number(start))).toBe(cycle);
          if (start > 0n && start < 2n ** 52n) expect(at(Number(start - 1n))).toBe(cycle - 1);
          expect(stretchOf(cycle)).toBe(Number(times));
          start += BigInt(length) * times;
          times *= BigInt(stretch);
        }
      }
    }
  });

  it('begins each cycle at the very sum, for multipliers of halves, quarters and eighths', () => {
    for (let eighths = 9; eighths <= 40; eighths++) {
      for (const length of [1, 3, 10, 1000]) {
        const { at, startOf } = cyclesOf(length, eighths / 8);
        // Each start in units of 8^-cycle, so that everything is whole.
        let start = 0n;
        let last = BigInt(length);
        for (let cycle = 0; start < 2n ** 46n; cycle++) {
          expect(startOf(cycle) * 2 ** (3 * cycle)).toBe(Number(start));
          expect(at(startOf(cycle))).toBe(cycle);
          start = start * 8n + last * 8n;
          last *= BigInt(eighths);
        }
      }
    }
  });

  it('finds the cycle that a step begins, and the one before just below it, whatever the multiplier', () => {
    const stretches = fc.oneof(
      fc.double({ min: 1, max: 4, noNaN: true }),
      fc.constantFrom(1, 1.0000000000000002, 1.1, 1.5, 2, 3),
    );
    const lengths = fc.oneof(
      fc.integer({ min: 1, max: 1e6 }),
      fc.double({ min: 0.1, max: 1e6, noNaN: true }),
    );
    fc.assert(
      fc.property(stretches, lengths, fc.integer({ min: 1, max: 1e6 }), (stretch, length, many) => {
        const { at, startOf } = cyclesOf(length, stretch);
        let cycle = many;
        while (startOf(cycle) > 2 ** 52) cycle = Math.floor(cycle / 2);
        if (cycle === 0) return;
        expect(at(startOf(cycle))).toBe(cycle);
        expect(at(below(startOf(cycle)))).toBe(cycle - 1);
        expect(startOf(cycle + 1)).toBeGreaterThan(startOf(cycle));
      }),
      { numRuns: 500 },
    );
  });

  it('takes a stretch of one bit above 1 for what it is', () => {
    const { at, startOf } = cyclesOf(10, 1.0000000000000002);
    expect([0, 1, 2].map(startOf)).toEqual([0, 10, 20]);
    // n cycles are longer than n alone by ε · n · (n − 1) / 2, and a million are so by a thousandth of a step.
    expect(startOf(1e6)).toBeCloseTo(1e7 + (10 * Number.EPSILON * 1e6 * (1e6 - 1)) / 2, 8);
    expect([9, 10, 1e7, 1e7 + 1].map(at)).toEqual([0, 1, 1e6 - 1, 1e6]);
  });

  it('with a stretch of 1.1 takes sums that miss a whole step by a bit for that step', () => {
    // 1000 · (1 + 1.1 + 1.21 + 1.331) is 4641; the next, 6105.1, is none.
    const { startOf } = cyclesOf(1000, 1.1);
    expect([1, 2, 3, 4].map(startOf)).toEqual([1000, 2100, 3310, 4641]);
    expect(startOf(5)).toBeCloseTo(6105.1, 9);
  });

  it('may shorten, and ends after so many times', () => {
    const { at, startOf, span, times, stretchOf } = cyclesOf(1000, 0.5, 4);
    expect([0, 1, 2, 3, 4].map(startOf)).toEqual([0, 1000, 1500, 1750, 1875]);
    expect([span, times, stretchOf(3)]).toEqual([1875, 4, 0.125]);
    expect([0, 999, 1000, 1499, 1500, 1750, 1874].map(at)).toEqual([0, 0, 1, 1, 2, 3, 3]);
  });

  it('keeps to the last cycle past the end', () => {
    for (const stretch of [0.5, 1, 1.1, 2]) {
      for (const times of [1, 2, 3, 7]) {
        const { at, startOf, span } = cyclesOf(10, stretch, times);
        expect(span).toBe(startOf(times));
        expect([span, span + 1, 2 * span, 1e15, 2 ** 53].map(at)).toEqual(Array(5).fill(times - 1));
        for (let cycle = 0; cycle < times; cycle++) expect(at(startOf(cycle))).toBe(cycle);
      }
    }
  });

  it('has no end where times is Infinity', () => {
    expect(cyclesOf(10).span).toBe(Infinity);
    expect(cyclesOf(10, 2).times).toBe(Infinity);
  });

  it('gives an answer that does not depend on the one before', () => {
    const steps = fc.array(fc.double({ min: -1, max: 1e6, noNaN: true }), { maxLength: 40 });
    fc.assert(
      fc.property(
        steps,
        fc.constantFrom(1, 1.1, 2, 3),
        fc.constantFrom(1, 5, Infinity),
        (asked, stretch, times) => {
          const cycles = cyclesOf(7, stretch, times);
          for (const step of asked) expect(cycles.at(step)).toBe(cyclesOf(7, stretch, times).at(step));
        },
      ),
    );
  });

  it('finds any step up to 2⁵³ without going through the cycles', () => {
    // A walk over 10¹⁴ cycles would not come back.
    const step = fc.double({ min: 0, max: 2 ** 53, noNaN: true });
    const stretches = fc.constantFrom(1, 1.0000000000000002, 1.000001, 1.1, 2, 1e6);
    fc.assert(
      fc.property(fc.constantFrom(100, 313, 90.5), stretches, step, (length, stretch, t) => {
        const { at, startOf } = cyclesOf(length, stretch);
        const cycle = at(t);
        expect(startOf(cycle)).toBeLessThanOrEqual(t);
        expect(startOf(cycle + 1)).toBeGreaterThan(t);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('tidy', () => {
  it.each([
    [0, 0],
    [7.000000000000001, 7],
    [6.999999999999999, 7],
    [7.00001, 7.00001],
    [7.5, 7.5],
    [1e-9, 1e-9],
    [242, 242],
    [2 ** 53, 2 ** 53],
  ])('makes %d to %d', (step, tidied) => {
    expect(tidy(step)).toBe(tidied);
  });
});
