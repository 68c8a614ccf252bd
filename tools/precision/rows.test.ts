import { describe, expect, it } from 'vitest';
import { nameOf } from './row.ts';
import { rows } from './rows.ts';

it('each has a name of its own', () => {
  expect(new Set(rows.map(nameOf)).size).toBe(rows.length);
});

describe.each(rows.map((row) => [nameOf(row), row] as const))('%s', (_, { cases }) => {
  it('says the same truly and by the book, but for rounding', () => {
    // Not where cycles meet: there the book's may be a whole cycle off.
    for (const { options, stretches, truth, textbook } of cases)
      for (const [from, to] of stretches)
        for (const part of [0.07, 0.37, 0.83]) {
          const t = from + part * (to - from);
          const rate = truth(t).toNumber();
          expect(Math.abs(textbook(t) - rate), `${JSON.stringify(options)} at ${t}`).toBeLessThanOrEqual(
            1e-6 * rate,
          );
        }
  });

  it('has true ends, and no rate below 0', () => {
    for (const { options, ends, stretches, truth } of cases) {
      for (const [t, rate] of ends)
        expect(truth(t).toNumber(), JSON.stringify(options)).toBeCloseTo(rate, 12);
      for (const t of stretches.flat()) expect(truth(t).isNegative() && !truth(t).isZero()).toBe(false);
    }
  });
});
