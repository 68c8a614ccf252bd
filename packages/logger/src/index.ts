export { log } from './log.ts';
export { type Memory, memory } from './memory.ts';
export { readRun } from './read-run.ts';
export type { Row } from './row.ts';
export type { Run } from './run.ts';
export type { Sink } from './sink.ts';
