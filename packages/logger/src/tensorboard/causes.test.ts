import { expect, it } from 'vitest';
import { causesText, inShort } from './causes.ts';

const failing = (): string => {
  throw new Error('no words');
};

it.each([
  ['nothing', undefined, ''],
  ['none', [], ''],
  ['what is no list', 'reduced', ''],
  ['one', [{ by: 'reduceOnPlateau', step: 4 }], 'reduceOnPlateau acted at step 4'],
  ['without a step', [{ by: 'swap' }], 'swap acted'],
  [
    'two, a paragraph each',
    ['warmed up', { by: 'backOff', step: 1 }],
    'warmed up\n\nbackOff acted at step 1',
  ],
  ['something else', [null, 5], 'null acted\n\n5 acted'],
])('%s', (_, causes, expected) => {
  expect(causesText(causes, inShort)).toBe(expected);
  expect(causesText(causes, failing)).toBe(expected);
});

it('in words', () => {
  const describe = (cause: unknown): string => `because of ${(cause as { by: string }).by}`;
  expect(causesText([{ by: 'a' }, { by: 'b' }], describe)).toBe('because of a\n\nbecause of b');
});
