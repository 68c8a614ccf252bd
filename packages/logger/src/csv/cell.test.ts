import { expect, it } from 'vitest';
import { cell } from './cell.ts';

it.each([
  [0.1, '0.1'],
  [-1e-7, '-1e-7'],
  [Number.NaN, 'NaN'],
  [Infinity, 'Infinity'],
  [-Infinity, '-Infinity'],
  [2n ** 64n, '18446744073709551616'],
  [true, 'true'],
  [null, ''],
  [undefined, ''],
  ['', '""'],
  ['plain text', 'plain text'],
  ['a,b', '"a,b"'],
  ['say "so"', '"say ""so"""'],
  ['a\nb', '"a\nb"'],
  ['a\rb', '"a\rb"'],
  [' a', '" a"'],
  ['a\t', '"a\t"'],
  [[1, Number.NaN], '"[1,""NaN""]"'],
  [{ by: 'greedy', best: Infinity }, '"{""by"":""greedy"",""best"":""Infinity""}"'],
  [new Date(Number.NaN), ''],
  [{ toJSON: () => undefined }, ''],
  [new Date(0), '1970-01-01T00:00:00.000Z'],
  ['=1+1', '=1+1'],
])('%o is %s', (value, text) => {
  expect(cell(value, false)).toBe(text);
});

it.each([
  ['=HYPERLINK("http://a")', `"'=HYPERLINK(""http://a"")"`],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['＝1', "'＝1"],
  ['a=1', 'a=1'],
  [-1, '-1'],
  [{ a: 1 }, '"{""a"":1}"'],
])('%o is %s where formulas are escaped', (value, text) => {
  expect(cell(value, true)).toBe(text);
});

it('refuses a cycle', () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  expect(() => cell(cycle, false)).toThrow(TypeError);
});
