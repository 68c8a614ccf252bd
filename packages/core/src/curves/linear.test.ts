import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linear } from '../index.ts';
import { laws } from '../testing/index.ts';

describe('linear', () => {
  it.each([
    [0, 1],
    [1, 0.8],
    [2.5, 0.5],
    [4, 0.2],
    [5, 0],
    [6, 0],
  ])('at step %d is %d', (step, rate) => {
    expect(linear({ from: 1, to: 0, over: 5 }).at(step)).toBeCloseTo(rate, 15);
  });

  it('climbs as well', () => {
    expect(linear({ from: 0.1, to: 0.3, over: 4 }).at(1)).toBeCloseTo(0.15, 15);
  });

  it('is exact at both ends and monotone, whatever the ends', () => {
    const rate = fc.double({ min: -1e3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(
        rate,
        rate,
        fc.integer({ min: 1, max: 1e9 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (from, to, over, x) => {
          const { at, span } = linear({ from, to, over });
          expect([at(0), at(over), span]).toEqual([from, to, over]);
          const step = Math.floor(x * over);
          expect(Math.sign(at(step + 1) - at(step)) * Math.sign(to - from)).not.toBe(-1);
        },
      ),
    );
  });

  it.each([
    [{ to: 0, over: 5 }, 'linear: from must be a finite number, got undefined'],
    [{ from: 1, over: 5 }, 'linear: to must be a finite number, got undefined'],
    [{ from: 1, to: 0, over: 0 }, 'linear: over must be a positive number, got 0'],
    [{ from: 1, to: 0, over: Infinity }, 'linear: over must be a positive number, got Infinity'],
  ])('refuses %o', (options, message) => {
    expect(() => linear(options as never)).toThrow(new RangeError(message));
  });

  it.each(laws(linear({ from: 1, to: 0.2, over: 4.5 }), [1, 2, 3, 4, 5, 6]))('$name', (law) => law.check());
});
