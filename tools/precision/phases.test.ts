import { describe, expect, it } from 'vitest';
import { straight } from './ease.ts';
import { Real } from './exact.ts';
import { phased } from './phases.ts';

describe('phased', () => {
  const upAndDown = phased({ peak: 1 }, [
    { begins: new Real(0), ends: new Real(10), from: 0, to: 1, ease: straight },
    { begins: new Real(10), ends: new Real(14), from: 1, to: 0.5, ease: straight },
  ]);

  it.each([
    [0, 0],
    [5, 0.5],
    [10, 1],
    [12, 0.75],
    [14, 0.5],
  ])('at step %d is %d, in both forms', (step, rate) => {
    expect([upAndDown.truth(step).toNumber(), upAndDown.textbook(step)]).toEqual([rate, rate]);
  });

  it('is measured phase by phase, and exact where they meet', () => {
    expect(upAndDown.over).toBe(14);
    expect(upAndDown.stretches).toEqual([
      [0, 10],
      [10, 14],
    ]);
    expect(upAndDown.ends).toEqual([
      [0, 0],
      [10, 1],
      [10, 1],
      [14, 0.5],
    ]);
  });
});
