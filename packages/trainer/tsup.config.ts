import { defineConfig } from 'tsup';
import { library } from '../../tsup.config.base.ts';

export default defineConfig({
  ...library,
  entry: {
    index: 'src/index.ts',
    tfjs: 'src/tfjs/index.ts',
    jax: 'src/jax/index.ts',
    worker: 'src/worker/index.ts',
    'child-process': 'src/child-process/index.ts',
    'file-store': 'src/file-store/index.ts',
    testing: 'src/testing/index.ts',
  },
  // `node:` modules stay imports.
  external: [/^node:/],
});
