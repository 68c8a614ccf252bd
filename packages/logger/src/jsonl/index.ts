export { type Memory, memory } from '../memory.ts';
export { readRun } from '../read-run.ts';
export { type JsonlOptions, jsonl } from './jsonl.ts';
