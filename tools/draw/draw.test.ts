import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { pictures } from './catalog.ts';
import { type Line, picture } from './picture.ts';

const lengthOf = (line: Line | undefined) => line?.label.length ?? 0;

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('the pictures in the documentation', () => {
  it.each(pictures.map((one) => [one.file, one] as const))(
    '%s shows what the code does now (else: pnpm draw)',
    (file, drawn) => {
      expect(readFileSync(root + file, 'utf8')).toBe(picture(drawn));
    },
  );

  it.each(pictures)('$file has room for its labels', ({ lines: [one, other] }) => {
    expect(lengthOf(one) + lengthOf(other)).toBeLessThanOrEqual(30);
    expect(Math.min(lengthOf(one), lengthOf(other))).toBeGreaterThan(0);
  });

  it('are all drawn from the code', () => {
    const files = readdirSync(`${root}docs/img/schedules`).map((file) => `docs/img/schedules/${file}`);
    expect(files.sort()).toEqual(pictures.map(({ file }) => file).sort());
  });
});
