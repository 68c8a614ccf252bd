import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lastValueFrom, of, Subject, toArray } from 'rxjs';
import { afterAll, afterEach, beforeEach, describe, expect, it, type Mock, vi } from 'vitest';
import { log } from '../log.ts';
import { readRun } from '../read-run.ts';
import type { Row } from '../row.ts';
import { jsonl } from './jsonl.ts';

const folder = mkdtempSync(join(tmpdir(), 'full-disk-'));

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
  if (mounted) for (const file of [run, blocker]) rmSync(file, { force: true });
});

const run = join(folder, 'run.jsonl');
const blocker = join(folder, 'somebody-elses');
/** Leaves room for a bit more than the header. */
const block = (): void => writeFileSync(blocker, Buffer.alloc(56 * 1024));

const note = 'x'.repeat(1000);
const rowAt = (step: number): Row => ({ step, note });
const counted = (count: number): Row[] => Array.from({ length: count }, (_, step) => rowAt(step));
const messages = (): string[] => said.mock.calls.map(([line]) => line);
const read = (): Promise<Row[]> => lastValueFrom(readRun(run).pipe(toArray()));
const macrotask = (): Promise<void> => new Promise((done) => setImmediate(done));

async function train(rows: Subject<Row>, steps: number): Promise<void> {
  for (let step = 0; step < steps; step++) {
    rows.next(rowAt(step));
    await macrotask();
  }
}

it.runIf(process.env.CI === 'true')('there is a disk that can be full', () => {
  expect(mounted || devFull).toBe(true);
});

describe.runIf(mounted)('a disk that is really full', () => {
  it('is said once, and when there is room again the kept rows arrive, no line torn', async () => {
    block();
    const rows = new Subject<Row>();
    const trained: Row[] = [];
    const subscription = rows.pipe(log(jsonl(run))).subscribe((row) => trained.push(row));
    await train(rows, 30);
    // It is tried again meanwhile, and fails again.
    await new Promise((done) => setTimeout(done, 1100));
    expect(trained).toEqual(counted(30));
    expect(readFileSync(run).at(-1)).not.toBe(0x0a);
    expect((await read()).length).toBeLessThan(10);
    expect(messages()).toEqual([expect.stringMatching(/: writing failed at step \d: ENOSPC: no space left/)]);

    rmSync(blocker);
    // Nothing more is written: the sink tries again by itself.
    await vi.waitFor(async () => expect(await read()).toHaveLength(30), { timeout: 3000, interval: 50 });
    expect(await read()).toEqual(counted(30));
    expect(readFileSync(run).at(-1)).toBe(0x0a);

    rows.next(rowAt(30));
    subscription.unsubscribe();
    expect(await read()).toEqual(counted(31));
    expect(messages()).toHaveLength(1);
  });

  it('that stays full costs the rows that are counted at the end, and the next attempt goes on', async () => {
    block();
    const complete = vi.fn();
    const rows = new Subject<Row>();
    rows.pipe(log(jsonl(run))).subscribe({ complete });
    await train(rows, 30);
    rows.complete();
    expect(complete).toHaveBeenCalledOnce();
    const kept = (await read()).length;
    expect(kept).toBeGreaterThan(0);
    expect(messages()).toEqual([
      expect.stringMatching(/: writing failed at step \d: ENOSPC/),
      expect.stringMatching(new RegExp(`failed to close: ${30 - kept} rows could not be written: ENOSPC`)),
      `log: jsonl '${run}' lost ${30 - kept} of 30 rows`,
    ]);
    rmSync(blocker);
    of(...counted(32).slice(kept))
      .pipe(log(jsonl(run)))
      .subscribe();
    expect(await read()).toEqual(counted(32));
    expect(messages()).toHaveLength(3);
  });
});

/** Ends a process that logs 30 rows of 1000 characters to a file, and returns what it said. */
function ended(file: string, by: string): { code: number | null; signal: string | null; lines: string[] } {
  const program = `
    import { log } from '@anneal/logger';
    import { jsonl } from '@anneal/logger/jsonl';
    import { Subject } from 'rxjs';
    const rows = new Subject();
    rows.pipe(log(jsonl(${JSON.stringify(file)}))).subscribe();
    for (let step = 0; step < 30; step++) rows.next({ step, note: 'x'.repeat(1000) });
    setInterval(() => {}, 10_000);
    setImmediate(() => ${by});
  `;
  const flags = process.env.ANNEAL_TEST_DIST ? [] : ['--import', 'tsx', '--conditions', '@anneal/source'];
  const { status, signal, stderr } = spawnSync(
    process.execPath,
    [...flags, '--input-type=module', '--eval', program],
    { cwd: fileURLToPath(new URL('../..', import.meta.url)), encoding: 'utf8' },
  );
  return { code: status, signal, lines: stderr.trimEnd().split('\n') };
}

describe('at the end of the process what a full disk did not take is counted', () => {
  it.runIf(mounted)('a really full one', { timeout: 20_000 }, async () => {
    block();
    const { code, lines } = ended(run, 'process.exit(3)');
    const lost = 30 - (await read()).length;
    expect(code).toBe(3);
    expect(lost).toBeGreaterThan(20);
    expect(lines).toEqual([
      expect.stringMatching(/: writing failed at step 29: ENOSPC/),
      expect.stringMatching(new RegExp(`: the process ends, and ${lost} rows could not be written: ENOSPC`)),
    ]);
  });

  it.runIf(devFull).each([
    ['process.exit(3)', 3],
    ["process.kill(process.pid, 'SIGINT')", 'SIGINT'],
  ])('/dev/full, by %s', { timeout: 20_000 }, (by, how) => {
    const { code, signal, lines } = ended('/dev/full', by);
    expect(code ?? signal).toBe(how);
    expect(lines).toEqual([
      expect.stringMatching(/: writing failed before the first row: ENOSPC/),
      expect.stringMatching(/: the process ends, and 30 rows could not be written: ENOSPC/),
    ]);
  });
});
