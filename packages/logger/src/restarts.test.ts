import { describe, expect, it } from 'vitest';
import { MARK, restartLine } from './header.ts';
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

  const hear = (...lines: readonly string[]): number[] => {
    const restarts = new Restarts();
    for (const line of lines) restarts.hear(line);
    return restarts.ends();
  };
  const header = (attempt: number, part = 1): string => `${MARK}"r","attempt":${attempt},"part":${part}}`;

  it.each([
    ['says where an attempt begins, whatever its first row', ['{"step":7}'], 3],
    ['counts with its row, before which the process may be killed', ['{"note":1}'], Infinity],
  ])("an attempt's own line %s", (_, lines, end) => {
    expect(hear(header(1), '{"step":5}', header(2), restartLine(3, 2), ...lines)).toEqual([end, Infinity]);
  });

  it('a line of ours that it does not know is passed over', () => {
    const later = '{"anneal":1,"checkpoint":4,"step":1}';
    expect(hear(header(1), '{"step":5}', header(2), later, '{"step":4}', later)).toEqual([4, Infinity]);
    expect(hear(header(1), header(2), '{"anneal":1,"restart":"4"}', '{"step":6}')).toEqual([6, Infinity]);
  });

  it('a header that goes on with an attempt in another file begins none', () => {
    expect(hear(header(1), '{"step":0}', header(1, 2), '{"step":1}')).toEqual([Infinity]);
    expect(hear(header(1), header(1, 2), '{"step":5}', header(2, 2), header(2, 3), '{"step":4}')).toEqual([
      4,
      Infinity,
    ]);
  });

  it('passes over a broken line', () => {
    const restarts = new Restarts();
    for (const line of [`${MARK}"r"}`, '{"step":4}', `${MARK}"r"}`, '{"st', '{"step":2}'])
      restarts.hear(line);
    expect(restarts.ends()).toEqual([2, Infinity]);
  });
});
