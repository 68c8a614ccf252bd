import { expect, it } from 'vitest';
import { LastWords } from './last-words.ts';

it('keeps the end of what was written, and no half of a character', () => {
  const words = new LastWords();
  expect(words.text).toBe('');
  words.take(Buffer.from('€'.repeat(5000)));
  words.take(Buffer.from('\nValueError: no\n'));
  expect(words.text).toMatch(/^\nstderr ended in:\n€+\nValueError: no$/);
  expect(words.text.length).toBeLessThan(1000);
});
