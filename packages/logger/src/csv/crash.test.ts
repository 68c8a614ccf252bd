import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { of } from 'rxjs';
import { afterAll, describe, expect, it } from 'vitest';
import { log } from '../log.ts';
import { csv } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'csv-crash-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a program to its end, in a process of its own; `rows` are logged once it has called `begin`. */
function run(file: string, options: object, program: string): SpawnSyncReturns<string> {
  const whole = `
    import fs, { writeSync } from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    import { log } from '@anneal/logger';
    import { csv } from '@anneal/logger/csv';
    import { Subject } from 'rxjs';
    const rows = new Subject();
    const kill = () => {
      process.kill(process.pid, 'SIGKILL');
      for (;;);
    };
    const begin = () => rows.pipe(log(csv(${JSON.stringify(file)}, ${JSON.stringify(options)}))).subscribe();
    const write = (from, to) => { for (let step = from; step < to; step++) rows.next({ step, note: 'a"\\nb' }); };
    ${program}
  `;
  const flags = process.env.ANNEAL_TEST_DIST ? [] : ['--import', 'tsx', '--conditions', '@anneal/source'];
  return spawnSync(process.execPath, [...flags, '--input-type=module', '--eval', whole], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    encoding: 'utf8',
  });
}

/** The records of a file behind its header; each as long as that, or the parser throws. */
const records = (file: string): Record<string, string>[] => parse(readFileSync(file), { columns: true });
const steps = (file: string): number[] => records(file).map(({ step }) => Number(step));
const counted = (count: number): number[] => Array.from({ length: count }, (_, step) => step);

describe.concurrent.each([{}, { wide: true }])('%j', (options) => {
  const path = (name: string): string => join(folder, `${name}-${Object.keys(options).length}.csv`);

  it.each([
    ['process.exit', 'process.exit(3)', 3],
    ['an uncaught exception', 'throw new Error("no")', 1],
    ['the end of the program', '', 0],
    ['Ctrl-C', 'setInterval(() => {}, 1000); process.kill(process.pid, "SIGINT")', null],
  ])('loses no row by %s', (name, end, code) => {
    const file = path(name);
    expect(run(file, options, `begin(); write(0, 500); ${end}`).status).toBe(code);
    expect(steps(file)).toEqual(counted(500));
  });

  it('keeps a row of a listener of exit that comes after its own', () => {
    const file = path('exit');
    run(file, options, 'begin(); process.on("exit", () => write(5, 9)); write(0, 5); process.exit()');
    expect(steps(file)).toEqual(counted(9));
  });

  it('loses nothing of turns that are over by SIGKILL in the middle of a row, and goes on', () => {
    const file = path('kill');
    // Half of what is written last reaches the file: so a kill within a write leaves it.
    const { signal } = run(
      file,
      options,
      `begin(); write(0, 100);
      setImmediate(() => {
        const { writeSync } = fs;
        fs.writeSync = (fd, bytes) => { writeSync(fd, bytes, 0, bytes.length - 7); kill(); };
        syncBuiltinESMExports();
        write(100, 150);
        setImmediate(() => {});
      });`,
    );
    expect(signal).toBe('SIGKILL');
    expect(readFileSync(file).at(-1)).not.toBe(0x0a);
    of({ step: 149, note: 'again' })
      .pipe(log(csv(file, options)))
      .subscribe();
    expect(steps(file)).toEqual(counted(150));
    expect(records(file).at(-1)).toMatchObject({ attempt: '2' });
  });
});

describe.concurrent('a wide file that is killed while it is widened', () => {
  const old = ['step', 'attempt', 'time', 'note'];
  it.each([
    [
      'in the middle of the new one is the old one',
      'const { writeSync } = fs; fs.writeSync = (fd, bytes, ...more) => { writeSync(fd, bytes, 0, bytes.length >> 1); kill(); };',
      { columns: old, beside: true },
    ],
    ['before it is renamed is the old one', 'fs.renameSync = kill;', { columns: old, beside: true }],
    [
      'after it was renamed is the new one',
      'const { renameSync } = fs; fs.renameSync = (...names) => { renameSync(...names); kill(); };',
      { columns: [...old, 'val'], beside: false },
    ],
  ])('%s', (name, hook, { columns, beside }) => {
    const file = join(folder, `${name}.csv`);
    const { signal } = run(
      file,
      { wide: true },
      `begin(); write(0, 50_000);
      setImmediate(() => { ${hook} syncBuiltinESMExports(); rows.next({ step: 50_000, val: 1 }); });`,
    );
    expect(signal).toBe('SIGKILL');
    expect(existsSync(`${file}.widening`)).toBe(beside);
    expect(Object.keys(records(file)[0] as object)).toEqual(columns);
    expect(steps(file)).toEqual(counted(50_000));
    if (beside) expect(statSync(`${file}.widening`).size).toBeGreaterThan(0);

    of({ step: 50_000, val: 2 })
      .pipe(log(csv(file, { wide: true })))
      .subscribe();
    expect(steps(file)).toEqual(counted(50_001));
    expect(records(file).at(-1)).toMatchObject({ step: '50000', attempt: '2', note: '', val: '2' });
    expect(existsSync(`${file}.widening`)).toBe(false);
  });
});
