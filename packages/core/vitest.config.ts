import { defineProject } from 'vitest/config';
import { project } from '../../vitest.shared.ts';

export default defineProject(
  project('core', {
    typecheck: { enabled: true, include: ['src/**/*.test-d.ts'], tsconfig: './tsconfig.json' },
  }),
);
