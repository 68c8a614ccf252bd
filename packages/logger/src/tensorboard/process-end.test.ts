import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { of } from 'rxjs';
import { afterAll, describe, expect, it } from 'vitest';
import { log } from '../log.ts';
import { eventFiles, readRecords, shownByPython, shownByRust } from './golden/read-events.ts';
import { tensorboard } from './tensorboard.ts';

const parent = mkdtempSync(join(tmpdir(), 'tensorboard-end-'));
afterAll(() => rmSync(parent, { recursive: true }));

interface Ended {
  readonly folder: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

let folders = 0;

/** Runs a program to its end, in a process of its own that logs rows to a folder. */
function run(program: string): Promise<Ended> {
  const folder = join(parent, `${folders++}`);
  const whole = `
    import { writeSync } from 'node:fs';
    import { log } from '@anneal/logger';
    import { tensorboard } from '@anneal/logger/tensorboard';
    import { Subject } from 'rxjs';
    const rows = new Subject();
    const begin = () => rows.pipe(log(tensorboard(${JSON.stringify(folder)}))).subscribe();
    const write = (from, to) => { for (let step = from; step < to; step++) rows.next({ step, loss: step }); };
    ${program}
  `;
  const flags = process.env.ANNEAL_TEST_DIST ? [] : ['--import', 'tsx', '--conditions', '@anneal/source'];
  const child = spawn(process.execPath, [...flags, '--input-type=module', '--eval', whole], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    err += text;
  });
  return new Promise((done) => {
    child.on('close', (code, signal) => done({ folder, code, signal, out, err }));
  });
}

const counted = (count: number): [number, number][] =>
  Array.from({ length: count }, (_, step) => [step, step]);

/** All files of the folder, to their last byte. */
function expectWhole(folder: string): void {
  for (const file of eventFiles(folder)) {
    const bytes = readFileSync(file);
    expect(readRecords(bytes).end).toBe(bytes.length);
  }
}

describe.concurrent('no row is lost', { timeout: 30_000 }, () => {
  it('by process.exit, also not one of a later listener of exit', async () => {
    const { folder, code, err } = await run(`
      begin();
      process.on('exit', () => write(500, 600));
      write(0, 500); process.exit(3);
    `);
    expect(err).toBe('');
    expect(code).toBe(3);
    expectWhole(folder);
    expect(shownByPython(folder)).toEqual({ loss: counted(600) });
  });

  it('by an uncaught exception', async () => {
    const { folder, code, err } = await run(`begin(); write(0, 500); throw new Error('out of memory');`);
    expect(code).toBe(1);
    expect(err).toContain('out of memory');
    expectWhole(folder);
    expect(shownByPython(folder)).toEqual({ loss: counted(500) });
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('by %s, which ends the process as ever', async (name) => {
    const { folder, code, signal, err } = await run(`
      begin();
      setImmediate(() => { write(0, 500); process.kill(process.pid, '${name}'); });
      setInterval(() => {}, 1000);
    `);
    expect(err).toBe('');
    expect({ code, signal }).toEqual({ code: null, signal: name });
    expectWhole(folder);
    expect(shownByPython(folder)).toEqual({ loss: counted(500) });
  });

  it('without a word: how many were refused is said where the stream never ends', async () => {
    const { folder, err } = await run('begin(); write(0, 3); rows.next(7); rows.next(8); process.exit(0);');
    expect(err).toContain('a row must be a plain object, got 7');
    expect(err).toMatch(/: the process ends, and 2 rows could not be taken\n/);
    expect(shownByPython(folder)).toEqual({ loss: counted(3) });
  });

  it('by the end of a program that never closes the stream', async () => {
    const { folder, code } = await run('begin(); write(0, 500);');
    expect(code).toBe(0);
    expect(shownByPython(folder)).toEqual({ loss: counted(500) });
  });

  it('that is older than 100 ms, by SIGKILL in a loop that never yields; the next attempt goes on', async () => {
    const { folder, signal, out } = await run(`
      begin();
      const times = [];
      const end = Date.now() + 350;
      for (let step = 0; Date.now() < end || step < 2000; step++) {
        times.push(Date.now());
        rows.next({ step, loss: step });
        for (const next = performance.now() + 0.1; performance.now() < next; );
      }
      const old = times.findLastIndex((time) => time < times.at(-1) - 105);
      writeSync(1, String(old));
      process.kill(process.pid, 'SIGKILL');
    `);
    expect(signal).toBe('SIGKILL');
    expect(Number(out)).toBeGreaterThan(100);
    const { loss = [] } = shownByPython(folder);
    expect(loss.length).toBeGreaterThan(Number(out));
    expect(loss).toEqual(counted(loss.length));
    of({ step: 50, loss: -1 })
      .pipe(log(tensorboard(folder)))
      .subscribe();
    const shown = { loss: [...counted(50), [50, -1]] };
    expect(shownByPython(folder)).toEqual(shown);
    expect(shownByRust(folder)).toEqual(shown);
  });

  it('of a turn that has ended, by SIGKILL from outside', async () => {
    // Into a file, because a pipe that is full refuses (EAGAIN) where the reader is slow.
    const turns = join(parent, 'turns');
    const { folder, signal, err } = await run(`
      import { spawn } from 'node:child_process';
      import { openSync } from 'node:fs';
      const turns = openSync(${JSON.stringify(turns)}, 'w');
      begin();
      let step = 0;
      const turn = () => {
        writeSync(turns, step + '\\n');
        write(step, step + 10);
        step += 10;
        setImmediate(turn);
      };
      turn();
      setTimeout(() => spawn('kill', ['-9', String(process.pid)]), 50);
    `);
    expect({ signal, err }).toEqual({ signal: 'SIGKILL', err: '' });
    // When it was said that a turn began, the one before it was over.
    const begun = Number(readFileSync(turns, 'utf8').trimEnd().split('\n').at(-1));
    const { loss = [] } = shownByPython(folder);
    expect(loss.length).toBeGreaterThanOrEqual(begun);
    expect(loss).toEqual(counted(loss.length));
  });
});
