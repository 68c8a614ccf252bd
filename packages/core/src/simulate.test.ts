import { describe, expect, it } from 'vitest';
import { constant, linear, resume, simulate } from './index.ts';

describe('simulate', () => {
  it('gives n + 1 rates for n reports, of any iterable', () => {
    const schedule = linear({ from: 2, to: 0, over: 2 });
    expect(simulate(schedule, [])).toEqual([2]);
    expect(simulate(schedule, new Set(['a', 'b']))).toEqual([2, 1, 0]);
    expect(
      simulate(
        schedule,
        (function* () {
          yield { step: 4 };
        })(),
      ),
    ).toEqual([2, 0]);
  });

  it('starts where a schedule was resumed', () => {
    expect(simulate(resume(linear({ from: 4, to: 0, over: 4 }), 2), [0, 0])).toEqual([2, 1, 0]);
  });

  it('throws what would have ended the stream', () => {
    expect(() => simulate(constant(1), [{ step: -1 }])).toThrow(RangeError);
    expect(() => simulate((() => 1) as never, [])).toThrow(
      new TypeError('simulate: its first argument must be a schedule, got a function'),
    );
  });
});
