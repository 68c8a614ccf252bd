import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Curve, cyclic, linear, restarts, sequence } from '../index.ts';
import { fromJSON } from '../json/index.ts';
import { laws } from '../testing/index.ts';

describe('cyclic', () => {
  const shape = { low: 1, high: 3, up: 4, down: 2 };

  it.each([
    [-1, 1],
    [0, 1],
    [1, 1.5],
    [2, 2],
    [4, 3],
    [5, 2],
    [5.5, 1.5],
    [6, 1],
    [7, 1.5],
    [10, 3],
    [11, 2],
    [6e8, 1],
    [6e8 + 4, 3],
  ])("'triangular' at step %d is %d", (step, rate) => {
    expect(cyclic(shape).at(step)).toBe(rate);
    expect(cyclic({ ...shape, mode: 'triangular' }).at(step)).toBe(rate);
  });

  it.each([
    [0, 1],
    [4, 3],
    [6, 1],
    [8, 1.5],
    [10, 2],
    [11, 1.5],
    [12, 1],
    [16, 1.5],
    [22, 1.25],
    [6e8 + 4, 1],
  ])("'triangular2' halves the height at each cycle: at step %d it is %d", (step, rate) => {
    expect(cyclic({ ...shape, mode: 'triangular2' }).at(step)).toBe(rate);
  });

  it.each([
    [0, 1],
    [1, 1.25],
    [2, 1.25],
    [4, 1.125],
    [5, 1.03125],
    [6, 1],
    [7, 1 + 0.5 / 128],
    [6e8 + 4, 1],
  ])("'exponential' scales the height by its factor at each step: at step %d it is %d", (step, rate) => {
    expect(cyclic({ ...shape, mode: 'exponential', factor: 0.5 }).at(step)).toBe(rate);
  });

  it("without a factor 'exponential' is 'triangular'", () => {
    const [one, other] = [cyclic({ ...shape, mode: 'exponential' }), cyclic(shape)];
    const steps = [0, 0.7, 3, 4, 5.9, 6, 1e6 + 1];
    expect(steps.map(one.at)).toEqual(steps.map(other.at));
  });

  it('is upside down where high is below low, as a momentum', () => {
    const { at } = cyclic({ low: 0.95, high: 0.85, up: 10 });
    expect([at(0), at(10), at(20)]).toEqual([0.95, 0.85, 0.95]);
    expect(at(5)).toBeCloseTo(0.9, 15);
  });

  it('has no end', () => {
    expect(cyclic(shape).span).toBe(Infinity);
  });

  const rate = fc.double({ min: -10, max: 10, noNaN: true });
  const length = fc.oneof(
    fc.integer({ min: 1, max: 1000 }),
    fc.double({ min: 0.25, max: 1000, noNaN: true }),
  );
  const step = fc.oneof(fc.integer({ min: 0, max: 1e6 }), fc.double({ min: 0, max: 1e6, noNaN: true }));

  describe('is restarts of two lines', () => {
    const both = (low: number, high: number, up: number, down: number, t: number) => {
      const climb = linear({ from: low, to: high, over: up });
      const fall = linear({ from: high, to: low, over: down });
      return [cyclic({ low, high, up, down }).at(t), restarts(sequence(climb, fall)).at(t)] as const;
    };

    it('bit for bit where lengths are whole', () => {
      const whole = fc.integer({ min: 1, max: 1000 });
      fc.assert(
        fc.property(rate, rate, whole, whole, step, (low, high, up, down, t) => {
          const [one, other] = both(low, high, up, down, t);
          expect(one).toBe(other);
        }),
      );
    });

    it('and to rounding where they are not', () => {
      fc.assert(
        fc.property(rate, rate, length, length, step, (low, high, up, down, t) => {
          const [one, other] = both(low, high, up, down, t);
          // The foot of a cycle is known to t · ε, which is that share of a line.
          const room = 64 * Number.EPSILON * (1 + t / Math.min(up, down));
          expect(Math.abs(one - other)).toBeLessThanOrEqual(room * (Math.abs(low) + Math.abs(high)));
        }),
      );
    });
  });

  it('is the formula of the paper', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.integer({ min: 0, max: 1e6 }),
        fc.double({ min: 0.9, max: 1, noNaN: true }),
        (stepSize, t, factor) => {
          const cycle = Math.floor(1 + t / (2 * stepSize));
          const x = Math.abs(t / stepSize - 2 * cycle + 1);
          const height = Math.max(0, 1 - x);
          const options = { low: 0.5, high: 1.5, up: stepSize };
          // A quotient of a large step has lost its digits: that much room is the textbook's.
          const room = 4 * Number.EPSILON * (1 + t / stepSize);
          for (const [mode, scale] of [
            ['triangular', 1],
            ['triangular2', 2 ** (1 - cycle)],
            ['exponential', factor ** t],
          ] as const)
            expect(
              Math.abs(cyclic({ ...options, mode, factor }).at(t) - (0.5 + height * scale)),
            ).toBeLessThan(room);
        },
      ),
    );
  });

  it('is exact at the foot and at the top of every cycle', () => {
    fc.assert(
      fc.property(
        rate,
        rate,
        fc.integer({ min: 1, max: 1e4 }),
        fc.integer({ min: 1, max: 1e4 }),
        fc.integer({ min: 0, max: 1e9 }),
        (low, high, up, down, cycle) => {
          const { at } = cyclic({ low, high, up, down });
          const start = cycle * (up + down);
          expect([at(start), at(start + up)]).toEqual([low, high]);
        },
      ),
    );
  });

  it('keeps options of its own', () => {
    const options = { ...shape };
    const { at } = cyclic(options);
    Object.assign(options, { low: 7, high: 9, up: 1, down: 1 });
    expect([0, 4, 5, 6].map(at)).toEqual([1, 3, 2, 1]);
  });

  it('comes back from JSON', () => {
    const schedule = cyclic({ low: 0.1, high: 0.7, up: 3, mode: 'exponential', factor: 0.9 });
    expect(JSON.stringify(schedule)).toBe(
      '{"anneal":1,"type":"cyclic","low":0.1,"high":0.7,"up":3,"mode":"exponential","factor":0.9}',
    );
    for (const one of [schedule, cyclic(shape)]) {
      const again = fromJSON<Curve>(JSON.stringify(one));
      const steps = [0, 1.3, 3, 5, 6, 100];
      expect(steps.map(again.at)).toEqual(steps.map(one.at));
    }
  });

  it.each([
    [{ low: undefined }, 'low must be a finite number, got undefined'],
    [{ high: Infinity }, 'high must be a finite number, got Infinity'],
    [{ up: 0 }, 'up must be a positive number, got 0'],
    [{ down: -1 }, 'down must be a positive number, got -1'],
    [{ mode: 'round' }, "mode must be 'triangular' or 'triangular2' or 'exponential', got 'round'"],
    [{ factor: 1.5 }, 'factor must be above 0 and at most 1, got 1.5'],
  ])('refuses %o', (options, message) => {
    expect(() => cyclic({ ...shape, ...options } as never)).toThrow(new RangeError(`cyclic: ${message}`));
  });

  it.each([
    ...laws(cyclic(shape), [1, 2, 3, 4, 5, 6, 7, 8]),
    ...laws(cyclic({ ...shape, mode: 'exponential', factor: 0.7 }), [1, 2, 3, 4, 5, 6, 7, 8]),
  ])('$name', (law) => law.check());
});
