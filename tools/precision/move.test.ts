import { describe, expect, it } from 'vitest';
import { straight } from './ease.ts';
import { moves } from './move.ts';

describe('moves', () => {
  const cases = moves(straight, { power: 1 });

  it('fall and rise, over lengths from a fraction of a step to 1e9', () => {
    const lengths = cases.map(({ over }) => over);
    expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([0.7, 1e9]);
    const signs = cases.map(({ ends: [first, last] }) => Math.sign((last?.[1] ?? 0) - (first?.[1] ?? 0)));
    expect(new Set(signs)).toEqual(new Set([-1, 1]));
  });

  it('carry what else the curve is told', () => {
    expect(cases[0]?.options).toEqual({ from: 1, to: 0, over: 0.7, power: 1 });
  });

  it('have true ends', () => {
    for (const { ends, truth } of cases) for (const [t, rate] of ends) expect(truth(t).toNumber()).toBe(rate);
  });
});
