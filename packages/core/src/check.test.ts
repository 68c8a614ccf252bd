import { describe, expect, it } from 'vitest';
import { cosineAnnealing, reduceOnPlateau } from './index.ts';
import { nearest } from './nearest.ts';
import { shown } from './shown.ts';

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
      new TypeError("cosineAnnealing: unknown option 'steps', the options are from, to, over"),
    );
    expect(() => reduceOnPlateau({ initial: 0.1, patiense: 3 } as never)).toThrow(
      /^reduceOnPlateau: unknown option 'patiense', did you mean 'patience'\?/,
    );
    expect(() => reduceOnPlateau({ initial: 0.1, min_rate: 3 } as never)).toThrow("did you mean 'minRate'?");
  });

  it.each([undefined, null, 0.1, 'fast', [1]])('that are no object lack what is needed: %o', (options) => {
    expect(() => cosineAnnealing(options as never)).toThrow(/^cosineAnnealing: /);
  });
});

describe('shown', () => {
  it.each([
    ['text', "'text'"],
    ['x'.repeat(99), `'${'x'.repeat(40)}'`],
    [1n, '1n'],
    [[1, 2], 'a list'],
    [Symbol('s'), 'Symbol(s)'],
    [null, 'null'],
    [{ a: 1, b: 2 }, 'an object'],
    [Object.create(null), 'an object'],
    [Math.max, 'a function'],
    [
      (
        () => () =>
          1
      )(),
      'a function',
    ],
  ])('never fails: %o', (value, text) => {
    expect(shown(value)).toBe(text);
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
