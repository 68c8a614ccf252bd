import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { Subject } from 'rxjs';
import { afterAll, afterEach, beforeEach, describe, expect, it, type Mock, vi } from 'vitest';
import { log } from '../log.ts';
import type { Row } from '../row.ts';
import { csv } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'csv-full-disk-'));

/** A file system of 64 KiB; only root may make one, and not in every container. */
const mounted = ((): boolean => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
const devFull = existsSync('/dev/full');
if (!mounted) {
  console.log(
    `no file system of 64 KiB could be mounted; ${devFull ? 'only /dev/full is tried' : 'skipped'}`,
  );
}

afterAll(() => {
  // Lazily, because a test that failed may have left a file open.
  if (mounted) execFileSync('umount', ['-l', folder]);
  rmdirSync(folder);
});

let said: Mock<(line: string) => void>;
beforeEach(() => {
  said = vi.spyOn(console, 'error').mockImplementation(() => {}) as unknown as typeof said;
});
afterEach(() => {
  vi.restoreAllMocks();
  if (mounted) for (const path of [file, blocker]) rmSync(path, { force: true });
});

const file = join(folder, 'run.csv');
const blocker = join(folder, 'somebody-elses');
const note = 'x"\n'.repeat(200);
const rowAt = (step: number): Row => ({ step, note });
const messages = (): string[] => said.mock.calls.map(([line]) => line);
const macrotask = (): Promise<void> => new Promise((done) => setImmediate(done));
const records = (): Record<string, string>[] => parse(readFileSync(file), { columns: true });
const counted = (count: number): number[] => Array.from({ length: count }, (_, step) => step);

async function train(rows: Subject<Row>, from: number, to: number): Promise<void> {
  for (let step = from; step < to; step++) {
    rows.next(rowAt(step));
    await macrotask();
  }
}

it.runIf(process.env.CI === 'true')('there is a disk that can be full', () => {
  expect(mounted || devFull).toBe(true);
});

describe.runIf(mounted).each([{}, { wide: true }])('a disk that is really full, %j', (options) => {
  it('is said once, and when there is room again the kept rows arrive', async () => {
    writeFileSync(blocker, Buffer.alloc(56 * 1024));
    const rows = new Subject<Row>();
    const subscription = rows.pipe(log(csv(file, options))).subscribe();
    await train(rows, 0, 30);
    expect(messages()).toEqual([
      expect.stringMatching(/^csv '.*': writing failed at step \d+: ENOSPC: no space/),
    ]);
    rmSync(blocker);
    await vi.waitFor(() => expect(records()).toHaveLength(30), { timeout: 20_000, interval: 50 });
    rows.next(rowAt(30));
    subscription.unsubscribe();
    expect(records().map(({ step }) => Number(step))).toEqual(counted(31));
    expect(messages()).toHaveLength(1);
  });

  it('that stays full costs the rows that are counted at the end, and the next attempt goes on', async () => {
    writeFileSync(blocker, Buffer.alloc(56 * 1024));
    const rows = new Subject<Row>();
    rows.pipe(log(csv(file, options))).subscribe();
    await train(rows, 0, 30);
    rows.complete();
    rmSync(blocker);
    const again = new Subject<Row>();
    again.pipe(log(csv(file, options))).subscribe();
    const kept = records().length;
    expect(kept).toBeGreaterThan(0);
    expect(messages().slice(1)).toEqual([
      expect.stringMatching(new RegExp(`failed to close: ${30 - kept} rows could not be written: ENOSPC`)),
      expect.stringMatching(new RegExp(`lost ${30 - kept} of 30 rows$`)),
    ]);
    await train(again, kept, 32);
    again.complete();
    expect(records().map(({ step }) => Number(step))).toEqual(counted(32));
  });
});

it.runIf(mounted)(
  'where the disk has no room to widen a file, it is whole, and widened when there is',
  async () => {
    writeFileSync(blocker, Buffer.alloc(32 * 1024));
    const rows = new Subject<Row>();
    const subscription = rows.pipe(log(csv(file, { wide: true }))).subscribe();
    await train(rows, 0, 20);
    expect(messages()).toEqual([]);
    rows.next({ step: 20, val: 1 });
    await macrotask();
    await train(rows, 21, 25);
    expect(messages()).toEqual([expect.stringMatching(/writing failed at step 20: ENOSPC/)]);
    expect(existsSync(`${file}.widening`)).toBe(false);
    expect(records().map(({ step }) => Number(step))).toEqual(counted(20));
    expect(Object.keys(records()[0] as object)).not.toContain('val');
    rmSync(blocker);
    await vi.waitFor(() => expect(records()).toHaveLength(25), { timeout: 20_000, interval: 50 });
    subscription.unsubscribe();
    expect(records().map(({ step }) => Number(step))).toEqual(counted(25));
    expect(records()[20]).toMatchObject({ note: '', val: '1' });
  },
);

it.runIf(devFull)('/dev/full costs all rows, which are counted', () => {
  const rows = new Subject<Row>();
  rows.pipe(log(csv('/dev/full'))).subscribe();
  rows.next(rowAt(0));
  rows.next({ step: 1, a: 1, b: 2 });
  rows.complete();
  expect(messages()).toEqual([
    expect.stringMatching(/^csv '\/dev\/full': writing failed before the first row: ENOSPC/),
    expect.stringMatching(/failed to close: 2 rows could not be written: ENOSPC/),
    expect.stringMatching(/lost 2 of 2 rows$/),
  ]);
});
