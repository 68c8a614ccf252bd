import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { transform } from './transform.ts';

const place = (line: number): string => `page:${line}`;

/** Runs a transformed block, and tells what was claimed. */
function claimed(code: string): unknown[][] {
  const withoutImport = transform(code, place).code.trimEnd().split('\n').slice(0, -1).join('\n');
  const { outputText } = ts.transpileModule(withoutImport, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const calls: unknown[][] = [];
  new Function('__claim', 'exports', outputText)((...call: unknown[]) => calls.push(call), {});
  return calls;
}

describe('a claim', () => {
  test.each<[string, string, unknown[]]>([
    ['after a statement', '1 + 1; // => 2', ['page:1', 2, 2]],
    ['after a statement without a semicolon', '1 + 1 // => 2', ['page:1', 2, 2]],
    ['after a statement of several lines', 'Math.max(\n  1,\n  2,\n); // => 2', ['page:4', 2, 2]],
    ['on the next line', 'Math.max(1, 2);\n// => 2', ['page:2', 2, 2]],
    ['on an array', "[1, 'a']; // => [1, 'a']", ['page:1', [1, 'a'], [1, 'a']]],
    ['of an object', 'JSON.parse(\'{"a":1}\'); // => { a: 1 }', ['page:1', { a: 1 }, { a: 1 }]],
    ['of text with slashes', "'a // => b'; // => 'a // => b'", ['page:1', 'a // => b', 'a // => b']],
    ['of undefined', 'void 0; // => undefined', ['page:1', undefined, undefined]],
    ['on a declaration', 'const x: number = 3; // => 3', ['page:1', 3, 3]],
    ['on an exported declaration', 'export let x = 3 // => 3', ['page:1', 3, 3]],
    ['on an assignment', 'let x = 0;\nx = 3; // => 3', ['page:2', 3, 3]],
    ['on a statement after another', '1; 2; // => 2', ['page:1', 2, 2]],
    ['in a branch without braces', 'if (true) 1; // => 1\nelse 2;', ['page:1', 1, 1]],
    ['in a callback', '[4].forEach((x) => {\n  x; // => 4\n});', ['page:2', 4, 4]],
    ['that is wrong', '1 + 1; // => 3', ['page:1', 2, 3]],
  ])('%s', (_what, code, call) => {
    expect(claimed(code)).toEqual([call]);
    expect(transform(code, place)).toMatchObject({ claims: [call[0]], problems: [] });
  });

  test('keeps the lines of the block', () => {
    const code = ["import { f } from 'f';", '', 'f(', '  1,', '); // => 2', 'const b = 1 // => 1', ''].join(
      '\n',
    );
    expect(transform(code, place).code.split('\n')).toEqual([
      "import { f } from 'f';",
      '',
      '{ const __actual = (f(',
      '  1,',
      ')); __claim("page:5", __actual, (2)); } // => 2',
      'const b = 1; __claim("page:6", b, (1)); // => 1',
      '',
      "import { claim as __claim } from '../claim.ts';",
      '',
    ]);
  });

  test('is not what a string or another comment says', () => {
    const code = "const a = 'x; // => 1';\nconst b = `\nx; // => 2`;\n/* x; // => 3 */\n// a rule: x => y";
    expect(transform(code, place)).toMatchObject({ claims: [], problems: [] });
  });
});

describe('a problem', () => {
  test.each([
    ['nothing before it', '// => 1', 'must follow'],
    ['an empty line before it', '1;\n\n// => 1', 'must follow'],
    ['an argument before it', 'Math.max(\n  1, // => 1\n);', 'must follow'],
    ['a function before it', 'function f() {} // => 1', 'must follow'],
    ['a pattern declared', 'const { length } = []; // => 0', 'exactly one name'],
    ['two names declared', 'const a = 1, b = 2; // => 2', 'exactly one name'],
    ['no value', '1; // =>', 'one JavaScript expression'],
    ['a remark after the value', '1; // => 1 exactly', 'one JavaScript expression'],
    ['a remark after a comma', '1; // => 1, 2', 'one JavaScript expression'],
    ['a comment after the value', '1; // => 1 // one', 'one JavaScript expression'],
    ['code after the value', '1; // => 1); (2', 'one JavaScript expression'],
  ])('%s', (_what, code, problem) => {
    const { claims, problems } = transform(code, place);
    expect(claims).toEqual([]);
    expect(problems).toEqual([expect.stringContaining(problem)]);
    expect(problems[0]).toMatch(/^page:\d+: /);
  });
});
