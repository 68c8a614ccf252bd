import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { faults } from './faults.ts';
import { line } from './line.ts';
import { nameOf } from './row.ts';
import { rows } from './rows.ts';
import { boundsIn } from './table.ts';

const stated = boundsIn(readFileSync(new URL('../../docs/precision.md', import.meta.url), 'utf8'));

describe('docs/precision.md is true, as far as a few steps can tell (all of them: pnpm precision --check)', () => {
  it.each(rows.map((row) => [nameOf(row), row] as const))('%s', (_, row) => {
    // Every fifth case: five is prime to the numbers of options, so that each of them has its turn.
    const few = { ...row, cases: row.cases.filter((_, n) => n % 5 === 0) };
    expect(faults([row], [line(few, 4)], stated)).toEqual([]);
  });
});
