import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOurs } from './header.ts';
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
    [
      'of texts that name numbers',
      { a: 'NaN', b: ['-Infinity'] },
      '{"a":"\\u004eaN","b":["-\\u0049nfinity"]}',
    ],
    ['of both', { a: NaN, b: 'Infinity', c: Infinity }, '{"a":"NaN","b":"\\u0049nfinity","c":"Infinity"}'],
    ['of near misses', { NaN: 'null', a: '"NaN"', b: 'xNaN', c: '~NaN', d: '\\"NaN', e: null }, undefined],
  ])('a row that is %s', (_, row, line = JSON.stringify(row)) => {
    expect(toLine(row)).toBe(line);
    expect(fromLine(line)).toEqual(row);
    // What anybody else reads: the names of numbers are texts to them.
    expect(Object.keys(JSON.parse(line))).toEqual(Object.keys(row));
  });

  it('gives back any row, its numbers as numbers and its texts as texts', () => {
    const name = fc.constantFrom('NaN', 'Infinity', '-Infinity');
    const text = fc.oneof(
      name,
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.oneof(name, fc.constantFrom('"', '\\', '~', ':', '\\u004e', 'null', ' ')))
        .map((all) => all.join('')),
    );
    const number = fc.oneof(fc.constantFrom(NaN, Infinity, -Infinity), fc.double());
    const { row } = fc.letrec<{ row: object; value: unknown }>((tie) => ({
      row: fc.dictionary(fc.oneof(text, fc.constantFrom('step', 'anneal')), tie('value')),
      value: fc.oneof(
        { maxDepth: 3 },
        number,
        text,
        fc.constantFrom(null, true, false),
        fc.array(tie('value'), { maxLength: 4 }),
        tie('row'),
      ),
    }));
    fc.assert(
      fc.property(row, (row) => {
        const line = toLine(row);
        expect(line).not.toContain('\n');
        expect(sorted(fromLine(line))).toEqual(sorted(row));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    [
      'with spaces',
      '{ "a" : "NaN" , "NaN" : [ "-Infinity", "N\\u0061N" ] }',
      { a: NaN, NaN: [-Infinity, 'NaN'] },
    ],
    ['with a list of one', '{"a":["NaN"],"b":"\\u0041"}', { a: [NaN], b: 'A' }],
    ['with what a mark is made of', '{"a":"NaN","b":"\\u007eNaN"}', { a: NaN, b: '~NaN' }],
    ['with a quote within', '{"a":"\\"NaN","b":"NaN","c":"\\u0041"}', { a: '"NaN', b: NaN, c: 'A' }],
    ['with a number out of range', '{"a":1e999,"b":"\\u004eaN"}', { a: Infinity, b: 'NaN' }],
  ])('reads a line that something else has written, %s', (_, line, row) => {
    expect(fromLine(line)).toEqual(row);
  });

  it('sees the row as JSON does', () => {
    class Report {
      loss = NaN;
      get name(): string {
        return 'not its own';
      }
    }
    expect(toLine(new Report())).toBe('{"loss":"NaN"}');
    expect(toLine({ toJSON: () => ({ loss: NaN }) })).toBe('{"loss":"NaN"}');
    expect(toLine({ at: new Date(0), inner: { toJSON: () => 'NaN' } })).toBe(
      '{"at":"1970-01-01T00:00:00.000Z","inner":"\\u004eaN"}',
    );
    expect(toLine({ a: Object('NaN'), b: Object(NaN), c: undefined, d: () => 1 })).toBe(
      '{"a":"\\u004eaN","b":"NaN"}',
    );
    expect(toLine(Object.create(null, { a: { value: 1, enumerable: true } }))).toBe('{"a":1}');
  });

  it.each([
    { anneal: 1, run: 'mine' },
    { anneal: 1, restart: 3, attempt: 2 },
    { anneal: 1, of: 'a later version', loss: NaN },
  ])('a row that looks like a line of ours is none: %j', (row) => {
    expect(isOurs(JSON.stringify(row))).toBe(true);
    expect(isOurs(toLine(row))).toBe(false);
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
    ['a boxed text', Object('a'), /^a row must be a plain object/],
    ['a number', 5, /^a row must be a plain object, got 5$/],
    ['a function', () => 1, /^a row must be a plain object, got/],
  ])('%s is no row', (_, row, message) => {
    expect(() => toLine(row as object)).toThrow(message);
  });

  it.each(['{"step":', '[1]', 'null', '5', ''])('%j is no line of a row', (line) => {
    expect(() => fromLine(line)).toThrow();
  });
});

/** What JSON itself drops aside: the sign of zero. `toEqual` tells NaN from texts, but the order of columns means nothing. */
function sorted(value: unknown): unknown {
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return new Map(Object.entries(value).map(([name, part]) => [name, sorted(part)]));
}
