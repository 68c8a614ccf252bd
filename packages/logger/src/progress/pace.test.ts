import { describe, expect, it } from 'vitest';
import { Pace } from './pace.ts';

/** A pace after so many steps that took so many milliseconds each, behind those that it has taken before. */
function walk(steps: number, each: number, from = { pace: new Pace(), now: 0 }): { pace: Pace; now: number } {
  let { pace, now } = from;
  for (let step = 0; step < steps; step++) {
    now += each;
    pace.take(1, now);
  }
  return { pace, now };
}

describe('Pace', () => {
  it('says nothing before the fifth step', () => {
    const begun = walk(4, 100);
    expect(begun.pace.perSecond).toBeUndefined();
    expect(walk(1, 100, begun).pace.perSecond).toBeCloseTo(10, 10);
  });

  it.each([1, 100, 60_000])('is exact where every step takes %d ms', (each) => {
    expect(walk(50, each).pace.perSecond).toBeCloseTo(1000 / each, 10);
  });

  it('forgets half in five seconds', () => {
    const slow = walk(1000, 100);
    expect(walk(250, 20, slow).pace.perSecond).toBeCloseTo(30, 0);
  });

  it('has all but forgotten a pause of an hour twenty seconds later', () => {
    const before = walk(100, 100);
    const after = walk(1, 3_600_000, before);
    expect(after.pace.perSecond).toBeLessThan(0.01);
    const { perSecond } = walk(200, 100, after).pace;
    expect(perSecond).toBeGreaterThan(9);
    expect(perSecond).toBeLessThan(10);
  });

  it('counts steps that come at one moment', () => {
    const pace = new Pace();
    pace.take(1, 0);
    for (let second = 1; second <= 5; second++)
      for (let row = 0; row < 10; row++) pace.take(1, second * 1000);
    expect(pace.perSecond).toBeGreaterThan(9);
    expect(pace.perSecond).toBeLessThan(12);
  });

  it('says nothing while no time has passed, or no step was taken', () => {
    const pace = new Pace();
    for (let row = 0; row < 10; row++) pace.take(1, 5);
    expect(pace.perSecond).toBeUndefined();
  });
});
