import { describe, expect, it } from 'vitest';
import { Past } from './past.ts';

describe('Past', () => {
  it('keeps what stretches of steps ran at', () => {
    const past = new Past<string>(9);
    past.add(0, 0, 'first');
    past.add(1, 5, 'second');
    expect([0, 1, 3, 5, 6].map((step) => past.at(step))).toEqual([
      'first',
      'second',
      'second',
      'second',
      undefined,
    ]);
  });

  it('forgets what is too long ago', () => {
    const past = new Past<number>(2);
    for (let step = 0; step < 5; step++) past.add(step, step, step / 10);
    expect([0, 2, 3, 4].map((step) => past.at(step))).toEqual([undefined, undefined, 0.3, 0.4]);
  });
});
