import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'packed', include: ['tools/packed/*.test.ts'], testTimeout: 300_000, hookTimeout: 300_000 },
});
