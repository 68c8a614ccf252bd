import { defineProject } from 'vitest/config';
import { project } from '../../vitest.shared.ts';

/** The documentation, run: forks, because a block gets a working directory of its own; a block may train. */
export default defineProject(project('docs', { include: ['*.test.ts'], pool: 'forks' }));
