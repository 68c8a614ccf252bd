import { defineProject } from 'vitest/config';
import { project } from '../../vitest.shared.ts';

export default defineProject(
  project('demo', {
    include: ['src/**/*.test.ts', 'e2e/**/*.test.ts'],
    // A browser takes its time to start on a small machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  }),
);
