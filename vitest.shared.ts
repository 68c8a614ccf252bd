import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultServerConditions, type Plugin } from 'vite';
import type { UserWorkspaceConfig } from 'vitest/config';

/** Tests run on the sources, or, with ANNEAL_TEST_DIST=1, on what is published. */
const onDist = Boolean(process.env.ANNEAL_TEST_DIST);

const root = dirname(fileURLToPath(import.meta.url));

const conditions = [...(onDist ? [] : ['@anneal/source']), ...defaultServerConditions];

/** The sources of all entry points, with what is built of them. */
function entryPoints(): Map<string, string> {
  const packages = join(root, 'packages');
  const entries = readdirSync(packages).flatMap((name) => {
    const folder = join(packages, name);
    const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      exports: Record<string, string | { '@anneal/source': string; import: { default: string } }>;
    };
    return Object.values(exports).flatMap((entry): [string, string][] =>
      typeof entry === 'string'
        ? []
        : [[join(folder, entry['@anneal/source']), join(folder, entry.import.default)]],
    );
  });
  return new Map(entries);
}

/** Gives a test, or what only tests are made of, that imports an entry point's source, `./index.ts`, what is built of it. */
const distInPlaceOfSource = (): Plugin => {
  const built = entryPoints();
  return {
    name: 'anneal:dist-in-place-of-source',
    enforce: 'pre',
    resolveId: (source, importer) =>
      importer !== undefined && source.startsWith('.') && /\.test|\/src\/(trees|golden)\//.test(importer)
        ? built.get(resolve(dirname(importer), source))
        : undefined,
  };
};

/** The vitest project of one package: tests stand beside what they test. */
export const project = (
  name: string,
  test: NonNullable<UserWorkspaceConfig['test']> = {},
): UserWorkspaceConfig => ({
  plugins: onDist ? [distInPlaceOfSource()] : [],
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name,
    environment: 'node',
    include: ['src/**/*.test.ts'],
    // Long enough for a machine that is busy with something else: what is tested is never how long it takes.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    setupFiles: [join(root, 'vitest.seed.ts')],
    // What starts browsers and processes may be out of luck once: the report tells what passed at the second try.
    retry: process.env.CI ? 1 : 0,
    ...test,
  },
});
