import { describe, expect, it } from 'vitest';
import { constant, curve, simulate, stepDecay } from './index.ts';

/** A curve that says which step it is asked for. */
const steps = curve((step) => step);

describe('the index of a report', () => {
  it.each<[string, unknown[], number[]]>([
    ['is its step', [{ step: 0 }, { step: 1 }], [0, 1, 2]],
    ['is its epoch where there is no step', [{ epoch: 0 }, { epoch: 1 }], [0, 1, 2]],
    [
      'is its step where there are both',
      [
        { step: 4, epoch: 0 },
        { step: 5, epoch: 0 },
      ],
      [0, 5, 6],
    ],
    ['is its place where there are none', ['a', null, undefined, { loss: 1 }], [0, 1, 2, 3, 4]],
    ['is never a bare number', [100, 50], [0, 1, 2]],
    ['may leave steps out', [{ step: 9 }, { step: 19 }], [0, 10, 20]],
    [
      'never moves the clock back',
      [{ step: 9 }, { step: 3 }, { step: 9 }, { step: 10 }],
      [0, 10, 10, 10, 11],
    ],
    ['may be as large as whole numbers go', [{ step: Number.MAX_SAFE_INTEGER }], [0, 2 ** 53]],
    [
      'is no null and no undefined',
      [
        { step: null, epoch: 2 },
        { step: undefined, epoch: 3 },
      ],
      [0, 3, 4],
    ],
  ])('%s', (_, reports, expected) => {
    expect(simulate(steps, reports)).toEqual(expected);
  });

  it('is of one kind: reports without it leave the clock where it is', () => {
    expect(simulate(steps, [{ step: 0 }, { epoch: 7 }, { loss: 1 }, 0.5, 'x', { step: 1 }])).toEqual([
      0, 1, 1, 1, 1, 1, 2,
    ]);
    expect(simulate(steps, [{ epoch: 0 }, { loss: 1 }, 0.5, { epoch: 1 }])).toEqual([0, 1, 1, 1, 2]);
  });

  it('counts places until the first indexed report', () => {
    expect(simulate(steps, [0.5, 0.5, { step: 1 }, { step: 2 }, 0.5])).toEqual([0, 1, 2, 2, 3, 3]);
  });

  it('lets epochs be fractions where steps count', () => {
    expect(
      simulate(steps, [
        { step: 0, epoch: 0.25 },
        { step: 1, epoch: 0.5 },
      ]),
    ).toEqual([0, 1, 2]);
  });

  it('may not turn from epochs to steps, and the error names both', () => {
    expect(() =>
      simulate(stepDecay({ initial: 1, factor: 0.5, every: 2 }), [{ epoch: 0 }, { step: 9 }]),
    ).toThrow(new RangeError('stepDecay: epoch 1: step must be absent, in a stream of epochs, got 9'));
  });

  it.each([Number.NaN, -1, 1.5, Infinity, '3', 2 ** 53, {}, true])(
    'must be a whole number: step %o is an error',
    (step) => {
      const error = /^constant: step 1: step must be a whole number from 0 up, got /;
      expect(() => simulate(constant(1), [0, { step }])).toThrow(error);
    },
  );

  it('must be a whole number: an epoch that counts, too', () => {
    expect(() => simulate(constant(1), [{ epoch: 0.5 }])).toThrow(
      'constant: epoch 0: epoch must be a whole number from 0 up, got 0.5',
    );
  });
});
