import { defineProject } from 'vitest/config';
import { project } from '../../vitest.shared.ts';

export default defineProject(
  project('demo', {
    include: ['src/**/*.test.ts', 'e2e/**/*.test.ts'],
  }),
);
