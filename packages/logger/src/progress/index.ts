export type { ProgressOptions } from './options.ts';
export type { ProgressStream } from './output.ts';
export { progress } from './progress.ts';
