import { describe, expect, it } from 'vitest';
import { MARK } from './header.ts';
import { Restarts } from './restarts.ts';

/** The ends of attempts whose rows have these steps. */
function ends(attempts: readonly (readonly unknown[])[]): number[] {
  const restarts = new Restarts();
  for (const steps of attempts) {
    restarts.hear(`${MARK}"r"}`);
    for (const step of steps) restarts.hear(JSON.stringify({ step }));
  }
  return restarts.ends();
}

describe('Restarts', () => {
  it.each([
    ['one attempt has no end', [[0, 1, 2]], [Infinity]],
    [
      'an attempt ends where the next begins',
      [
        [0, 1, 2],
        [1, 2],
      ],
      [1, Infinity],
    ],
    [
      'two in a row',
      [
        [0, 1, 2, 3],
        [2, 3],
        [3, 4],
      ],
      [2, 3, Infinity],
    ],
    ['a third that goes back further than the second', [[0, 1, 2, 3], [3], [1]], [1, 1, Infinity]],
    ['an attempt that died before its first row', [[0, 1], [], [1]], [1, 1, Infinity]],
    ['a last one without rows', [[0, 1], []], [Infinity, Infinity]],
    [
      'rows without a step do not count',
      [
        [0, 1],
        [undefined, 'NaN', '0', 1],
      ],
      [1, Infinity],
    ],
    ['a gap', [[0, 1], [5]], [5, Infinity]],
  ])('%s', (_, attempts, expected) => {
    expect(ends(attempts)).toEqual(expected);
  });

  it('passes over a broken line', () => {
    const restarts = new Restarts();
    for (const line of [`${MARK}"r"}`, '{"step":4}', `${MARK}"r"}`, '{"st', '{"step":2}'])
      restarts.hear(line);
    expect(restarts.ends()).toEqual([2, Infinity]);
  });
});
