import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** What vitest is made of, though no package of its own here. */
const ofVitest = createRequire(createRequire(import.meta.url).resolve('vitest/package.json'));

/**
 * Test files as one script for a page, on the sources: `await runTests()` there gives `{ name, error? }` for each test.
 *
 * @param files their absolute paths. They may use `describe`, `it`, their `each`, `expect`, `vi.fn` and `vi.spyOn`.
 * @param before a script that runs before the first of them is loaded.
 */
export async function bundleTests(files: readonly string[], before = ''): Promise<string> {
  const loads = files.map((file) => `await import(${JSON.stringify(file)});`);
  const { outputFiles } = await build({
    stdin: {
      contents: [before, ...loads, "import { run } from 'vitest'; globalThis.runTests = run;"].join('\n'),
      resolveDir: fileURLToPath(new URL('../..', import.meta.url)),
    },
    alias: {
      vitest: fileURLToPath(new URL('./vitest-in-page.mjs', import.meta.url)),
      '@vitest/expect': ofVitest.resolve('@vitest/expect'),
      '@vitest/spy': ofVitest.resolve('@vitest/spy'),
    },
    conditions: ['@anneal/source'],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"test"' },
  });
  return (outputFiles[0] as { readonly text: string }).text;
}
