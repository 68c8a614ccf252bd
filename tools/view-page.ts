import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const source = new URL('../packages/logger/src/view/', import.meta.url);

/** The module that stands for the page's parts until they are bundled. */
export const partsFile: string = fileURLToPath(new URL('page-parts.ts', source));

/** That module with script and style bundled into it, uPlot and its licence included. */
export async function partsModule(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('page/main.ts', source))],
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'],
    outdir: '/',
    write: false,
    logLevel: 'error',
  });
  const text = (ending: string): string => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  const uPlot = createRequire(fileURLToPath(source)).resolve('uplot/package.json');
  const licence = readFileSync(uPlot.replace('package.json', 'LICENSE'), 'utf8').trim();
  const parts = {
    script: text('.js').trim(),
    style: text('.css').trim(),
    licence: `uPlot 1.6.32\n\n${licence}`,
  };
  return Object.entries(parts)
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`)
    .join('');
}

/** What esbuild's and Vite's plugins have in common, as far as it is used here. */
export const forEsbuild = {
  name: 'view-page',
  setup(build: {
    onLoad(options: { filter: RegExp }, load: () => Promise<{ contents: string; loader: 'ts' }>): void;
  }): void {
    build.onLoad({ filter: /[\\/]view[\\/]page-parts\.ts$/ }, async () => ({
      contents: await partsModule(),
      loader: 'ts',
    }));
  },
};

/** The same for tests, which run on the sources. */
export const forVite = {
  name: 'view-page',
  enforce: 'pre' as const,
  load: (id: string): Promise<string> | undefined =>
    id.split('?')[0]?.replaceAll('\\', '/') === partsFile.replaceAll('\\', '/') ? partsModule() : undefined,
};
