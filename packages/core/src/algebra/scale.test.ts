import { from } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  constant,
  type Decision,
  decisions,
  groups,
  isCurve,
  lasting,
  linear,
  reduceOnPlateau,
  resume,
  scale,
  sequence,
  simulate,
} from '../index.ts';
import { laws } from '../testing/index.ts';

const falling = linear({ from: 4, to: 0, over: 4 });
const plateau = (monitor = 'loss') => reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0, monitor });

describe('scale', () => {
  it.each([
    [8, [32, 24, 16, 0]],
    [0.5, [2, 1.5, 1, 0]],
    [-1, [-4, -3, -2, -0]],
    [0, [0, 0, 0, 0]],
  ])('multiplies every rate by %s', (k, rates) => {
    const scaled = scale(falling, k);
    expect([0, 1, 2, 9].map(scaled.at)).toEqual(rates);
    expect(scaled.span).toBe(4);
    expect(isCurve(scaled)).toBe(true);
  });

  it('multiplies the rates of feedback, which acts at its place', () => {
    const scaled = scale(sequence(lasting(plateau('valLoss'), 1.5), plateau()), 8);
    expect(scaled.monitors).toEqual(['valLoss', 'loss']);
    const told: Decision[] = [];
    from([1, 1, 1])
      .pipe(decisions(scaled))
      .subscribe((decision) => told.push(decision));
    expect(told.map(({ rate }) => rate)).toEqual([8, 8, 8, 8]);
    expect(told[2]?.causes.map(({ by, path }) => `${by} ${path}`)).toEqual(['sequence $.part']);
    expect(simulate(scaled, [1, 1, 1, 1])).toEqual([8, 8, 8, 8, 4]);
    expect(told[0]?.state.shape).toBe('scale(sequence(lasting(reduceOnPlateau),reduceOnPlateau))');
  });

  it('hears what comes late, and nothing past the span', () => {
    const brief = scale(lasting(plateau('valLoss'), 3), 2);
    const reports = [{ step: 0, valLoss: 1 }, { step: 1 }, { step: 1, valLoss: 1 }, { step: 5, valLoss: 1 }];
    expect(simulate(brief, reports)).toEqual([2, 2, 2, 1, 1]);
    expect(simulate(brief, [{ step: 2, valLoss: 1 }, { valLoss: 1 }])).toEqual([2, 2, 2]);
  });

  it('is data', () => {
    expect(JSON.stringify(scale(constant(1), 8))).toBe(
      '{"anneal":1,"type":"scale","part":{"type":"constant","rate":1},"k":8}',
    );
  });

  it.each<[unknown, unknown, string]>([
    [0.1, 8, 'scale: its first argument must be a schedule, got 0.1'],
    [constant(1), undefined, 'scale: k must be a finite number, got undefined'],
    [constant(1), Infinity, 'scale: k must be a finite number, got Infinity'],
    [
      resume(constant(1), 3),
      8,
      'scale: its first argument is a resumed schedule, and resume stands outermost',
    ],
    [
      groups({ a: constant(1) }),
      8,
      'scale: its first argument is a record of rates, and groups stands outermost',
    ],
  ])('refuses %o with %o', (a, k, message) => {
    expect(() => scale(a as never, k as never)).toThrow(message);
  });

  it.each(laws(scale(falling, 0.1), [1, 2, 3, 4, 5, 6]))('$name (curve)', (law) => law.check());
  it.each(laws(scale(plateau(), 0.1), [1, 2, 3, 4, 5, 6]))('$name (feedback)', (law) => law.check());
});
