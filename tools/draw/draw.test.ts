import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe as say } from '@anneal/core';
import { describe, expect, it } from 'vitest';
import { rows } from '../../examples/07-closed-loop.ts';
import { pictures } from './catalog.ts';
import { drawn } from './drawn.ts';
import type { Line } from './picture.ts';

const lengthOf = (line: Line | undefined) => line?.label.length ?? 0;

const root = fileURLToPath(new URL('../../', import.meta.url));
const text = (file: string) => readFileSync(root + file, 'utf8');

describe('the pictures in the documentation', () => {
  it.each(drawn)('%s shows what the code does now (else: pnpm draw)', (file, svg) => {
    expect(text(file)).toBe(svg);
  });

  it.each(pictures)('$file has room for its labels', ({ lines: [one, other] }) => {
    expect(lengthOf(one) + lengthOf(other)).toBeLessThanOrEqual(30);
    expect(Math.min(lengthOf(one), lengthOf(other))).toBeGreaterThan(0);
  });

  it('are all drawn from the code', () => {
    const files = readdirSync(`${root}docs/img`, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.svg'))
      .map((file) => `docs/img/${file.replaceAll('\\', '/')}`);
    expect(files.sort()).toEqual(drawn.map(([file]) => file).sort());
  });
});

describe('the page of the closed loop', () => {
  const page = text('docs/closed-loop.md');

  it('has the plan of the run', () => {
    const [plan] = /const peak[\s\S]*?\nconst plan.*/.exec(text('examples/07-closed-loop.ts')) ?? [];
    expect(page).toContain(plan);
  });

  it('has what the run said', () => {
    for (const cause of rows.flatMap(({ causes = [] }) => causes)) expect(page).toContain(`${say(cause)}\n`);
  });
});
