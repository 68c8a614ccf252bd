export type { Header } from '../header.ts';
export { type Memory, memory } from '../memory.ts';
export { readHeaders } from '../read-headers.ts';
export { readRun } from '../read-run.ts';
export { readRuns, type StoredRun } from '../read-runs.ts';
export { type Replayed, replay } from '../replay.ts';
export { type JsonlOptions, jsonl } from './jsonl.ts';
