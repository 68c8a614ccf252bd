import { describe, expect, test } from 'vitest';
import { fromMarkdown, fromSource, prose } from './collect.ts';

const page = (...lines: string[]): string => lines.join('\n');

describe('fromMarkdown', () => {
  test('takes each block with the line of its fence', () => {
    const markdown = page(
      '# Title',
      '```ts',
      'one();',
      '',
      'two();',
      '```',
      'text',
      '~~~ts',
      'three();',
      '~~~',
    );
    expect(fromMarkdown('README.md', markdown)).toEqual([
      { file: 'README.md', line: 2, info: 'ts', code: 'one();\n\ntwo();' },
      { file: 'README.md', line: 8, info: 'ts', code: 'three();' },
    ]);
  });

  test('leaves other languages alone', () => {
    const markdown = page('```sh', 'pnpm test', '```', '```tsv', 'a\tb', '```', '```', 'text', '```');
    expect(fromMarkdown('README.md', markdown)).toEqual([]);
  });

  test.each(['ts no-run', 'ts,ignore', 'ts{1,3}', 'typescript', 'TS', 'tsx'])(
    'hands on "%s", for the test to refuse it',
    (info) => {
      expect(fromMarkdown('README.md', page(`\`\`\`${info}`, '```'))).toMatchObject([{ info }]);
    },
  );

  test('takes blocks in lists and quotes', () => {
    const markdown = page(
      '- text',
      '  ```ts',
      '  if (x) {',
      '    y();',
      '',
      '  }',
      '  ```',
      '> ```ts',
      '> z();',
      '> ```',
    );
    expect(fromMarkdown('README.md', markdown).map(({ code }) => code)).toEqual([
      'if (x) {\n  y();\n\n}',
      'z();',
    ]);
  });

  test('a longer fence holds shorter ones', () => {
    expect(fromMarkdown('README.md', page('````md', '```ts', 'x;', '```', '````'))).toEqual([]);
  });

  test('a block may hold what looks like an opening fence', () => {
    expect(fromMarkdown('README.md', page('```ts', '```sh', 'x;', '```', 'text'))).toMatchObject([
      { code: '```sh\nx;' },
    ]);
  });
});

describe('fromSource', () => {
  test('takes blocks out of doc comments, with their lines in the file', () => {
    const source = page(
      "const text = '/** ```ts */';",
      '/**',
      ' * Doubles.',
      ' *',
      ' * ```ts',
      ' * if (x) {',
      ' *   x * 2;',
      ' * }',
      ' * ```',
      ' */',
      'export function double() {}',
      '',
      'export interface Options {',
      '  /**',
      '   * ```ts',
      '   * inner();',
      '   * ```',
      '   */',
      '  inner: () => void;',
      '}',
    );
    expect(fromSource('double.ts', source)).toEqual([
      { file: 'double.ts', line: 5, info: 'ts', code: 'if (x) {\n  x * 2;\n}' },
      { file: 'double.ts', line: 15, info: 'ts', code: 'inner();' },
    ]);
  });

  test('leaves other comments alone', () => {
    expect(fromSource('x.ts', page('/*', ' * ```ts', ' * x;', ' * ```', ' */', '// ```ts'))).toEqual([]);
  });

  test('sees the comment at the end of a file', () => {
    expect(fromSource('x.ts', page('/**', ' * ```ts', ' * x;', ' * ```', ' */'))).toHaveLength(1);
  });
});

test('prose empties fences and keeps the number of lines', () => {
  expect(prose(page('a', '```sh', '# b', '```', 'c'))).toEqual(['a', '', '', '', 'c']);
});
