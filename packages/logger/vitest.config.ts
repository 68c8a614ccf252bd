import { defineProject } from 'vitest/config';
import { forVite } from '../../tools/view-page.ts';
import { project } from '../../vitest.shared.ts';

const logger = project('logger');

export default defineProject({ ...logger, plugins: [...(logger.plugins ?? []), forVite] });
