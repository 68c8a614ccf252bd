import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Subject } from 'rxjs';
import { afterAll, afterEach, beforeEach, describe, expect, it, type Mock, vi } from 'vitest';
import { log } from '../log.ts';
import type { Row } from '../row.ts';
import { eventFiles, readRecords, shownByPython } from './golden/read-events.ts';
import { tensorboard } from './tensorboard.ts';

const disk = mkdtempSync(join(tmpdir(), 'tensorboard-full-'));

/** A file system of 64 KiB; only root may make one, and not in every container. */
const mounted = ((): boolean => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
if (!mounted) console.log('no file system of 64 KiB could be mounted; skipped');

afterAll(() => {
  // Lazily, because a test that failed may have left a file open.
  if (mounted) execFileSync('umount', ['-l', disk]);
  rmdirSync(disk);
});

let said: Mock<(line: string) => void>;
beforeEach(() => {
  said = vi.spyOn(console, 'error').mockImplementation(() => {}) as unknown as typeof said;
});
afterEach(() => {
  vi.restoreAllMocks();
  if (mounted) for (const path of [folder, blocker]) rmSync(path, { force: true, recursive: true });
});

const folder = join(disk, 'run');
const blocker = join(disk, 'somebody-elses');
const messages = (): string[] => said.mock.calls.map(([line]) => line);
const column = 'x'.repeat(1000);
const counted = (count: number): [number, number][] =>
  Array.from({ length: count }, (_, step) => [step, step]);

async function train(rows: Subject<Row>, steps: number): Promise<void> {
  for (let step = 0; step < steps; step++) {
    rows.next({ step, [column]: step });
    await new Promise((done) => setImmediate(done));
  }
}

// Where none can be mounted, the tests of a disk whose room is set have to do.
describe.runIf(mounted)('a disk that is really full', () => {
  it('is said once, and when there is room again the kept rows arrive, no record torn', async () => {
    writeFileSync(blocker, Buffer.alloc(52 * 1024));
    const rows = new Subject<Row>();
    const subscription = rows.pipe(log(tensorboard(folder))).subscribe();
    await train(rows, 30);
    // It is tried again meanwhile, and fails again.
    await new Promise((done) => setTimeout(done, 1100));
    const [file] = eventFiles(folder) as [string];
    expect(readRecords(readFileSync(file)).end).toBeLessThan(readFileSync(file).length);
    expect(messages()).toEqual([
      expect.stringMatching(/: writing failed at step \d+: ENOSPC: no space left/),
    ]);

    rmSync(blocker);
    // Nothing more is written: the sink tries again by itself.
    await vi.waitFor(() => expect(shownByPython(folder)).toEqual({ [column]: counted(30) }), {
      timeout: 10_000,
      interval: 50,
    });
    expect(readRecords(readFileSync(file)).end).toBe(readFileSync(file).length);
    subscription.unsubscribe();
    expect(messages()).toHaveLength(1);
  });

  it('that stays full costs the rows that are counted at the end, and the next attempt goes on', async () => {
    writeFileSync(blocker, Buffer.alloc(52 * 1024));
    const rows = new Subject<Row>();
    rows.pipe(log(tensorboard(folder))).subscribe();
    await train(rows, 30);
    rows.complete();
    const kept = shownByPython(folder)[column]?.length as number;
    expect(kept).toBeGreaterThan(0);
    expect(messages()).toEqual([
      expect.stringMatching(/: writing failed at step \d+: ENOSPC/),
      expect.stringMatching(new RegExp(`failed to close: ${30 - kept} rows could not be written: ENOSPC`)),
      expect.stringMatching(new RegExp(`lost ${30 - kept} of 30 rows`)),
    ]);
    rmSync(blocker);
    const again = new Subject<Row>();
    again.pipe(log(tensorboard(folder))).subscribe();
    for (let step = kept; step < 32; step++) again.next({ step, [column]: step });
    again.complete();
    expect(shownByPython(folder)).toEqual({ [column]: counted(32) });
  });
});
