import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // TensorFlow.js greets everybody who loads it; what a failed test printed is worth reading.
    silent: 'passed-only',
    projects: [
      'packages/*/vitest.config.ts',
      'apps/*/vitest.config.ts',
      'examples/vitest.config.ts',
      'tools/docs/vitest.config.ts',
      'tools/draw/vitest.config.ts',
      'tools/bench/vitest.config.ts',
      'tools/precision/vitest.config.ts',
      'tools/size/vitest.config.ts',
    ],
  },
});
