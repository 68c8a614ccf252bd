import { describe, expect, it } from 'vitest';
import * as check from './check.ts';
import { cosineAnnealing, reduceOnPlateau } from './index.ts';
import { nearest } from './nearest.ts';

describe('wrong options', () => {
  it('are refused at construction: function, option, rule, value', () => {
    expect(() => cosineAnnealing({ from: 0.1, over: -1 })).toThrow(
      new RangeError('cosineAnnealing: over must be a positive number, got -1'),
    );
    expect(() => cosineAnnealing({ from: 0.1 } as never)).toThrow(
      new RangeError('cosineAnnealing: over must be a positive number, got undefined'),
    );
  });

  it('that are unknown are a TypeError with the nearest known one', () => {
    expect(() => cosineAnnealing({ from: 0.1, steps: 3 } as never)).toThrow(
      new TypeError("cosineAnnealing: unknown option 'steps' (the options are from, to, over)"),
    );
    expect(() => reduceOnPlateau({ initial: 0.1, patiense: 3 } as never)).toThrow(
      /^reduceOnPlateau: unknown option 'patiense', did you mean 'patience'\?/,
    );
    expect(() => reduceOnPlateau({ initial: 0.1, min_rate: 3 } as never)).toThrow("did you mean 'minRate'?");
  });

  it('that are no object are a TypeError', () => {
    expect(() => cosineAnnealing(0.1 as never)).toThrow(
      new TypeError('cosineAnnealing: the options must be an object { from, to, over }, got 0.1'),
    );
    expect(() => cosineAnnealing(null as never)).toThrow('got null');
    expect(() => cosineAnnealing([1] as never)).toThrow('got an array of 1');
  });
});

describe('shown', () => {
  it.each([
    ['text', "'text'"],
    ['x'.repeat(99), `'${'x'.repeat(40)}…'`],
    [-0, '-0'],
    [1n, '1'],
    [Symbol('s'), 'Symbol(s)'],
    [null, 'null'],
    [{ a: 1, b: 2 }, 'an object { a, b }'],
    [Object.create(null), 'an object {  }'],
    [Math.max, 'the function max'],
    [
      (
        () => () =>
          1
      )(),
      'a function',
    ],
  ])('never fails: %o', (value, text) => {
    expect(check.shown(value)).toBe(text);
  });
});

describe('nearest', () => {
  it.each([
    ['facter', ['factor', 'every'], 'factor'],
    ['val_loss', ['loss', 'valLoss'], 'valLoss'],
    ['OVER', ['over', 'from'], 'over'],
    ['zebra', ['factor', 'every'], undefined],
    ['x', [], undefined],
  ])('%s among %o is %s', (name, known, expected) => {
    expect(nearest(name, known)).toBe(expected);
  });
});
