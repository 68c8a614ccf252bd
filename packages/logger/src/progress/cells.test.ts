import { describe, expect, it } from 'vitest';
import { cells, cut, printable } from './cells.ts';

describe('cells', () => {
  it.each([
    ['loss 0.5', 8],
    ['Größe', 5],
    ['e\u0301', 1],
    ['損失', 4],
    ['🔥', 2],
    ['\u001b[36m==\u001b[39m', 2],
    ['', 0],
  ])('of %j are %d', (text, count) => {
    expect(cells(text)).toBe(count);
  });
});

describe('cut', () => {
  it.each([
    ['loss', 2, 'lo'],
    ['loss', 9, 'loss'],
    ['損失', 3, '損'],
  ])('takes of %j what fits into %d', (text, width, kept) => {
    expect(cut(text, width)).toBe(kept);
  });
});

describe('printable', () => {
  it.each([
    ['a\nb\r\n\tc ', 'a b c'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['bell\u0007', 'bell'],
    ['損失', '損失'],
  ])('makes of %j %j', (text, plain) => {
    expect(printable(text)).toBe(plain);
  });
});
