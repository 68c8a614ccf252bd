import { describe, expect, it } from 'vitest';
import { lineOf, parseLine } from './json-line.ts';

describe('parseLine', () => {
  it.each([
    ['{"loss": NaN}', { loss: Number.NaN }],
    ['{"a":Infinity,"b":-Infinity,"c":[NaN,1]}', { a: Infinity, b: -Infinity, c: [Number.NaN, 1] }],
    [
      '{"NaN":NaN,"say":"NaN, \\"Infinity\\", -Infinity \\\\","x":NaN}',
      { NaN: Number.NaN, say: 'NaN, "Infinity", -Infinity \\', x: Number.NaN },
    ],
    ['{"text":"NaN"}', { text: 'NaN' }],
    ['{"step":1}\r', { step: 1 }],
    ['NaN', Number.NaN],
  ])('reads %s', (line, value) => {
    expect(parseLine(line)).toEqual(value);
  });

  it.each(['Epoch 1/10', '{"a":NaNs}', '{"a":"NaN', '{"a":Infinity', '{"a":NaN "b"}', "{'a': NaN}"])(
    'refuses %s',
    (line) => {
      expect(() => parseLine(line)).toThrow(SyntaxError);
    },
  );

  it('reads a long string beside a NaN', () => {
    const text = 'a\\"b'.repeat(2_000_000);
    expect((parseLine(`{"text":"${text}","loss":NaN}`) as { text: string }).text).toHaveLength(6_000_000);
  });
});

describe('lineOf', () => {
  it('is one line of ASCII', () => {
    const line = lineOf({ name: 'Größe\n😀\u2028', step: 1 });
    expect(line).toMatch(/^[\x20-\x7e]+\n$/);
    expect(JSON.parse(line)).toEqual({ name: 'Größe\n😀\u2028', step: 1 });
  });

  it('gives back what was read, bare numbers included', () => {
    const state = { restore: { best: Infinity, low: [-Infinity, Number.NaN], name: 'NaN', rate: 0.1 + 0.2 } };
    expect(lineOf(state)).toContain('"best":Infinity,"low":[-Infinity,NaN],"name":"NaN"');
    expect(parseLine(lineOf(state))).toEqual(state);
  });
});
