import { describe, expect, it } from 'vitest';
import { isHeader } from './header.ts';
import { fromLine, toLine } from './json-line.ts';

describe('toLine and fromLine', () => {
  it.each([
    [
      'plain',
      { step: 1, loss: 0.25, name: 'a', done: true, none: null },
      '{"step":1,"loss":0.25,"name":"a","done":true,"none":null}',
    ],
    ['not finite', { a: NaN, b: Infinity, c: -Infinity }, '{"a":"NaN","b":"Infinity","c":"-Infinity"}'],
    ['nested', { a: { b: [1, NaN, { c: -Infinity }] } }, '{"a":{"b":[1,"NaN",{"c":"-Infinity"}]}}'],
    [
      'finite and nested',
      { causes: [{ by: 'sequence', part: 1 }] },
      '{"causes":[{"by":"sequence","part":1}]}',
    ],
    ['of several lines', { note: 'a\nb' }, '{"note":"a\\nb"}'],
    ['with a separator of Unicode', { note: 'a\u2028b' }, '{"note":"a\u2028b"}'],
    ['empty', {}, '{}'],
  ])('a row that is %s', (_, row, line) => {
    expect(toLine(row)).toBe(line);
    expect(fromLine(line)).toEqual(row);
  });

  it('a row that looks like a header is none', () => {
    const row = { anneal: 1, run: 'mine' };
    expect(isHeader(JSON.stringify(row))).toBe(true);
    expect(isHeader(toLine(row))).toBe(false);
    expect(fromLine(toLine(row))).toEqual(row);
  });

  it('a name of a number among the columns stays a name', () => {
    expect(fromLine('{"NaN":1}')).toEqual({ NaN: 1 });
  });

  const cycle: Record<string, unknown> = { step: 1 };
  cycle.self = cycle;
  it.each([
    ['a BigInt', { step: 1n }, /BigInt/],
    ['a cycle', cycle, /circular/],
    ['an array', [1], /^a row must be a plain object, got an array of 1$/],
    ['a Date', new Date(0), /^a row must be a plain object/],
    ['null', null, /^a row must be a plain object, got null$/],
    ['a number', 5, /^a row must be a plain object, got 5$/],
    ['a function', () => 1, /^a row must be a plain object, got/],
  ])('%s is no row', (_, row, message) => {
    expect(() => toLine(row as object)).toThrow(message);
  });

  it.each(['{"step":', '[1]', 'null', '5', ''])('%j is no line of a row', (line) => {
    expect(() => fromLine(line)).toThrow();
  });
});
