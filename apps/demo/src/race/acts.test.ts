import { describe, expect, it } from 'vitest';
import { Acts } from './acts.ts';
import type { Act, Deed } from './setup.ts';

const rate = (rate: number, lane = 0): Deed => ({ kind: 'rate', lane, rate });

describe('Acts', () => {
  it('hands each act out once, when its step comes, in the order in which it was done', () => {
    const recorded: Act[] = [
      { kind: 'release', lane: 1, at: 7 },
      { kind: 'rate', lane: 0, rate: 0.1, at: 3 },
    ];
    const acts = new Acts(recorded);
    expect(acts.add(rate(0.5), 7)).toEqual({ kind: 'rate', lane: 0, rate: 0.5, at: 7 });
    expect(acts.take(2)).toEqual([]);
    expect(acts.take(3)).toEqual([recorded[1]]);
    expect(acts.take(3)).toEqual([]);
    expect(acts.take(7)).toEqual([recorded[0], { kind: 'rate', lane: 0, rate: 0.5, at: 7 }]);
  });

  it('keeps only the last one of the rates that a slider gives before one step', () => {
    const acts = new Acts();
    for (const value of [0.1, 0.2, 0.3]) acts.add(rate(value), 4);
    acts.add(rate(0.9, 1), 4);
    acts.add(rate(0.4), 5);
    expect(acts.take(4)).toEqual([
      { ...rate(0.3), at: 4 },
      { ...rate(0.9, 1), at: 4 },
    ]);
    expect(acts.take(5)).toHaveLength(1);
  });
});
