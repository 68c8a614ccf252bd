import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { typeErrors } from './type-errors.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'docs-types-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

const errors = (code: string): string[] => {
  const path = join(folder, 'block.ts');
  writeFileSync(path, code);
  return typeErrors([{ file: 'README.md', name: 'README.md:1', path }]);
};

test('right code has none', () => {
  expect(errors("import { join } from 'node:path';\nexport const path: string = join('a', 'b');\n")).toEqual(
    [],
  );
});

test.each([
  ['a wrong type', '\n\nexport const x: string = 1;', 'README.md:3: TS2322: '],
  ['a name not imported', '\nlinear();\nexport {};', "README.md:2: TS2304: Cannot find name 'linear'"],
  ['what strict options refuse', '\nexport const x: number = [1][0];', 'README.md:2: TS2322: '],
  ['a mistake in syntax', '\nexport const = 1;', 'README.md:2: TS1134: '],
])('%s is one, with its line', (_what, code, message) => {
  expect(errors(code)[0]).toContain(message);
});

test('a missing file is one', () => {
  const path = join(folder, 'missing.ts');
  expect(typeErrors([{ file: 'README.md', name: 'README.md:1', path }]).join('\n')).toContain(
    'README.md:1: not found',
  );
});
