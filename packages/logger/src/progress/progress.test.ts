import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { of } from 'rxjs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { log } from '../log.ts';
import { type ProgressOptions, progress } from './index.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('progress', () => {
  it.each<[unknown, string]>([
    [
      { totl: 3 },
      "unknown option 'totl', did you mean 'total'? (the options are total, stream, every, metrics, describe)",
    ],
    [
      { zzzzzzzzz: 3 },
      "unknown option 'zzzzzzzzz' (the options are total, stream, every, metrics, describe)",
    ],
    [5, 'the options must be an object { total, stream, every, metrics, describe }, got 5'],
    [null, 'the options must be an object { total, stream, every, metrics, describe }, got null'],
    [[], 'the options must be an object { total, stream, every, metrics, describe }, got an array of 0'],
    [
      { total: 0 },
      'total must be a whole number of steps above 0, or Infinity where it is not known, got 0; leave it out for the default',
    ],
    [{ total: 1.5 }, 'total must be a whole number'],
    [{ total: NaN }, 'total must be a whole number'],
    [{ total: '10' }, "got '10'"],
    [{ stream: {} }, 'stream must be an object { write(text), isTTY?, columns? }, got an object {  }'],
    [{ every: -1 }, 'every must be a number of milliseconds from 0 to 2147483647, got -1'],
    [{ every: Infinity }, 'every must be'],
    [{ metrics: 'loss' }, "metrics must be an array of names, got 'loss'"],
    [{ metrics: [1] }, 'metrics must be an array of names'],
    [{ describe: 'so' }, "describe must be a function from a cause to words, got 'so'"],
  ])('refuses %j', (options, message) => {
    const call = () => progress(options as ProgressOptions);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(message);
    expect(call).toThrow(/^progress: /);
  });

  it('takes what keeps the rules, and undefined for a default', () => {
    const stream = { write() {} };
    const all: ProgressOptions = { total: Infinity, stream, every: 0, metrics: [], describe: String };
    expect(progress(all).name).toBe('progress');
    expect(() => progress({ total: undefined })).not.toThrow();
  });

  it('says it on the console where there is no process', () => {
    const said = vi.spyOn(console, 'info').mockImplementation(() => {});
    vi.stubGlobal('process', undefined);
    of({ step: 0, loss: 0.5 }).pipe(log(progress())).subscribe();
    vi.unstubAllGlobals();
    expect(said.mock.calls).toEqual([['step 0  loss 0.5']]);
  });

  it('imports nothing of Node', () => {
    const files = ['create-progress', 'surroundings', 'output', 'moving-line', 'plain-lines', 'progress'];
    for (const file of files) {
      const source = readFileSync(new URL(`./${file}.ts`, import.meta.url), 'utf8').replace(
        /\/\*[\s\S]*?\*\//g,
        '',
      );
      expect(source).not.toMatch(/from '(?!\.)/);
    }
  });
});

const sources = ['--import', 'tsx', '--conditions', '@anneal/source'];

/** Runs a program to its end, its stderr in a pipe; `read` is false where nobody reads it. */
function run(program: string, read = true): Promise<{ code: number | null; err: string; out: string }> {
  const whole = `
    import { log } from '@anneal/logger';
    import { progress } from '@anneal/logger/progress';
    import { Subject } from 'rxjs';
    const rows = new Subject();
    ${program}
  `;
  const flags = process.env.ANNEAL_TEST_DIST ? [] : sources;
  const child = spawn(process.execPath, [...flags, '--input-type=module', '--eval', whole], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let err = '';
  let out = '';
  child.stdout.on('data', (text) => {
    out += text;
  });
  if (read) {
    child.stderr.on('data', (text) => {
      err += text;
    });
  } else child.stderr.destroy();
  return new Promise((done) => {
    child.on('close', (code) => done({ code, err, out }));
  });
}

describe.concurrent('in a process whose stderr is a pipe', { timeout: 30_000 }, () => {
  const begin = 'rows.pipe(log(progress({ total: 3 }))).subscribe();';

  it('says plain lines', async () => {
    const { err, code } = await run(`
      ${begin}
      rows.next({ step: 0, rate: 0.1, loss: 0.5 });
      rows.next({ step: 1, rate: 0.1, loss: 0.4, causes: [{ by: 'sequence', step: 1 }] });
      rows.next({ step: 2, rate: 0.05, loss: 0.3 });
      rows.complete();
    `);
    expect(code).toBe(0);
    expect(err).toBe(
      '1/3 (33%)  rate 0.1  loss 0.5\n' +
        'sequence acted at step 1\n' +
        '3/3 (100%)  rate 0.05  loss 0.3  in 0s\n',
    );
  });

  it('says the last row when the process is ended, and keeps none alive', async () => {
    const exit = await run(`${begin} rows.next({ step: 0 }); rows.next({ step: 1 }); process.exit(3);`);
    expect(exit).toMatchObject({ code: 3, err: '1/3 (33%)\n2/3 (66%)  in 0s\n' });
    const left = await run(`${begin} rows.next({ step: 0 }); rows.next({ step: 1 });`);
    expect(left).toMatchObject({ code: 0, err: '1/3 (33%)\n2/3 (66%)  in 0s\n' });
    const timer = await run(`
      delete process.env.CI;
      rows.pipe(log(progress({ every: 1e6, stream: { isTTY: true, write() {} } }))).subscribe();
      rows.next({ step: 0 }); rows.next({ step: 1 });
    `);
    expect(timer.code).toBe(0);
  });

  it('lets training go on when the reader has gone', async () => {
    const { code, out } = await run(
      `
      rows.pipe(log(progress({ every: 0 }))).subscribe();
      let step = 0;
      const timer = setInterval(() => {
        rows.next({ step });
        if (++step < 20) return;
        clearInterval(timer);
        rows.complete();
        console.log('trained');
      }, 5);
    `,
      false,
    );
    expect({ code, out }).toEqual({ code: 0, out: 'trained\n' });
  });
});
