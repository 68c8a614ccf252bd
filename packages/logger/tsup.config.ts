import { defineConfig } from 'tsup';
import { forEsbuild } from '../../tools/view-page.ts';
import { library } from '../../tsup.config.base.ts';

/** What is declared is the same with and without a page; only `src/browser` needs its types to say so. */
const dts = { compilerOptions: { ignoreDeprecations: '6.0', lib: ['ES2022', 'DOM'] } };

export default defineConfig({
  ...library,
  dts,
  entry: {
    index: 'src/index.ts',
    jsonl: 'src/jsonl/index.ts',
    progress: 'src/progress/index.ts',
    csv: 'src/csv/index.ts',
    tensorboard: 'src/tensorboard/index.ts',
    browser: 'src/browser/index.ts',
    testing: 'src/testing/index.ts',
    cli: 'src/cli/main.ts',
  },
  // `node:` modules stay imports.
  external: [/^node:/],
  esbuildPlugins: [forEsbuild],
});
