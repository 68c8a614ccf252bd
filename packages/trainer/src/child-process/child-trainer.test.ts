import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constant, groups, linear, reduceOnPlateau } from '@anneal/core';
import { lastValueFrom, type Observable, take, tap, toArray } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { checkpointing, findRate, train } from '../index.ts';
import { laws, type Walk } from '../testing/index.ts';
import { type ChildTrainerOptions, childTrainer } from './index.ts';

const all = <T>(stream: Observable<T>) => lastValueFrom(stream.pipe(toArray()));
const failure = (stream: Promise<unknown> | Observable<unknown>): Promise<string> =>
  ('then' in stream ? stream : lastValueFrom(stream)).then(
    () => 'no error',
    (error: Error) => error.message,
  );

/** What a test that needs Python says where there is none; in CI there is one. */
const noPython = process.env.CI !== 'true' && spawnSync('python3', ['--version']).error !== undefined;
const noPythonHere = 'there is no python3 here';

/** A Node trainer of this text, with `tell` and `hear` at hand. */
const node = (text: string, options: ChildTrainerOptions = {}) => {
  const glue = `
    const tell = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
    const hear = (act) => require('node:readline').createInterface({ input: process.stdin })
      .on('line', (line) => act(JSON.parse(line)));
  `;
  return childTrainer(process.execPath, ['-e', glue + text], { stderr: 'keep', ...options });
};
/** Hello, the pid as a metric, and no end. */
const endless = `
  tell({ anneal: 1, saves: true });
  hear((m) => {
    if (m.stop) process.exit();
    if (m.save !== undefined) tell({ saved: m.save, state: 7 });
    if ('rate' in m) tell({ step: m.step, pid: process.pid });
  });
`;

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const until = async (what: () => boolean) => {
  for (let i = 0; i < 500 && !what(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(what()).toBe(true);
};

const listeners = () => process.listenerCount('exit');
const before = listeners();
afterEach(() => until(() => listeners() === before));

describe('childTrainer', { timeout: 30_000 }, () => {
  it('takes each rate before its step, in Python: the weight is the sum of the rates', async ({ skip }) => {
    skip(noPython, noPythonHere);
    const python = `
import json, sys
def tell(**message): print(json.dumps(message), flush=True)
tell(anneal=1)
w = 0.0
for message in map(json.loads, sys.stdin):
    if "stop" in message or message.get("step") == 500: break
    if "rate" in message:
        w += message["rate"] * 1.0  # the gradient is 1
        tell(step=message["step"], w=w)
tell(done=True)
`;
    const rows = await all(
      train(childTrainer('python3', ['-c', python]), linear({ from: 1, to: 0.1, over: 499 })),
    );
    expect(rows).toHaveLength(500);
    let sum = 0;
    for (const { rate, w } of rows) {
      sum += rate as number;
      expect(w).toBe(sum);
    }
  });

  it('tells groups, and reads metrics that are not finite', async () => {
    const trainer = node(`
      tell({ anneal: 1, groups: ['Rückgrat', 'head'] });
      hear((m) => {
        if (m.step === 0) process.stdout.write('{"step": 0, "loss": NaN, "norm": Infinity, "rückgrat": ' + m.rate['Rückgrat'] + '}\\r\\n\\n');
        if (m.step === 1) tell({ done: true });
      });
    `) as unknown as ReturnType<typeof childTrainer<{ loss: number }, { Rückgrat: number; head: number }>>;
    const plan = groups({ Rückgrat: constant(0.5), head: constant(1) });
    expect(await all(train(trainer, plan))).toEqual([
      { step: 0, 'rate.Rückgrat': 0.5, 'rate.head': 1, loss: Number.NaN, norm: Infinity, rückgrat: 0.5 },
    ]);
  });

  it('steers by a metric of the child', async () => {
    const rows = await all(
      train(
        node(endless.replace('pid: process.pid', 'loss: 1')),
        reduceOnPlateau({ initial: 1, factor: 0.5, patience: 1 }),
      ).pipe(take(5)),
    );
    expect(rows.map(({ rate }) => rate)).toEqual([1, 1, 1, 0.5, 0.5]);
  });

  it('reads what is written in pieces, and lines of megabytes', async () => {
    const trainer = node(`
      tell({ anneal: 1 });
      const pieces = async (text) => {
        for (const byte of Buffer.from(text)) {
          process.stdout.write(Buffer.of(byte));
          await new Promise((r) => setTimeout(r, 1));
        }
      };
      hear((m) => {
        if (m.step === 0) pieces('{"step":0,"name":"ä😀"}\\n');
        if (m.step === 1) tell({ step: 1, name: 'x'.repeat(5e6) });
        if (m.step === 2) process.stdout.write('{"done":true}', () => process.exit());
      });
    `);
    const rows = await all(train(trainer, constant(1)));
    expect(rows.map(({ name }) => String(name).length)).toEqual([3, 5e6]);
    expect(rows[0]?.name).toBe('ä😀');
  });

  it('runs again, from the beginning', async () => {
    const trainer = node(endless);
    const run = () => all(train(trainer, constant(1)).pipe(take(2)));
    const [first, second] = [await run(), await run()];
    expect(second.map(({ step }) => step)).toEqual([0, 1]);
    expect(second[0]?.pid).not.toBe(first[0]?.pid);
  });

  it('takes a folder and an environment', async () => {
    const text = `tell({ anneal: 1 }); hear((m) => 'rate' in m && tell(m.step ? { done: true } : { step: 0, cwd: process.cwd(), mine: process.env.MINE }))`;
    const [row] = await all(train(node(text, { cwd: '/', env: { MINE: 'yes' } }), constant(1)));
    expect(row).toMatchObject({ cwd: '/', mine: 'yes' });
  });

  describe('leaves nothing behind', () => {
    it('when it is let go of: the child is told, and ends by itself', async () => {
      const [row] = await all(train(node(endless), constant(1)).pipe(take(1)));
      expect(isAlive(row?.pid as number)).toBe(true);
      expect(listeners()).toBe(before + 1);
      await until(() => !isAlive(row?.pid as number));
    });

    it.each([
      ['does not listen', 'tell({ step: 0, pid: process.pid }); setInterval(() => {}, 1e6);'],
      [
        'does not heed SIGTERM either',
        "process.on('SIGTERM', () => {}); tell({ step: 0, pid: process.pid }); setInterval(() => {}, 1e6);",
      ],
    ])('when the child %s', async (_, text) => {
      const trainer = node(`tell({ anneal: 1 }); setTimeout(() => { ${text} }, 50)`, { grace: 50 });
      const [row] = await all(train(trainer, constant(1)).pipe(take(1)));
      expect(isAlive(row?.pid as number)).toBe(true);
      await until(() => !isAlive(row?.pid as number));
    });

    it('when the child does not answer what it was asked', async () => {
      const mute = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1e6);";
      const text = `tell({ anneal: 1, saves: true }); hear((m) => 'rate' in m && tell({ step: m.step, pid: process.pid })); ${mute}`;
      const trainer = node(text, { grace: 50 });
      let saved: Promise<string> | undefined;
      const [row] = await all(
        train(trainer, constant(1)).pipe(
          tap(() => {
            saved = failure(trainer.save());
          }),
          take(1),
        ),
      );
      expect(isAlive(row?.pid as number)).toBe(true);
      await until(() => !isAlive(row?.pid as number));
      expect(await saved).toBe(
        'childTrainer: the trainer did not answer save within 50 ms of the end of its run; grace says how long that may be',
      );
    });

    it('when it is let go of before the hello', async () => {
      const run = train(node('setInterval(() => {}, 1e6)', { grace: 20 }), constant(1)).subscribe();
      run.unsubscribe();
      await until(() => listeners() === before);
    });

    it.each(['process.exit(3)', 'throw new Error("ours")', "process.kill(process.pid, 'SIGTERM')"])(
      'when our process ends by %s',
      async (end) => {
        const trainer = fileURLToPath(new URL('index.ts', import.meta.url));
        const main = fileURLToPath(new URL('../index.ts', import.meta.url));
        const child = `process.stdin.on('end', () => process.exit()).resume(); process.on('SIGTERM', () => {});`;
        const hung = end.includes('kill')
          ? child
          : `process.on('SIGTERM', () => {}); setInterval(() => {}, 1e6);`;
        const ours = `
          import { childTrainer } from ${JSON.stringify(trainer)};
          import { train } from ${JSON.stringify(main)};
          import { constant } from '@anneal/core';
          const text = ${JSON.stringify(`console.log('{"anneal":1}'); console.log('{"step":0,"pid":' + process.pid + '}'); ${hung}`)};
          setTimeout(() => train(childTrainer(process.execPath, ['-e', text], { grace: 1e6 }), constant(1)).subscribe(({ pid }) => {
            console.log(pid);
            setTimeout(() => { ${end} });
          }));
        `;
        const ran = spawn(
          process.execPath,
          ['--conditions=@anneal/source', '--import', 'tsx', '--input-type=module', '-e', ours],
          { cwd: fileURLToPath(new URL('.', import.meta.url)) },
        );
        let said = '';
        let noise = '';
        ran.stdout.on('data', (chunk) => (said += chunk));
        ran.stderr.on('data', (chunk) => (noise += chunk));
        await new Promise((resolve) => ran.on('close', resolve));
        expect(Number(said), noise).toBeGreaterThan(0);
        await until(() => !isAlive(Number(said)));
      },
    );
  });

  describe('ends in an error', () => {
    const saying = (text: string, options?: ChildTrainerOptions) =>
      failure(train(node(text, options), constant(0.5)));

    it.each([
      [
        'the exit code',
        'tell({ anneal: 1 }); console.error("Traceback: oh"); process.exitCode = 3; process.stdin.destroy()',
        /^train: the trainer failed at step 0 \(rate 0.5\): childTrainer: '.*node' exited with code 3 in step 0\nstderr ended in:\nTraceback: oh$/,
      ],
      ['a code before the hello', 'process.exit(2)', /childTrainer: '.*node' exited with code 2$/],
      [
        'a signal',
        "tell({ anneal: 1 }); hear((m) => m.rate && process.kill(process.pid, 'SIGKILL'))",
        /was killed by SIGKILL in step 0$/,
      ],
      [
        'an end without done',
        'tell({ anneal: 1 }); hear((m) => m.rate && process.exit(0))',
        /its messages ended before training did in step 0$/,
      ],
      [
        'an error of its own',
        'tell({ anneal: 1 }); tell({ error: "no data" })',
        /childTrainer: no data in step 0$/,
      ],
      [
        'what is no JSON',
        'console.log("Epoch 1/10 [=====>....]")',
        /childTrainer: a line on stdout is no JSON \(.*\): Epoch 1\/10 \[=====>\.\.\.\.\]\nwhat is not meant for the channel belongs on stderr$/,
      ],
      ['what is no object', 'tell([1])', /childTrainer: a message must be an object, got \[1\]$/],
      [
        'another version',
        'tell({ anneal: 9 })',
        /childTrainer: the trainer speaks version 9 of the protocol/,
      ],
    ])('that tells %s', async (_, text, message) => {
      expect(await saying(text, { grace: 100 })).toMatch(message);
    });

    it('that names a command which is not there', async () => {
      expect(await failure(train(childTrainer('no-such-program', ['x']), constant(1)))).toMatch(
        /childTrainer: could not start 'no-such-program': spawn no-such-program ENOENT/,
      );
      expect(await failure(train(childTrainer('node', ['\0']), constant(1)))).toMatch(
        /childTrainer: .*null bytes/,
      );
    });

    it.skipIf(process.platform === 'win32')('where no more files can be opened', () => {
      const script = `
        import { openSync } from 'node:fs';
        import { childTrainer } from './index.ts';
        setTimeout(() => {
          const said = (error) => process.exitCode = error.message.includes("could not start 'node': spawn node EMFILE") ? 7 : 8;
          try { for (;;) openSync('/dev/null'); } catch {}
          childTrainer('node', []).reports(0).subscribe({ error: said });
        });
      `;
      const command =
        'ulimit -n 100; exec "$0" --conditions=@anneal/source --import tsx --input-type=module -e "$1"';
      const { status, stderr } = spawnSync('sh', ['-c', command, process.execPath, script], {
        cwd: fileURLToPath(new URL('.', import.meta.url)),
        encoding: 'utf8',
      });
      expect(status, stderr).toBe(7);
    });

    it.each([
      ['saves', 'm.save !== undefined', 'save', /exited with code 4 in save$/],
      ['runs a step behind it', 'm.rate && m.step === 1', 'nothing', /exited with code 4 in step 1$/],
    ])('that tells what the child was at when it died: it %s', async (_, when, asks, text) => {
      const trainer = node(
        `tell({ anneal: 1, saves: true }); hear((m) => ${when} ? process.exit(4) : 'rate' in m && tell({ step: m.step }))`,
      );
      const ask = tap(() => asks === 'save' && trainer.save().catch(() => {}));
      expect(await failure(train(trainer, constant(1)).pipe(ask))).toMatch(text);
    });

    it('where the child ends behind its done, and was to save', async () => {
      const text =
        'tell({ anneal: 1, saves: true }); hear((m) => m.step === 1 ? process.stdout.write(\'{"done":true}\\n\', () => process.exit()) : m.step === 0 && tell({ step: 0 }))';
      const trainer = node(text);
      await all(train(trainer, constant(1)));
      expect(await failure(trainer.save())).toBe(
        'childTrainer: it ended behind its "done", before it answered save; read on until stop, or until there is no more to read',
      );
    });

    it('that names the folder which is not there', async () => {
      expect(await saying('', { cwd: '/no/such/folder' })).toMatch(
        /could not start '.*' in '\/no\/such\/folder': .* ENOENT/,
      );
    });

    it('with a Python traceback', async ({ skip }) => {
      skip(noPython, noPythonHere);
      const python =
        'print(\'{"anneal": 1}\', flush=True); input(); input(); raise ValueError("shapes differ: ä")';
      expect(
        await failure(
          train(childTrainer('python3', ['-X', 'utf8', '-c', python], { stderr: 'keep' }), constant(1)),
        ),
      ).toMatch(
        /exited with code 1 in step 0\nstderr ended in:\nTraceback[\s\S]*ValueError: shapes differ: ä$/,
      );
    });

    it('where the child hangs', async () => {
      const hung = 'setInterval(() => {}, 1e6);';
      expect(await saying(hung, { timeout: 300, grace: 10 })).toMatch(/did not say hello, .*, within 300 ms/);
      // Time enough for Node to start where much else runs.
      expect(await saying(`tell({ anneal: 1 }); ${hung}`, { timeout: 3000, grace: 10 })).toMatch(
        /said nothing for 3000 ms in step 0/,
      );
    });

    it('where the child no longer reads', async () => {
      const text =
        'tell({ anneal: 1 }); tell({ step: 0 }); process.stdin.destroy(); setTimeout(() => {}, 200)';
      expect(await saying(text)).toMatch(/its messages ended before training did/);
    });

    it('also where a process of its own holds its streams', async () => {
      const text = `
        require('node:child_process').spawn('sleep', ['8'], { stdio: 'inherit' });
        tell({ anneal: 1 });
        hear((m) => m.rate && process.exit(5));
      `;
      const start = performance.now();
      expect(await saying(text)).toMatch(/exited with code 5 in step 0/);
      expect(performance.now() - start).toBeLessThan(6000);
    });
  });

  it('passes the noise of the child on, if it is to', () => {
    const script = (stderr: string) => `
      import { childTrainer } from './index.ts';
      const text = 'console.error("noise"); console.log(\\'{"anneal":1}\\\\n{"done":true}\\')';
      setTimeout(() => childTrainer(process.execPath, ['-e', text], { stderr: '${stderr}' }).reports(0).subscribe({ complete() {} }));
    `;
    const noise = (stderr: string) =>
      execFileSync(
        'sh',
        [
          '-c',
          '"$0" --conditions=@anneal/source --import tsx --input-type=module -e "$1" 2>&1',
          process.execPath,
          script(stderr),
        ],
        { cwd: fileURLToPath(new URL('.', import.meta.url)), encoding: 'utf8' },
      );
    expect(noise('inherit')).toBe('noise\n');
    expect(noise('keep')).toBe('');
  });

  describe('saves and restores', () => {
    const python = `
import json, random, sys
def tell(**message): print(json.dumps(message), flush=True)
tell(anneal=1, saves=True)
w = random.random()
for message in map(json.loads, sys.stdin):
    if "stop" in message: break
    if "save" in message: tell(saved=message["save"], state={"w": w, "best": float("inf")})
    if "restore" in message:
        w = message["restore"]["w"]
        assert message["restore"]["best"] == float("inf")
        tell(restored=True)
    if message.get("step") == 40: tell(done=True)
    elif "rate" in message:
        w -= message["rate"] * w
        tell(step=message["step"], w=w)
`;
    const trainer = () => childTrainer('python3', ['-c', python]);

    it('so that a run in a new process goes on as if it were one', async ({ skip }) => {
      skip(noPython, noPythonHere);
      const plan = linear({ from: 0.5, to: 0, over: 10 });
      const first = trainer();
      let state: Promise<unknown> | undefined;
      const whole = await all(
        train(first, plan).pipe(
          tap(({ step }) => {
            if (step === 3) state = first.save();
          }),
          take(8),
        ),
      );
      const second = trainer();
      await second.restore(await state);
      const rest = await all(train(second, plan, { start: 4 }).pipe(take(4)));
      expect(rest).toEqual(whole.slice(4));
    });

    it('from the handler of the last row', async ({ skip }) => {
      skip(noPython, noPythonHere);
      const one = trainer();
      let state: Promise<unknown> | undefined;
      const rows = await all(
        train(one, constant(0.1)).pipe(
          tap(({ step }) => {
            if (step === 2) state = one.save();
          }),
          take(3),
        ),
      );
      expect(await state).toEqual({ w: rows[2]?.w, best: Infinity });
    });

    it('as soon as the rows have ended', async ({ skip }) => {
      skip(noPython, noPythonHere);
      const one = trainer();
      const rows = await all(train(one, constant(0.1)).pipe(take(3)));
      expect(await one.save()).toEqual({ w: rows[2]?.w, best: Infinity });
    });

    it('so that a range test leaves it as it was', async ({ skip }) => {
      skip(noPython, noPythonHere);
      const one = trainer();
      const { w } = (await one.save()) as { w: number };
      const last = await lastValueFrom(findRate(one, { steps: 30, monitor: 'w' }));
      expect(last.found?.ended).toBeDefined();
      const [row] = await all(train(one, constant(0)).pipe(take(1)));
      expect(row?.w).toBe(w);
    });

    it('for checkpoints, from which another process goes on', async ({ skip }) => {
      skip(noPython, noPythonHere);
      const plan = linear({ from: 0.5, to: 0, over: 10 });
      let text = '';
      const store = {
        save: async (checkpoint: unknown) => {
          text = JSON.stringify(checkpoint).replace(/"best":null/, '"best":1e999');
        },
        load: async () => (text === '' ? undefined : JSON.parse(text)),
      };
      const kept = () => checkpointing(trainer(), plan, store, { every: 3 });
      const first = await all(kept().pipe(take(5)));
      const rest = await all(kept());
      expect(rest.map(({ step }) => step)).toEqual(Array.from({ length: 37 }, (_, i) => i + 3));
      expect(rest.slice(0, 2)).toEqual(first.slice(3));
      // The last one is of the trainer that is through.
      expect(JSON.parse(text)).toMatchObject({ state: { step: 40 }, trainer: { w: rest.at(-1)?.w } });
    });

    it('what the process begins with, before the first run, which then begins with it', async ({ skip }) => {
      skip(noPython, noPythonHere);
      const one = trainer();
      const { w } = (await one.save()) as { w: number };
      const [row] = await all(train(one, constant(0)).pipe(take(1)));
      expect(row?.w).toBe(w);
    });
  });

  describe('keeps the laws', () => {
    // The weight is kept in a file, which outlives the processes.
    const walk = (file: string, steps: number, failAt: number | undefined) => `
      const { readFileSync, writeFileSync } = require('node:fs');
      const file = ${JSON.stringify(file)};
      const w = () => Number(readFileSync(file, 'utf8'));
      tell({ anneal: 1, saves: true });
      hear(({ save, restore, stop, step, rate }) => {
        if (stop) process.exit();
        if (save !== undefined) tell({ saved: save, state: w() });
        if (restore !== undefined) {
          writeFileSync(file, String(restore));
          tell({ restored: true });
        }
        if (step === undefined) return;
        if (step === ${steps}) return tell({ done: true });
        if (step === ${failAt}) throw new Error('no further');
        if (typeof rate !== 'number') throw new Error('it has one rate');
        writeFileSync(file, String(w() + rate));
        tell({ step });
      });
    `;
    const make = ({ steps, failAt }: Walk) => {
      const folder = mkdtempSync(join(tmpdir(), 'anneal-'));
      const file = join(folder, 'weight');
      writeFileSync(file, '0');
      return {
        trainer: node(walk(file, steps, failAt)),
        walked: () => Number(readFileSync(file, 'utf8')),
        dispose: () => rmSync(folder, { recursive: true }),
      };
    };
    it.each(laws(make))('$name', ({ check }) => check());
  });

  it.each([
    [[''], 'childTrainer: command must be the name of a program'],
    [['node', 'x'], "childTrainer: args must be a list of strings, got 'x'"],
    [['node', [], { stderr: 'ignore' }], "childTrainer: stderr must be 'inherit' or 'keep', got 'ignore'"],
    [
      ['node', [], { timeout: -1 }],
      'childTrainer: timeout must be a positive number of milliseconds, got -1',
    ],
    [
      ['node', [], { grace: Infinity }],
      'childTrainer: grace must be a number of milliseconds from 0 up, got Infinity',
    ],
    [['node', [], { graces: 1 }], 'childTrainer: unknown option'],
  ])('refuses %j', (given, text) => {
    expect(() => childTrainer(...(given as Parameters<typeof childTrainer>))).toThrow(text);
  });
});
