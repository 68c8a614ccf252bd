import * as fc from 'fast-check';
import { from } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  clamp,
  constant,
  type Decision,
  decisions,
  exponentialDecay,
  groups,
  isCurve,
  lasting,
  linear,
  reduceOnPlateau,
  resume,
  simulate,
} from '../index.ts';
import { laws } from '../testing/index.ts';

const falling = linear({ from: 4, to: 0, over: 4 });
const plateau = (monitor = 'loss') => reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0, monitor });

describe('clamp', () => {
  it.each([
    [{ min: 1 }, [4, 3, 2, 1, 1, 1]],
    [{ max: 3 }, [3, 3, 2, 1, 0, 0]],
    [{ min: 1, max: 3 }, [3, 3, 2, 1, 1, 1]],
    [{ min: 2, max: 2 }, [2, 2, 2, 2, 2, 2]],
    [{ min: undefined, max: 3 }, [3, 3, 2, 1, 0, 0]],
  ])('keeps the rates within %o', (bounds, rates) => {
    const kept = clamp(falling, bounds as { min: number });
    expect([0, 1, 2, 3, 4, 9].map(kept.at)).toEqual(rates);
    expect(kept.span).toBe(4);
    expect(isCurve(kept)).toBe(true);
  });

  it('keeps what is within the bounds, to the bit', () => {
    const decay = exponentialDecay({ initial: 0.1, factor: 0.9 });
    expect(clamp(decay, { min: 1e-9, max: 1 }).at(7)).toBe(decay.at(7));
  });

  it('is idempotent', () => {
    const bound = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(
        bound,
        bound,
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 8 }),
        (a, b, losses) => {
          const bounds = { min: Math.min(a, b), max: Math.max(a, b) };
          for (const schedule of [falling, plateau()]) {
            const once = clamp(schedule, bounds);
            expect(simulate(clamp(once, bounds), losses)).toEqual(simulate(once, losses));
          }
        },
      ),
    );
  });

  it('keeps the rates of feedback, which goes on beneath the bound', () => {
    const kept = clamp(plateau('valLoss'), { min: 0.4 });
    expect(kept.monitors).toEqual(['valLoss']);
    const told: Decision[] = [];
    from([1, 1, 1])
      .pipe(decisions(kept))
      .subscribe((decision) => told.push(decision));
    expect(told.map(({ rate }) => rate)).toEqual([1, 1, 0.5, 0.4]);
    expect(told[3]?.causes).toMatchObject([{ by: 'reduceOnPlateau', path: '$.part', from: 0.5, to: 0.25 }]);
  });

  it('hears what comes late, and nothing past the span', () => {
    const brief = clamp(lasting(plateau('valLoss'), 3), { max: 0.75 });
    const reports = [{ step: 0, valLoss: 1 }, { step: 1 }, { step: 1, valLoss: 1 }, { step: 5, valLoss: 1 }];
    expect(simulate(brief, reports)).toEqual([0.75, 0.75, 0.75, 0.5, 0.5]);
  });

  it('is data', () => {
    expect(JSON.stringify(clamp(constant(1), { min: 0.01 }))).toBe(
      '{"anneal":1,"type":"clamp","part":{"type":"constant","rate":1},"min":0.01}',
    );
  });

  it.each<[unknown, unknown, string]>([
    [0.1, { min: 1 }, 'clamp: its first argument must be a schedule, got 0.1'],
    [constant(1), undefined, 'clamp: the options must be an object, got undefined'],
    [constant(1), {}, 'clamp: min or max must be given, got undefined'],
    [constant(1), { min: 2, max: 1 }, 'clamp: max must be at least min, 2, got 1'],
    [constant(1), { min: Number.NaN }, 'clamp: min must be a finite number, got NaN'],
    [constant(1), { max: Infinity }, 'clamp: max must be a finite number, got Infinity'],
    [constant(1), { low: 1 }, "clamp: unknown option 'low'"],
    [
      resume(constant(1), 3),
      { min: 1 },
      'clamp: its first argument is a resumed schedule, and resume stands outermost',
    ],
    [
      groups({ a: plateau() }),
      { min: 1 },
      'clamp: its first argument is a record of rates, and groups stands outermost',
    ],
  ])('refuses %o with %o', (a, options, message) => {
    expect(() => clamp(a as never, options as never)).toThrow(message);
  });

  it.each(laws(clamp(falling, { min: 1, max: 3 }), [1, 2, 3, 4, 5, 6]))('$name (curve)', (law) =>
    law.check(),
  );
  it.each(laws(clamp(plateau(), { min: 0.3 }), [1, 2, 3, 4, 5, 6]))('$name (feedback)', (law) => law.check());
});
