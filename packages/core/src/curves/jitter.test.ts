import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Curve, constant, cosineAnnealing, jitter, lasting, reduceOnPlateau } from '../index.ts';
import { fromJSON } from '../json/index.ts';
import { laws } from '../testing/index.ts';

/** The noise alone, from −1 to 1: what is left of a rate of 1. */
const noise = (seed: number) => {
  const { at } = jitter(constant(1), { amount: 1, seed });
  return (step: number) => at(step) - 1;
};

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

const correlation = (a: readonly number[], b: readonly number[]) => {
  const [ma, mb] = [mean(a), mean(b)];
  const product = (x: readonly number[], mx: number, y: readonly number[], my: number) =>
    mean(x.map((value, i) => (value - mx) * ((y[i] as number) - my)));
  return product(a, ma, b, mb) / Math.sqrt(product(a, ma, a, ma) * product(b, mb, b, mb));
};

/** Steps, seeds and mixtures of them, in the orders in which they are used. */
const many = 40_000;
const places = Array.from({ length: many }, (_, i) => i);
const one = noise(7);
const samples: readonly (readonly [string, readonly number[]])[] = [
  ['the first steps', places.map(one)],
  ['every 313th step', places.map((i) => one(i * 313))],
  ['every step that is a multiple of 65,536', places.map((i) => one(i * 2 ** 16))],
  ['steps beyond 32 bits', places.map((i) => one(2 ** 40 + i))],
  ['steps that share their lower 32 bits', places.map((i) => one(i * 2 ** 32))],
  ['step 0 of the first seeds', places.map((i) => noise(i)(0))],
  ['step 1000 of negative seeds', places.map((i) => noise(-1 - i)(1000))],
  ['step 5 of seeds beyond 32 bits', places.map((i) => noise(2 ** 45 + i)(5))],
  ['seed and step side by side', places.map((i) => noise(i)(i))],
];

describe('the noise', () => {
  // With 40,000 samples: a mean of 0 ± 0.0029, a variance of 1/3 ± 0.0015. Five times that is never met by chance, and
  // the samples are always the same.
  it.each(samples)('is centred and as wide as an even spread: %s', (_, values) => {
    expect(Math.abs(mean(values))).toBeLessThan(0.0145);
    expect(Math.abs(mean(values.map((value) => value ** 2)) - 1 / 3)).toBeLessThan(0.0075);
  });

  it.each(samples)('is spread evenly over [−1, 1): %s', (_, values) => {
    const boxes = 100;
    const counts = new Array<number>(boxes).fill(0);
    for (const value of values) {
      expect(value >= -1 && value < 1).toBe(true);
      const box = Math.floor(((value + 1) / 2) * boxes);
      counts[box] = (counts[box] as number) + 1;
    }
    const expected = many / boxes;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 99 degrees of freedom: 99 ± 14. Too even would be no chance either.
    expect(chiSquare).toBeLessThan(170);
    expect(chiSquare).toBeGreaterThan(45);
  });

  it.each([1, 2, 3, 7, 16, 100, 256, 65_536])('says nothing of itself %d steps later', (lag) => {
    const later = places.map((i) => one(i + lag));
    expect(Math.abs(correlation(places.map(one), later))).toBeLessThan(0.025);
  });

  it.each([
    [7, 8],
    [0, 1],
    [0, -1],
    [1, -1],
    [7, 7 + 2 ** 16],
    [7, 7 + 2 ** 32],
    [5, -(2 ** 32) + 5],
    [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
  ])('of seed %d and that of seed %d have nothing in common', (a, b) => {
    const [left, right] = [places.map(noise(a)), places.map(noise(b))];
    expect(Math.abs(correlation(left, right))).toBeLessThan(0.025);
    expect(left.filter((value, i) => value === right[i])).toHaveLength(0);
  });

  it('of a seed is not that of another a few steps away, nor with both exchanged', () => {
    for (let shift = -20; shift <= 20; shift++) {
      if (shift === 0) continue;
      const other = noise(7 + shift);
      const shared = places
        .slice(100, 2100)
        .filter((i) => [i - shift, i + shift].map(one).includes(other(i)));
      expect(shared).toEqual([]);
    }
    expect(places.slice(8, 2000).filter((i) => noise(i)(7) === one(i))).toEqual([]);
  });

  it('of neighbouring steps fills the plane evenly', () => {
    const side = 10;
    const counts = new Array<number>(side * side).fill(0);
    const box = (value: number) => Math.floor(((value + 1) / 2) * side);
    for (const i of places) {
      const cell = box(one(2 * i)) * side + box(one(2 * i + 1));
      counts[cell] = (counts[cell] as number) + 1;
    }
    const expected = many / (side * side);
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(170);
  });

  it('hardly ever repeats a number', () => {
    expect(new Set(places.map(one)).size).toBe(many);
  });

  it('is finite, and within its bounds, at any step and seed', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeNat(), (seed, step) => {
        const u = noise(seed)(step);
        expect(u >= -1 && u < 1).toBe(true);
      }),
    );
  });
});

describe('jitter', () => {
  const cosine = cosineAnnealing({ from: 1, to: 0.2, over: 4.5 });
  const schedule = jitter(cosine, { amount: 0.1, seed: -3 });

  it('is off by a share of the rate: by as much of any rate', () => {
    const u = noise(-3);
    for (const step of [0, 1, 2, 3, 4])
      expect(schedule.at(step)).toBeCloseTo(cosine.at(step) * (1 + 0.1 * u(step)), 15);
    const amount = fc.double({ min: 0, max: 1, noNaN: true });
    const rate = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(rate, amount, fc.maxSafeInteger(), fc.nat(), (k, share, seed, step) => {
        const off = jitter(constant(k), { amount: share, seed }).at(step) - k;
        expect(Math.abs(off)).toBeLessThanOrEqual(share * Math.abs(k) + 4 * Number.EPSILON * Math.abs(k));
      }),
    );
  });

  it('with an amount of 0 is the curve', () => {
    const { at } = jitter(cosine, { amount: 0, seed: 1 });
    expect([0, 1, 2.5, 9].map(at)).toEqual([0, 1, 2.5, 9].map(cosine.at));
  });

  it('never turns a rate around, even with all of it', () => {
    const { at } = jitter(constant(1), { amount: 1, seed: 11 });
    for (const i of places) expect(at(i) >= 0 && at(i) < 2).toBe(true);
  });

  it('is the same within a step, in which the curve goes on', () => {
    const { at } = jitter(constant(0.1), { amount: 0.5, seed: 7 });
    expect([at(3.01), at(3.5), at(3.999)]).toEqual([at(3), at(3), at(3)]);
    expect(at(4)).not.toBe(at(3));
    expect(schedule.at(2.5) / cosine.at(2.5)).toBeCloseTo(schedule.at(2) / cosine.at(2), 14);
  });

  it('is the same each time, whatever was asked for before', () => {
    const again = jitter(cosine, { amount: 0.1, seed: -3 });
    for (const step of [4, 0, 2, 2, 3, 1]) expect(again.at(step)).toBe(schedule.at(step));
  });

  it('lasts as long as the curve, and holds its last rate', () => {
    expect([schedule.span, jitter(constant(1), { amount: 1, seed: 0 }).span]).toEqual([4.5, Infinity]);
    expect([5, 6, 1e9].map(schedule.at)).toEqual(Array(3).fill(schedule.at(4.5)));
    const whole = jitter(lasting(constant(1), 4), { amount: 0.1, seed: 1 });
    expect([whole.at(5), whole.at(99)]).toEqual([whole.at(4), whole.at(4)]);
  });

  it('keeps options of its own', () => {
    const options = { amount: 0.1, seed: -3 };
    const { at } = jitter(cosine, options);
    Object.assign(options, { amount: 1, seed: 5 });
    expect([0, 1, 2].map(at)).toEqual([0, 1, 2].map(schedule.at));
  });

  it('comes back from JSON', () => {
    expect(JSON.stringify(schedule)).toBe(
      '{"anneal":1,"type":"jitter","part":{"type":"cosineAnnealing","from":1,"to":0.2,"over":4.5},"amount":0.1,"seed":-3}',
    );
    const again = fromJSON<Curve>(JSON.stringify(schedule));
    const steps = [0, 1, 1.5, 2, 4, 4.5, 100];
    expect(steps.map(again.at)).toEqual(steps.map(schedule.at));
  });

  it.each([
    [{ seed: 1 }, 'amount must be from 0 to 1, got undefined'],
    [{ amount: 1.1, seed: 1 }, 'amount must be from 0 to 1, got 1.1'],
    [{ amount: -0.1, seed: 1 }, 'amount must be from 0 to 1, got -0.1'],
    [{ amount: 0.1 }, 'seed must be a whole number, got undefined'],
    [{ amount: 0.1, seed: 1.5 }, 'seed must be a whole number, got 1.5'],
    [{ amount: 0.1, seed: 2 ** 53 }, 'seed must be a whole number, got 9007199254740992'],
  ])('refuses %o', (options, message) => {
    expect(() => jitter(cosine, options as never)).toThrow(new RangeError(`jitter: ${message}`));
  });

  it('refuses what reads metrics, since its future is not known', () => {
    const plateau = reduceOnPlateau({ initial: 1 });
    expect(() => jitter(plateau as never, { amount: 0.1, seed: 1 })).toThrow(
      new TypeError(
        'jitter: its first argument must be a curve, got reduceOnPlateau, which reads metrics, ' +
          'so that its future is not known',
      ),
    );
  });

  it.each(laws(schedule, [1, 2, 3, 4, 5, 6]))('$name', (law) => law.check());
});
