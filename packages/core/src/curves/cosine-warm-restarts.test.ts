import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Curve, cosineAnnealing, cosineWarmRestarts, restarts } from '../index.ts';
import { fromJSON } from '../json/index.ts';
import { laws } from '../testing/index.ts';

describe('cosineWarmRestarts', () => {
  const schedule = cosineWarmRestarts({ from: 1, to: 0.2, over: 4, stretch: 2 });

  it.each([
    [-1, 1],
    [0, 1],
    [1, 0.6 + 0.4 * Math.SQRT1_2],
    [2, 0.6],
    [3, 0.6 - 0.4 * Math.SQRT1_2],
    // The boundary step is the first of the new cycle, twice as long.
    [4, 1],
    [6, 0.6 + 0.4 * Math.SQRT1_2],
    [8, 0.6],
    [10, 0.6 - 0.4 * Math.SQRT1_2],
    [12, 1],
    [20, 0.6],
    [28, 1],
  ])('at step %d is %d', (step, rate) => {
    expect(schedule.at(step)).toBeCloseTo(rate, 15);
  });

  it.each([
    [0, 1],
    [2, 0.6],
    [4, 0.6],
    [6, 0.4],
    [8, 0.4],
    [10, 0.3],
    [4e3, 0.2],
  ])('at step %d, with half the height above the floor each time, is %d', (step, rate) => {
    const { at } = cosineWarmRestarts({ from: 1, to: 0.2, over: 4, shrink: 0.5 });
    expect(at(step)).toBeCloseTo(rate, 15);
  });

  it('comes as near to the floor as fractions of a step let it', () => {
    const justBefore = schedule.at(4 - 2 ** -26);
    expect(justBefore).toBeGreaterThanOrEqual(0.2);
    expect(justBefore).toBeCloseTo(0.2, 14);
  });

  it('restarts where SGDR does, exactly, also where a logarithm would miss it', () => {
    // 1 + 3 + 9 + 27 + 81 = 121: log₃ of 243 comes out below 5.
    for (const over of [1, 2, 7, 10, 1000]) {
      const { at } = cosineWarmRestarts({ from: 0.1, over, stretch: 3 });
      let start = 0;
      for (let cycle = 0; cycle < 20; cycle++) {
        expect(at(start)).toBe(0.1);
        if (start > 0 && over > 1) expect(at(start - 1)).toBeLessThan(0.06);
        start += over * 3 ** cycle;
      }
    }
  });

  it('does not end', () => {
    expect([schedule.span, schedule.at(4 * (2 ** 40 - 1))]).toEqual([Infinity, 1]);
  });

  it('is the same whichever steps were asked for before', () => {
    const steps = fc.array(fc.double({ min: 0, max: 1e4, noNaN: true }), { maxLength: 30 });
    fc.assert(
      fc.property(steps, (asked) => {
        const { at } = cosineWarmRestarts({ from: 1, to: 0.1, over: 7, stretch: 1.5, shrink: 0.9 });
        for (const step of asked) {
          const fresh = cosineWarmRestarts({ from: 1, to: 0.1, over: 7, stretch: 1.5, shrink: 0.9 });
          expect(at(step)).toBe(fresh.at(step));
        }
      }),
    );
  });

  describe('is restarts of a cosine', () => {
    const rate = fc.double({ min: -1, max: 1, noNaN: true });
    const length = fc.integer({ min: 1, max: 1000 });

    it('bit for bit where lengths are whole and stretched by powers of two', () => {
      const step = fc.oneof(fc.integer({ min: 0, max: 1e6 }), fc.double({ min: 0, max: 1e6, noNaN: true }));
      fc.assert(
        fc.property(rate, rate, length, fc.constantFrom(1, 2, 4), step, (from, to, over, stretch, t) => {
          const { at } = restarts(cosineAnnealing({ from, to, over }), { stretch });
          expect(cosineWarmRestarts({ from, to, over, stretch }).at(t)).toBe(at(t));
        }),
      );
    });

    it('and to rounding elsewhere, with shrink too where the floor is 0', () => {
      const stretches = fc.double({ min: 1, max: 4, noNaN: true });
      const shrinks = fc.double({ min: 0.1, max: 1, noNaN: true });
      const step = fc.double({ min: 0, max: 1e5, noNaN: true });
      fc.assert(
        fc.property(length, stretches, shrinks, step, (over, stretch, shrink, t) => {
          const { at } = restarts(cosineAnnealing({ from: 1, over }), { stretch, shrink });
          // A restart at step s is known to s · ε, which is that share of the cycle's length.
          const room = 256 * Number.EPSILON * (1 + t / over);
          expect(Math.abs(cosineWarmRestarts({ from: 1, over, stretch, shrink }).at(t) - at(t))).toBeLessThan(
            room,
          );
        }),
      );
    });
  });

  it('keeps options of its own', () => {
    const options = { from: 1, to: 0, over: 4, stretch: 2, shrink: 1 };
    const { at } = cosineWarmRestarts(options);
    Object.assign(options, { from: 7, to: 3, over: 5, stretch: 1, shrink: 0.5 });
    expect([0, 2, 4, 8, 12].map(at)).toEqual(
      [0, 2, 4, 8, 12].map(cosineWarmRestarts({ from: 1, over: 4, stretch: 2 }).at),
    );
  });

  it('comes back from JSON', () => {
    expect(JSON.stringify(schedule)).toBe(
      '{"anneal":1,"type":"cosineWarmRestarts","from":1,"to":0.2,"over":4,"stretch":2}',
    );
    const shrinking = cosineWarmRestarts({ from: 1, over: 2.5, stretch: 1.1, shrink: 0.7 });
    for (const one of [schedule, shrinking]) {
      const again = fromJSON<Curve>(JSON.stringify(one));
      const steps = [0, 1.3, 4, 5, 28, 1000];
      expect(steps.map(again.at)).toEqual(steps.map(one.at));
    }
  });

  it.each([
    [{ over: 4 }, 'from must be a finite number, got undefined'],
    [{ from: 1 }, 'over must be a positive number, got undefined'],
    [{ from: 1, over: 4, stretch: 0.5 }, 'stretch must be a number from 1 up, got 0.5'],
    [{ from: 1, over: 4, shrink: 0 }, 'shrink must be a positive number, got 0'],
  ])('refuses %o', (options, message) => {
    expect(() => cosineWarmRestarts(options as never)).toThrow(
      new RangeError(`cosineWarmRestarts: ${message}`),
    );
  });

  it.each(laws(schedule, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]))('$name', (law) => law.check());
});
