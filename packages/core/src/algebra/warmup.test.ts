import { describe, expect, it } from 'vitest';
import { constant, cosineAnnealing, reduceOnPlateau, resume, simulate, warmup } from '../index.ts';
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
