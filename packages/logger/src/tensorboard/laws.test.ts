import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import type { Row } from '../row.ts';
import { type Kept, laws } from '../testing/index.ts';
import { eventFiles, readEvents, scalars } from './golden/read-events.ts';
import { tensorboard } from './tensorboard.ts';

/**
 * A row as the file has it: its numbers, in single precision, at its step. Where the laws have a row without a step, it is
 * shown at that of the row before it, which is 3.
 */
function kept({ step = 3, ...columns }: Row): Row | undefined {
  const numbers = Object.entries(columns).filter(([, value]) => typeof value === 'number');
  if (numbers.length === 0) return undefined;
  return {
    step,
    ...Object.fromEntries(numbers.map(([tag, value]) => [tag, Math.fround(value as number)])),
  };
}

function read(folder: string): Row[] {
  return eventFiles(folder)
    .flatMap(readEvents)
    .map(({ step, what }): [bigint, [string, number][]] => [step, scalars(what)])
    .filter(([, metrics]) => metrics.length > 0)
    .map(([step, metrics]) => ({ step: Number(step), ...Object.fromEntries(metrics) }));
}

function make(): Kept {
  const folder = mkdtempSync(join(tmpdir(), 'tensorboard-laws-'));
  return {
    sink: tensorboard(folder),
    read: () => read(folder),
    dispose: () => rmSync(folder, { recursive: true }),
  };
}

describe('tensorboard', () => {
  it.each(laws(make, { kept }))('$name', async ({ check }) => {
    await check();
  });
});
