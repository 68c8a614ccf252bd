import { describe, expect, it } from 'vitest';
import { steps } from './steps.ts';

describe('steps', () => {
  it('are at the ends, beside them and about the middle', () => {
    const found = steps([0, 1000], 2);
    for (const step of [0, 1, 2, 3, 499, 500, 501, 997, 998, 999, 1000]) expect(found).toContain(step);
  });

  it('are a low number, each once, in order and within the stretch, up to 1e9', () => {
    const found = steps([5, 1e9], 24);
    expect(found.length).toBeGreaterThan(70);
    expect(found.length).toBeLessThan(120);
    expect([...new Set(found)].sort((a, b) => a - b)).toEqual(found);
    expect([found.at(0), found.at(-1)]).toEqual([5, 1e9]);
  });

  it('are fractions where there is no whole step', () => {
    const found = steps([0.1, 0.7], 24);
    expect(found.length).toBeGreaterThan(5);
    expect(found.every((step) => step >= 0.1 && step <= 0.7)).toBe(true);
  });

  it.each([4, 6, 12])('%d of each kind are a selection of 24', (count) => {
    const all = new Set(steps([3, 12_345], 24));
    expect(steps([3, 12_345], count).filter((step) => !all.has(step))).toEqual([]);
  });
});
