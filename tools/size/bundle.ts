import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';
import { built } from './built.ts';

export interface Bundle {
  readonly code: string;
  readonly minified: number;
  readonly gzip: number;
}

/** What an app's bundler makes of these exports of the built core, and of nothing else. */
export async function bundle(names: readonly string[]): Promise<Bundle> {
  const { code } = await bundled(`export { ${names.join(', ')} } from ${core()}`);
  return { code, minified: Buffer.byteLength(code), gzip: gzipSync(code, { level: 9 }).length };
}

/** The names that the built core exports. */
export async function exported(): Promise<readonly string[]> {
  return (await bundled(`export * from ${core()}`)).exports;
}

/** All that is built, entry points on subpaths included, as it stands in the files. */
export function everything(): string {
  const files = readdirSync(built).filter((file) => file.endsWith('.js'));
  return files.map((file) => readFileSync(join(built, file), 'utf8')).join('\n');
}

function core(): string {
  const index = join(built, 'index.js');
  if (!existsSync(index)) throw new Error(`${index} is not there; build core first: pnpm build`);
  return JSON.stringify(index);
}

/** RxJS is the app's own, and says of itself that what is not used of it can go. */
const beyondRxjs: Plugin = {
  name: 'beyond RxJS',
  setup({ onResolve }) {
    onResolve({ filter: /^rxjs$/ }, ({ path }) => ({ path, external: true, sideEffects: false }));
  },
};

async function bundled(contents: string): Promise<{ code: string; exports: readonly string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: built },
    bundle: true,
    minify: true,
    format: 'esm',
    plugins: [beyondRxjs],
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  return {
    code: outputFiles.map((file) => file.text).join(''),
    exports: Object.values(metafile.outputs).flatMap((output) => output.exports),
  };
}
