import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lastValueFrom, of, toArray } from 'rxjs';
import { afterAll, describe, expect, it } from 'vitest';
import { log } from '../log.ts';
import { readRun } from '../read-run.ts';
import type { Row } from '../row.ts';
import { jsonl } from './jsonl.ts';

const folder = mkdtempSync(join(tmpdir(), 'process-end-'));
afterAll(() => rmSync(folder, { recursive: true }));

const sources = ['--import', 'tsx', '--conditions', '@anneal/source'];

interface Ended {
  readonly file: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

let files = 0;

/** Runs a program to its end, in a process of its own that logs `rows` to a file. */
function run(program: string): Promise<Ended> {
  const file = join(folder, `${files++}.jsonl`);
  const whole = `
    import { writeSync } from 'node:fs';
    import { createRequire } from 'node:module';
    import { log } from '@anneal/logger';
    import { jsonl } from '@anneal/logger/jsonl';
    import { Subject } from 'rxjs';
    const rows = new Subject();
    const begin = () => rows.pipe(log(jsonl(${JSON.stringify(file)}))).subscribe();
    const write = (from, to) => { for (let step = from; step < to; step++) rows.next({ step }); };
    // A signal to oneself is on its way when kill returns, and, in an immediate, heard before the next immediate.
    const raise = (signal) => {
      process.kill(process.pid, signal);
      for (const end = Date.now() + 20; Date.now() < end; );
    };
    ${program}
  `;
  const flags = process.env.ANNEAL_TEST_DIST ? [] : sources;
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
    child.on('close', (code, signal) => done({ file, code, signal, out, err }));
  });
}

const rowsOf = (file: string): Promise<Row[]> => lastValueFrom(readRun(file).pipe(toArray()));
const counted = (count: number): Row[] => Array.from({ length: count }, (_, step) => ({ step }));

describe.concurrent('no row is lost', { timeout: 30_000 }, () => {
  it('by process.exit', async () => {
    const { file, code, err } = await run('begin(); write(0, 500); process.exit(3);');
    expect(err).toBe('');
    expect(code).toBe(3);
    expect(await rowsOf(file)).toEqual(counted(500));
  });

  it('by an uncaught exception', async () => {
    const { file, code, err } = await run(`begin(); write(0, 500); throw new Error('out of memory');`);
    expect(code).toBe(1);
    expect(err).toContain('out of memory');
    expect(await rowsOf(file)).toEqual(counted(500));
  });

  it('by a rejection that nobody handles', async () => {
    const { file, code, err } = await run(`begin(); write(0, 500); Promise.reject(new Error('no model'));`);
    expect(code).toBe(1);
    expect(err).toContain('no model');
    expect(await rowsOf(file)).toEqual(counted(500));
  });

  it('by process.exit when listeners of exit, early and late ones, write rows', async () => {
    const { file, code, err } = await run(`
      process.on('exit', () => write(10, 20));
      begin();
      process.on('exit', () => write(20, 30));
      write(0, 10); process.exit(3);
    `);
    expect(err).toBe('');
    expect(code).toBe(3);
    expect(await rowsOf(file)).toEqual(counted(30));
  });

  it('by process.exit without being counted: neither one that JSON cannot say', async () => {
    const { file, code, err } = await run('begin(); write(0, 5); rows.next({ n: 1n }); process.exit(3);');
    expect(code).toBe(3);
    expect(err.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/Do not know how to serialize a BigInt; the row is lost/),
      expect.stringMatching(/^jsonl '.*': the process ends, and 1 row could not be taken$/),
    ]);
    expect(await rowsOf(file)).toEqual(counted(5));
  });

  it('by process.exit when a listener of exit throws', async () => {
    const { file, code, err } = await run(`
      process.on('exit', () => { throw new Error('not my day'); });
      begin(); write(0, 500); process.exit(3);
    `);
    expect(code).not.toBe(0);
    expect(err).toContain('not my day');
    expect(await rowsOf(file)).toEqual(counted(500));
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('by %s, which ends the process as ever', async (name) => {
    const { file, code, signal, err } = await run(
      `begin(); setImmediate(() => { write(0, 500); raise('${name}'); }); setInterval(() => {}, 1000);`,
    );
    expect(err).toBe('');
    expect({ code, signal }).toEqual({ code: null, signal: name });
    expect(await rowsOf(file)).toEqual(counted(500));
  });

  it.each(['on', 'once'])(
    'by a signal that somebody else answers, who came first with %s',
    async (listen) => {
      const { file, code, signal, err, out } = await run(`
      process.${listen}('SIGINT', () => {
        writeSync(1, 'heard');
        setTimeout(() => { write(500, 600); process.exit(4); }, 30);
      });
      begin(); write(0, 500); setInterval(() => {}, 1000); raise('SIGINT');
    `);
      expect(err).toBe('');
      expect({ code, signal, out }).toEqual({ code: 4, signal: null, out: 'heard' });
      expect(await rowsOf(file)).toEqual(counted(600));
    },
  );

  it('by a signal when the ESM and the CJS copy are both loaded', async () => {
    const { file, signal, err } = await run(`
      begin(); write(0, 5);
      const { jsonl: other } = createRequire(import.meta.url)('@anneal/logger/jsonl');
      if (other === jsonl) throw new Error('it is the same copy');
      rows.pipe(log(other(${JSON.stringify(join(folder, 'copy.jsonl'))}))).subscribe();
      write(5, 500); setInterval(() => {}, 1000); raise('SIGINT');
    `);
    expect(err).toBe('');
    expect(signal).toBe('SIGINT');
    expect(await rowsOf(file)).toEqual(counted(500));
    expect(await rowsOf(join(folder, 'copy.jsonl'))).toHaveLength(495);
  });

  it('by the end of a program that never closes the stream', async () => {
    const { file, code } = await run('begin(); write(0, 500);');
    expect(code).toBe(0);
    expect(await rowsOf(file)).toEqual(counted(500));
  });

  it('that is older than 100 ms, by SIGKILL in a loop that never yields', async () => {
    const { file, signal, out } = await run(`
      begin();
      const times = [];
      const end = performance.now() + 350;
      for (let step = 0; performance.now() < end || step < 2000; step++) {
        times.push(performance.now());
        rows.next({ step });
        for (const next = performance.now() + 0.1; performance.now() < next; );
      }
      const old = times.findLastIndex((time) => time < times.at(-1) - 105);
      writeSync(1, String(old));
      process.kill(process.pid, 'SIGKILL');
    `);
    expect(signal).toBe('SIGKILL');
    expect(Number(out)).toBeGreaterThan(100);
    const rows = await rowsOf(file);
    expect(rows.length).toBeGreaterThan(Number(out));
    expect(rows).toEqual(counted(rows.length));
    // Killed in the middle of a write, the line would be torn: it is passed over, and cut when the run goes on.
    appendFileSync(file, '{"step":9');
    expect(await rowsOf(file)).toEqual(rows);
    of({ step: rows.length })
      .pipe(log(jsonl(file)))
      .subscribe();
    expect(await rowsOf(file)).toEqual(counted(rows.length + 1));
    expect(readFileSync(file, 'utf8')).not.toContain('{"step":9{');
  });
});
