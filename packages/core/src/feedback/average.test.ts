import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Average, averaged, noAverage } from './average.ts';

const of = (readings: readonly number[], smoothing: number): Average =>
  readings.reduce<Average>((average, reading) => averaged(average, reading, smoothing), noAverage);
const quotient = ({ sum, weight }: Average) => sum / weight;

describe('averaged', () => {
  it('is the first reading itself, at every smoothing', () => {
    for (const smoothing of [0, 0.5, 0.75]) expect(quotient(of([4], smoothing))).toBe(4);
    expect(quotient(of([4], 0.9))).toBeCloseTo(4, 14);
  });

  it('is the last reading without smoothing', () => {
    expect(of([4, 7, -3], 0)).toEqual({ sum: -3, weight: 1 });
  });

  it('weighs each reading by a power of β', () => {
    expect(of([4, 1], 0.5)).toEqual({ sum: 1.5, weight: 0.75 });
    expect(of([4, 1, 6], 0.5)).toEqual({ sum: 3.75, weight: 0.875 });
  });

  it('changes nothing in what it is given', () => {
    const before = Object.freeze({ sum: 1, weight: 0.5 });
    expect(averaged(before, 3, 0.5)).toEqual({ sum: 2, weight: 0.75 });
  });

  it('stays between the lowest and the highest reading, with a weight from 0 to 1', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 50 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (readings, smoothing) => {
          const average = of(readings, smoothing);
          expect(average.weight).toBeGreaterThan(0);
          expect(average.weight).toBeLessThanOrEqual(1);
          expect(quotient(average)).toBeGreaterThanOrEqual(Math.min(...readings) - 1e-9);
          expect(quotient(average)).toBeLessThanOrEqual(Math.max(...readings) + 1e-9);
        },
      ),
    );
  });
});
