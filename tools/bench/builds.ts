import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { built } from '../size/built.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const require = createRequire(join(built, 'index.cjs'));

/** The two forms in which core and rxjs reach their users. */
const forms = {
  /** As Node loads them: `require`, and rxjs as ES5. */
  cjs: {
    format: 'cjs',
    plugins: [
      {
        name: 'required',
        setup: ({ onResolve }) => {
          onResolve({ filter: /^@anneal\/core$/ }, () => ({
            path: join(built, 'index.cjs'),
            external: true,
          }));
          onResolve({ filter: /^rxjs$/ }, () => ({ path: require.resolve('rxjs'), external: true }));
        },
      },
    ],
  },
  /** As bundlers load them: all in one module, and rxjs as ES2015. */
  esm: {
    format: 'esm',
    conditions: ['es2015'],
    alias: { '@anneal/core': join(built, 'index.js') },
  },
} as const satisfies Record<string, BuildOptions>;

export type Build = keyof typeof forms;
export const builds = Object.keys(forms) as readonly Build[];

/** Writes the program of a child that measures one case, and gives back where. */
export async function program(name: string, form: Build, folder: string): Promise<string> {
  const file = join(folder, `${name}.${form === 'cjs' ? 'cjs' : 'mjs'}`);
  await build({
    stdin: {
      contents: `import one from './cases/${name}.ts'; import { child } from './child.ts'; child(one);`,
      resolveDir: here,
    },
    bundle: true,
    platform: 'neutral',
    target: 'es2022',
    outfile: file,
    ...forms[form],
  });
  return file;
}
