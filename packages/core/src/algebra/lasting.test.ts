import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  constant,
  cosineAnnealing,
  feedback,
  lasting,
  linear,
  reduceOnPlateau,
  restarts,
  sequence,
  simulate,
} from '../index.ts';
import { laws } from '../testing/index.ts';

describe('lasting', () => {
  it('cuts a curve short: it holds what it came to', () => {
    const half = lasting(linear({ from: 4, to: 0, over: 4 }), 2);
    expect([0, 1, 2, 3, 99].map(half.at)).toEqual([4, 3, 2, 2, 2]);
    expect(half.span).toBe(2);
  });

  it('makes a curve longer', () => {
    expect(lasting(linear({ from: 4, to: 0, over: 4 }), 9).span).toBe(9);
    expect(lasting(constant(1), 9).at(1e6)).toBe(1);
  });

  it('makes feedback deaf after its steps', () => {
    const halving = feedback({ init: 1, next: (rate) => rate / 2, rate: (rate) => rate });
    expect(simulate(lasting(halving, 2), [0, 0, 0, 0])).toEqual([1, 0.5, 0.25, 0.25, 0.25]);
    expect(simulate(lasting(halving, 2), [{ step: 7 }, { loss: 1 }])).toEqual([1, 0.25, 0.25]);
  });

  it('ends between two steps where it is told to', () => {
    const tree = sequence(linear({ from: 0, to: 10, over: 10 }), reduceOnPlateau({ initial: 1 }));
    expect(simulate(lasting(tree, 2.5), [0, 0, 0, 0])).toEqual([0, 1, 2, 2.5, 2.5]);
    const inner = sequence(linear({ from: 0, to: 10, over: 2.7 }), reduceOnPlateau({ initial: 77 }));
    expect(simulate(lasting(inner, 2.5), [0, 0, 0]).at(-1)).toBe(
      lasting(linear({ from: 0, to: 10, over: 2.7 }), 2.5).at(3),
    );
  });

  it('is deaf from its span on, also where the lengths before it are fractions', () => {
    const heard: number[] = [];
    const own = feedback({
      init: 1,
      next: (n: number, _, step) => {
        heard.push(step);
        return n / 2;
      },
      rate: (n) => n,
    });
    // 2 − 1.6 is one bit less than 0.4.
    const two = sequence(lasting(constant(1), 1.6), lasting(own, 0.4));
    expect(two.span).toBe(2);
    const reports = [
      { step: 0 },
      { step: 1 },
      { step: 1, v: 1 },
      { step: 2 },
      { v: 2 },
      { step: 3 },
      { step: 9 },
    ];
    for (const same of [two, lasting(two, two.span), restarts(two, { times: 1 })]) {
      expect(simulate(same, reports)).toEqual(Array(8).fill(1));
      expect(heard).toEqual([]);
    }
  });

  it('of its own span changes nothing, and neither does one cycle', () => {
    const own = feedback({
      init: 1,
      next: (n: number, report: { v?: number }, step) => (3 * n + step + (report.v ?? 0)) % 97,
      rate: (n) => n,
    });
    const tenths = fc.integer({ min: 1, max: 30 }).map((n) => n / 10);
    const reports = [
      ...Array.from({ length: 10 }, (_, step) => [{ step }, { step, v: step }, { v: 1 }]).flat(),
      { step: 14 },
      { v: 3 },
    ];
    fc.assert(
      fc.property(fc.array(tenths, { minLength: 1, maxLength: 4 }), (lengths) => {
        const a = sequence(...lengths.map((length) => lasting(own, length)));
        const rates = simulate(a, reports);
        expect(simulate(lasting(a, a.span), reports)).toEqual(rates);
        expect(simulate(restarts(a, { times: 1 }), reports)).toEqual(rates);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([0, -1, Number.NaN, undefined])('refuses %s steps', (steps) => {
    expect(() => lasting(constant(1), steps as number)).toThrow(
      /^lasting: steps must be a positive number, got /,
    );
  });

  it('refuses what is no schedule', () => {
    expect(() => lasting((() => 1) as never, 3)).toThrow(
      new TypeError('lasting: its first argument must be a schedule, got a function'),
    );
  });

  it.each(laws(lasting(cosineAnnealing({ from: 1, over: 9 }), 3), [1, 2, 3, 4]))('$name (curve)', (law) =>
    law.check(),
  );
  it.each(laws(lasting(reduceOnPlateau({ initial: 1, patience: 0 }), 2.5), [1, 2, 3, 4, 5]))(
    '$name (feedback)',
    (law) => law.check(),
  );
});
