import { defineConfig } from 'tsup';
import { library } from '../../tsup.config.base.ts';

export default defineConfig({
  ...library,
  entry: {
    index: 'src/index.ts',
    jsonl: 'src/jsonl/index.ts',
    progress: 'src/progress/index.ts',
  },
  // `node:` modules stay imports.
  external: [/^node:/],
});
