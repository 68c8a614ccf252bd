import { expect, it } from 'vitest';
import { table } from './table.ts';

it('stands figures to the right and words to the left', () => {
  const rows = [
    ['linear', 81, '0.9–1.1', '1,200 !'],
    ['of', 4580, '1–2', '30  '],
  ];
  expect(`\n${table(['name', 'bytes', 'span', 'more'], rows)}\n`).toBe(`
name    bytes     span     more
──────  ─────  ───────  ───────
linear     81  0.9–1.1  1,200 !
of      4,580      1–2     30
`);
});
