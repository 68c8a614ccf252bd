import { describe, expect, it } from 'vitest';
import {
  constant,
  groups,
  isCurve,
  linear,
  multiply,
  reduceOnPlateau,
  resume,
  sequence,
  simulate,
  warp,
} from '../index.ts';
import { laws } from '../testing/index.ts';

const falling = linear({ from: 4, to: 0, over: 4 });

describe('warp', () => {
  it('looks a curve up at the time of another clock', () => {
    expect([0, 1, 2, 9].map(warp(falling, (t) => 2 * t).at)).toEqual([4, 2, 0, 0]);
    expect([0, 1, 2, 4].map(warp(falling, (t) => 4 - t).at)).toEqual([0, 1, 2, 4]);
    expect([0, 1, 2.5].map(warp(falling, Math.floor).at)).toEqual([4, 3, 2]);
  });

  it('lasts as long as it is told to, and holds', () => {
    expect(warp(falling, (t) => t).span).toBe(Infinity);
    const half = warp(falling, (t) => t / 2, 3);
    expect([half.span, half.at(2), half.at(3), half.at(4), half.at(1e9)]).toEqual([3, 3, 2.5, 2.5, 2.5]);
    expect(warp(falling, (t) => t, 1.5).at(7)).toBe(2.5);
    expect(sequence(half, constant(9)).at(3)).toBe(9);
  });

  it('is a curve, also beside feedback', () => {
    const fast = warp(falling, (t) => 2 * t);
    expect(isCurve(fast)).toBe(true);
    const guarded = multiply(fast, reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0 }));
    expect(simulate(guarded, [{ step: 0, loss: 1 }, { step: 1, loss: 1 }, { step: 7 }])).toEqual([
      4, 2, 0, 0,
    ]);
    expect(simulate(fast, [{ epoch: 0 }, 3, {}, { epoch: 1 }])).toEqual([4, 2, 2, 2, 0]);
    expect(simulate(resume(fast, 1), [])).toEqual([2]);
  });

  it('refuses a clock that says what is no number, when it does', () => {
    const broken = warp(falling, (t) => (t < 2 ? t : Number.NaN));
    expect(broken.at(1)).toBe(3);
    expect(() => broken.at(2)).toThrow(new RangeError('warp: clock(2) must be a number, got NaN'));
    expect(() => warp(falling, () => '3' as never).at(0)).toThrow("warp: clock(0) must be a number, got '3'");
    expect(() => simulate(broken, [0, 0])).toThrow('warp: clock(2) must be a number, got NaN');
  });

  it('says that its clock cannot be written', () => {
    expect(() => JSON.stringify(warp(falling, (t) => t))).toThrow(
      'warp: its clock is a function, which cannot be written as JSON',
    );
    expect(() =>
      JSON.stringify(
        sequence(
          warp(falling, (t) => t, 2),
          falling,
        ),
      ),
    ).toThrow('warp: its clock');
  });

  it.each<[unknown, unknown, unknown, string]>([
    [0.1, Math.floor, 3, 'warp: its first argument must be a schedule, got 0.1'],
    [
      reduceOnPlateau({ initial: 1 }),
      Math.floor,
      3,
      'warp: its first argument must be a curve, got reduceOnPlateau, which reads metrics, so that its future is not known',
    ],
    [falling, 2, 3, 'warp: clock must be a function, got 2'],
    [falling, Math.floor, 0, 'warp: span must be a positive number, got 0'],
    [falling, Math.floor, Number.NaN, 'warp: span must be a positive number, got NaN'],
    [resume(falling, 3), Math.floor, 3, 'warp: its first argument is a resumed schedule'],
    [groups({ a: falling }), Math.floor, 3, 'warp: its first argument is a record of rates'],
  ])('refuses %o, %o, %o', (a, clock, span, message) => {
    expect(() => warp(a as never, clock as never, span as never)).toThrow(message);
  });

  it.each(
    laws(
      warp(falling, (t) => t ** 2 / 4, 4),
      [1, 2, 3, 4, 5, 6],
    ),
  )('$name', (law) => law.check());
});
