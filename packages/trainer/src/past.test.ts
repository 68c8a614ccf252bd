import { describe, expect, it } from 'vitest';
import { Past } from './past.ts';

describe('Past', () => {
  it('keeps the last steps in mind, and forgets those before', () => {
    const past = new Past<number>(2);
    for (const step of [0, 5, 9]) past.add(step, step / 10);
    expect([0, 5, 9, 7].map((step) => past.at(step))).toEqual([undefined, 0.5, 0.9, undefined]);
  });
});
