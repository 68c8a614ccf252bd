import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  constant,
  cosineAnnealing,
  feedback,
  lasting,
  linear,
  multiply,
  reduceOnPlateau,
  resume,
  sequence,
  simulate,
  warmup,
} from '../index.ts';
import { laws } from '../testing/index.ts';

describe('warmup', () => {
  const cosine = cosineAnnealing({ from: 0.4, over: 8 });

  it('climbs to the first rate, which comes at step `over`, and then runs from step 0', () => {
    const schedule = warmup(cosine, { over: 4 });
    expect([0, 1, 2, 3].map(schedule.at)).toEqual(
      [0.1, 0.175, 0.25, 0.325].map((rate) => expect.closeTo(rate, 15)),
    );
    expect([4, 8, 12].map(schedule.at)).toEqual([0, 4, 8].map(cosine.at));
    expect(schedule.span).toBe(12);
  });

  it('runs no update at rate 0, unless told to', () => {
    expect(warmup(cosine, { over: 4 }).at(0)).toBe(0.1);
    expect(warmup(cosine, { over: 4, from: 0 }).at(0)).toBe(0);
  });

  it('goes before feedback, which has no memory of it', () => {
    const plateau = reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0 });
    expect(simulate(warmup(plateau, { over: 2 }), [1, 9, 5, 6, 5])).toEqual([0.5, 0.75, 1, 1, 0.5, 0.25]);
  });

  it('lasts as long, and gives the same rates, as a curve and beside feedback, also in fractions', () => {
    const line = (from: number, to: number, over: number) => linear({ from, to, over });
    // 0.4 + (0.3 + 0.3 + 0.7) is one bit less than ((0.4 + 0.3) + 0.3) + 0.7.
    const phases = [line(1, 0.5, 0.3), line(0.5, 0.2, 0.3), line(0.2, 0, 0.7)] as const;
    const curve = warmup(sequence(...phases), { over: 0.4 });
    const one = feedback({ init: null, next: () => null, rate: () => 1 });
    const last = lasting(multiply(phases[2], one), 0.7);
    const machine = warmup(sequence(phases[0], phases[1], last), { over: 0.4 });
    expect(machine.span).toBe(curve.span);
    expect(curve.at(curve.span)).toBe(0);
    for (const same of [machine, multiply(curve, one)])
      expect(simulate(same, [0, 0, 0])).toEqual([0, 1, 2, 3].map(curve.at));

    const tenths = fc.integer({ min: 1, max: 40 }).map((n) => n / 10);
    fc.assert(
      fc.property(tenths, fc.array(tenths, { minLength: 1, maxLength: 4 }), (over, lengths) => {
        const lines = lengths.map((length, i) => line(1 / (i + 1), 1 / (i + 2), length));
        const guarded = lines.map((each) => lasting(multiply(each, one), each.span));
        const [climb, other] = [warmup(sequence(...lines), { over }), warmup(sequence(...guarded), { over })];
        expect(other.span).toBe(climb.span);
        const rates = Array.from({ length: 20 }, (_, step) => climb.at(step));
        expect(simulate(other, Array(19).fill({}))).toEqual(rates);
        expect(simulate(multiply(climb, one), Array(19).fill({}))).toEqual(rates);
      }),
      { numRuns: 500 },
    );
  });

  it.each<[unknown, unknown, string]>([
    [cosine, { over: 0 }, 'warmup: over must be a positive number, got 0'],
    [cosine, { over: 4, from: Number.NaN }, 'warmup: from must be a finite number, got NaN'],
    [cosine, { steps: 4 }, "warmup: unknown option 'steps'"],
    [cosine, undefined, 'warmup: the options must be an object, got undefined'],
    [{ over: 4 }, cosine, 'warmup: its first argument must be a schedule, got an object'],
    [
      resume(cosine, 3),
      { over: 4 },
      'warmup: its first argument is a resumed schedule, and resume stands outermost',
    ],
  ])('refuses %o with %o', (a, options, message) => {
    expect(() => warmup(a as never, options as never)).toThrow(message);
  });

  it.each(laws(warmup(constant(1), { over: 2 }), [1, 2, 3, 4]))('$name (curve)', (law) => law.check());
  it.each(laws(warmup(reduceOnPlateau({ initial: 1, patience: 0 }), { over: 2 }), [1, 2, 3, 4, 5]))(
    '$name (feedback)',
    (law) => law.check(),
  );
});
