import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastValueFrom, toArray } from 'rxjs';
import { describe, it } from 'vitest';
import { memory, queued, readRun } from './index.ts';
import { jsonl } from './jsonl/index.ts';
import { progress } from './progress/index.ts';
import { type Kept, type LawsOptions, laws } from './testing/index.ts';

/** A sink of a file of its own. */
const filed = (make: (file: string) => Kept) => (): Kept => {
  const folder = mkdtempSync(join(tmpdir(), 'laws-'));
  return { ...make(join(folder, 'run')), dispose: () => rmSync(folder, { recursive: true }) };
};

const sinks: Record<string, readonly [make: () => Kept, options?: LawsOptions]> = {
  memory: [
    () => {
      const sink = memory();
      return { sink, read: () => sink.rows };
    },
  ],
  queued: [
    () => {
      const sink = memory();
      return { sink: queued(sink, { bound: 5 }), read: () => sink.rows };
    },
  ],
  jsonl: [filed((file) => ({ sink: jsonl(file), read: () => lastValueFrom(readRun(file).pipe(toArray())) }))],
  'jsonl in parts': [
    filed((file) => ({
      sink: jsonl(file, { rotate: 1000 }),
      read: () => lastValueFrom(readRun(file).pipe(toArray())),
    })),
  ],
  progress: [() => ({ sink: progress({ stream: { write: () => true } }) })],
};

describe.each(Object.entries(sinks))('%s', (_, [make, options]) => {
  it.each(laws(make, options))('$name', async ({ check }) => {
    await check();
  });
});
