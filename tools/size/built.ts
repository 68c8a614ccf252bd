import { fileURLToPath } from 'node:url';

/** The folder with the core that is measured, the built one; ANNEAL_CORE_DIST names another, say one to compare with. */
export const built: string =
  process.env.ANNEAL_CORE_DIST ?? fileURLToPath(new URL('../../packages/core/dist', import.meta.url));
