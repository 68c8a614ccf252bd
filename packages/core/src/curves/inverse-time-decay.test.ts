import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Curve, inverseTimeDecay } from '../index.ts';
import { fromJSON } from '../json/index.ts';
import { laws } from '../testing/index.ts';

describe('inverseTimeDecay', () => {
  const schedule = inverseTimeDecay({ initial: 0.5, decayRate: 0.25, every: 2 });

  it.each([
    [-1, 0.5],
    [0, 0.5],
    [1, 4 / 9],
    [1.6, 0.5 / 1.2],
    [2, 0.4],
    [4, 1 / 3],
    [8, 0.25],
    [24, 0.125],
    [792, 0.005],
  ])('at step %d is %d', (step, rate) => {
    expect(schedule.at(step)).toBeCloseTo(rate, 15);
  });

  it('counts in steps unless told otherwise', () => {
    const { at } = inverseTimeDecay({ initial: 1, decayRate: 1 });
    expect([0, 1, 3, 9].map(at)).toEqual([1, 1 / 2, 1 / 4, 1 / 10]);
  });

  it('is half of the first rate after every / decayRate steps, and falls for ever', () => {
    expect([schedule.at(8), schedule.span]).toEqual([0.25, Infinity]);
    expect(schedule.at(1e15)).toBeGreaterThan(0);
  });

  it('begins exactly, never climbs, and is 1 / rate in a straight line', () => {
    const some = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(some, some, some, fc.integer({ min: 0, max: 1e9 }), (initial, decayRate, every, t) => {
        const { at } = inverseTimeDecay({ initial, decayRate, every });
        expect(at(0)).toBe(initial);
        expect(at(t + 1)).toBeLessThanOrEqual(at(t));
        const inverse = 1 / initial + (decayRate / every / initial) * t;
        expect(Math.abs(at(t) * inverse - 1)).toBeLessThanOrEqual(6 * Number.EPSILON);
      }),
    );
  });

  it('keeps options of its own', () => {
    const options = { initial: 1, decayRate: 1, every: 1 };
    const { at } = inverseTimeDecay(options);
    Object.assign(options, { initial: 5, decayRate: 7, every: 9 });
    expect(at(1)).toBe(0.5);
  });

  it('comes back from JSON', () => {
    expect(JSON.stringify(schedule)).toBe(
      '{"anneal":1,"type":"inverseTimeDecay","initial":0.5,"decayRate":0.25,"every":2}',
    );
    for (const one of [schedule, inverseTimeDecay({ initial: 0.3, decayRate: 0.7 })]) {
      const again = fromJSON<Curve>(JSON.stringify(one));
      const steps = [0, 0.3, 1, 17, 1e6];
      expect(steps.map(again.at)).toEqual(steps.map(one.at));
    }
  });

  it.each([
    [{ decayRate: 1 }, 'initial must be a finite number, got undefined'],
    [{ initial: 1 }, 'decayRate must be a positive number, got undefined'],
    [{ initial: 1, decayRate: 0 }, 'decayRate must be a positive number, got 0'],
    [{ initial: 1, decayRate: 1, every: -2 }, 'every must be a positive number, got -2'],
  ])('refuses %o', (options, message) => {
    expect(() => inverseTimeDecay(options as never)).toThrow(new RangeError(`inverseTimeDecay: ${message}`));
  });

  it.each(laws(schedule, [1, 2, 3, 4]))('$name', (law) => law.check());
});
