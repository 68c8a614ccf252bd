import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { pictures } from './catalog.ts';
import { picture } from './picture.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('the pictures in the documentation', () => {
  it.each(pictures.map((one) => [one.file, one] as const))(
    '%s shows what the code does now (else: pnpm draw)',
    (file, { title, rates }) => {
      expect(readFileSync(root + file, 'utf8')).toBe(picture(title, rates));
    },
  );
});
