import { describe, expect, it } from 'vitest';
import { figure, percent } from './words.ts';

describe('figure', () => {
  it.each([
    [0.5, '0.500'],
    [0.04213, '0.0421'],
    [1.0987, '1.10'],
    [0, '0'],
    [0.000123456, '1.2e-4'],
    [1.5e-9, '1.5e-9'],
    [null, '–'],
    [Number.NaN, '–'],
  ])('%s is %s', (value, text) => {
    expect(figure(value)).toBe(text);
  });
});

describe('percent', () => {
  it('has one decimal', () => {
    expect([percent(0.98529), percent(1), percent(undefined)]).toEqual(['98.5 %', '100.0 %', '–']);
  });
});
