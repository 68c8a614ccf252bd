import { defineConfig } from 'tsup';
import { library } from '../../tsup.config.base.ts';

export default defineConfig({
  ...library,
  entry: {
    index: 'src/index.ts',
    json: 'src/json/index.ts',
    testing: 'src/testing/index.ts',
  },
});
