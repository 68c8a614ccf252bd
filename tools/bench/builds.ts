import { builtinModules, createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { built } from '../size/built.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const require = createRequire(join(built, 'index.cjs'));

/** The folder with the logger that is measured; ANNEAL_LOGGER_DIST names another. */
const loggerBuilt: string =
  process.env.ANNEAL_LOGGER_DIST ?? fileURLToPath(new URL('../../packages/logger/dist', import.meta.url));

/** Where an entry of one of our packages is built. */
function entry(path: string, extension: 'cjs' | 'js'): string {
  const [, name, part = 'index'] = path.split('/');
  return join(name === 'logger' ? loggerBuilt : built, `${part}.${extension}`);
}

/** The two forms in which our packages and rxjs reach their users. */
const forms = {
  /** As Node loads them: `require`, and rxjs as ES5. */
  cjs: {
    format: 'cjs',
    plugins: [
      {
        name: 'required',
        setup: ({ onResolve }) => {
          onResolve({ filter: /^@anneal\// }, ({ path }) => ({ path: entry(path, 'cjs'), external: true }));
          onResolve({ filter: /^rxjs$/ }, () => ({ path: require.resolve('rxjs'), external: true }));
        },
      },
    ],
  },
  /** As bundlers load them: all in one module, and rxjs as ES2015. */
  esm: {
    format: 'esm',
    conditions: ['es2015'],
    plugins: [
      {
        name: 'bundled',
        setup: ({ onResolve }) => {
          onResolve({ filter: /^@anneal\// }, ({ path }) => ({ path: entry(path, 'js') }));
        },
      },
    ],
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
    // What is built drops the `node:` before their names.
    external: ['node:*', ...builtinModules],
    target: 'es2022',
    outfile: file,
    ...forms[form],
  });
  return file;
}
