// What npm would publish, in an empty folder: packed, installed, and used as ESM, as CJS and under tsc --strict.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const names = ['core', 'trainer', 'logger'];
const folder = mkdtempSync(join(tmpdir(), 'anneal-packed-'));

const shell = process.platform === 'win32';
const run = (command: string, args: readonly string[], cwd = folder) => {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: 'pipe', shell });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`);
  }
};

const tsc = (compiler: string, resolution: string, file: string) =>
  run('node', [
    `node_modules/${compiler}/bin/tsc`,
    ...[
      '--strict',
      '--noEmit',
      '--skipLibCheck',
      '--target',
      'es2022',
      '--lib',
      'es2022,dom',
      '--types',
      'node',
    ],
    ...['--module', resolution === 'bundler' ? 'esnext' : 'nodenext', '--moduleResolution', resolution, file],
  ]);

/** The versions that the repository itself is tested with. */
const versionOf = (dependency: string) =>
  (
    JSON.parse(readFileSync(join(root, 'node_modules', dependency, 'package.json'), 'utf8')) as {
      version: string;
    }
  ).version;

const program = `
import { cosineAnnealing, decisions, groups, isSchedule, multiply, reduceOnPlateau, simulate, warmup } from '@anneal/core';
import { fromJSON } from '@anneal/core/json';
import { laws } from '@anneal/core/testing';
import { log, memory, replay } from '@anneal/logger';
import { browser } from '@anneal/logger/browser';
import { csv } from '@anneal/logger/csv';
import { jsonl, readRun } from '@anneal/logger/jsonl';
import { progress } from '@anneal/logger/progress';
import { checkpointing, earlyStopping, stepTrainer, train } from '@anneal/trainer';
import { childTrainer } from '@anneal/trainer/child-process';
import { fileStore } from '@anneal/trainer/file-store';
import * as adapters from '@anneal/trainer/testing';
import { fitTrainer, scheduleCallback, setLearningRate } from '@anneal/trainer/tfjs';
import * as tf from '@tensorflow/tfjs';
import { from, lastValueFrom, toArray } from 'rxjs';

async function main() {
  const schedule = warmup(cosineAnnealing({ from: 0.4, over: 8 }), { over: 2 });
  for (const law of laws(schedule, [3, 2, 1])) law.check();

  let w = 1;
  const trainer = stepTrainer((rate) => ({ loss: (w -= rate * w) ** 2 }), { steps: 10 });
  const saving = stepTrainer((rate) => ({ loss: (w -= rate * w) ** 2 }), { steps: 10, save: () => w, restore: (saved) => { w = saved; } });
  const store = fileStore(\`\${process.argv[2] ?? 'run'}.checkpoint\`);
  const safe = await lastValueFrom(checkpointing(saving, schedule, store, { every: 4 }).pipe(earlyStopping({ patience: 9 }), toArray()));
  if (safe.length !== 10 || (await store.load()) === undefined) throw new Error('no checkpoint');
  if (typeof childTrainer !== 'function' || typeof adapters.laws !== 'function' || browser('run').name !== "browser 'run'") throw new Error('no function');
  const kept = memory();
  const file = process.argv[2] ?? 'run.jsonl';
  await lastValueFrom(train(trainer, schedule).pipe(log(kept, jsonl(file), csv(\`\${file}.csv\`, { wide: true }), progress({ total: 10 }))));
  const rows = await lastValueFrom(readRun(file).pipe(toArray()));
  const same = JSON.stringify(rows) === JSON.stringify(kept.rows) && rows.every((row, step) => row['rate'] === schedule.at(step));

  const replayed = await lastValueFrom(replay(file, decisions(schedule)).pipe(toArray()));
  if (replayed.some(({ rate, was }) => rate !== was)) throw new Error('another rate');

  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  setLearningRate(model.optimizer, 0.1);
  const fitted = await lastValueFrom(train(fitTrainer(model, tf.ones([4, 1]), tf.ones([4, 1]), { epochs: 3 }), schedule).pipe(toArray()));

  await model.fit(tf.ones([4, 1]), tf.ones([4, 1]), { epochs: 1, callbacks: [scheduleCallback(schedule)] });

  const plateau = reduceOnPlateau({ initial: 0.1, patience: 0, monitor: 'valLoss' });
  const said = await lastValueFrom(from([{ valLoss: 1 }, { valLoss: 2 }]).pipe(decisions(plateau), toArray()));

  const whole = groups({ body: multiply(schedule, plateau), head: schedule });
  const again = fromJSON(JSON.stringify(whole));
  const alike = JSON.stringify(simulate(again, [3, 2, 2])) === JSON.stringify(simulate(whole, [3, 2, 2]));
  console.log(rows.length, same, fitted.length, isSchedule(schedule), said.at(-1)?.causes[0]?.by, alike);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
`;
const said = '10 true 3 true reduceOnPlateau true\n';

beforeAll(() => {
  const tarballs = join(folder, 'tarballs');
  mkdirSync(tarballs);
  for (const name of names)
    run('pnpm', ['pack', '--pack-destination', tarballs], join(root, 'packages', name));
  const files = readdirSync(tarballs).map((file) => `./tarballs/${file}`);
  expect(files).toHaveLength(names.length);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'stranger', private: true }));
  const others = ['rxjs', 'typescript', '@tensorflow/tfjs', '@types/node'].map(
    (name) => `${name}@${versionOf(name)}`,
  );
  run('npm', [
    'install',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    ...files,
    ...others,
    'typescript-5.9@npm:typescript@5.9.3',
  ]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a program in an empty folder', () => {
  it('runs as ESM', () => {
    writeFileSync(join(folder, 'program.mjs'), program);
    expect(run('node', ['program.mjs', 'esm.jsonl'])).toBe(said);
  });

  it('runs as CJS', () => {
    const cjs = program.replace(
      /^import (\* as )?(.+) from '(.+)';$/gm,
      (_, __, what: string, from: string) => `const ${what} = require('${from}');`,
    );
    writeFileSync(join(folder, 'program.cjs'), cjs);
    expect(run('node', ['program.cjs', 'cjs.jsonl'])).toBe(said);
  });

  it.each([
    ['typescript', 'nodenext', 'program.mts'],
    ['typescript', 'nodenext', 'program.cts'],
    ['typescript', 'bundler', 'program.mts'],
    ['typescript-5.9', 'nodenext', 'program.mts'],
  ])('type-checks under tsc --strict: %s, %s, %s', (compiler, resolution, file) => {
    writeFileSync(join(folder, file), program);
    tsc(compiler, resolution, file);
  });

  it('is refused by tsc where the stream lacks the metric', () => {
    const wrong = program.replace('[{ valLoss: 1 }, { valLoss: 2 }]', '[{ loss: 1 }]');
    writeFileSync(join(folder, 'wrong.mts'), wrong);
    expect(() => tsc('typescript', 'nodenext', 'wrong.mts')).toThrow(
      "no report carries the metric 'valLoss'",
    );
  });

  it('may hold both copies of core: they take each other for what they are', () => {
    const mixed = `
import { createRequire } from 'node:module';
import * as esm from '@anneal/core';
import { fromJSON } from '@anneal/core/json';
import { laws } from '@anneal/core/testing';
const require = createRequire(import.meta.url);
const cjs = require('@anneal/core');
const reports = [3, 2, 2, 1, 1, 1];
const mixed = esm.warmup(cjs.multiply(esm.perEpoch(cjs.reduceOnPlateau({ initial: 1, patience: 0 }), { steps: 2 }), fromJSON(JSON.stringify(cjs.restarts(esm.lasting(cjs.reduceOnPlateau({ initial: 1, patience: 0 }), 2), { times: 2 })))), { over: 1 });
for (const law of laws(mixed, reports)) law.check();
const chain = esm.warmup(cjs.sequence(cjs.lasting(esm.reduceOnPlateau({ initial: 1, patience: 0 }), 2), esm.constant(1)), { over: 2 });
for (const law of laws(chain, reports)) law.check();
console.log(esm.linear !== cjs.linear, cjs.isSchedule(mixed), JSON.stringify(cjs.simulate(mixed, reports)) === JSON.stringify(esm.simulate(mixed, reports)));
`;
    writeFileSync(join(folder, 'mixed.mjs'), mixed);
    expect(run('node', ['mixed.mjs'])).toBe('true true true\n');
  });

  it('has the licence and the README of each package, and no source condition', () => {
    for (const name of names) {
      const at = join(folder, 'node_modules/@anneal', name);
      expect(readdirSync(at)).toEqual(
        expect.arrayContaining(['LICENSE', 'README.md', 'dist', 'package.json']),
      );
      expect(readFileSync(join(at, 'package.json'), 'utf8')).not.toMatch(
        /@anneal\/source|workspace:|catalog:/,
      );
    }
  });

  it('has a program that shows a run: npx anneal-logger view', () => {
    const rows = ['{"step":0,"loss":2,"rate":0.1}', '{"step":1,"loss":1,"rate":0.1}'];
    const header = '{"anneal":1,"run":"r","attempt":1,"startedAt":"2026-01-01T00:00:00.000Z"}';
    writeFileSync(join(folder, 'seen.jsonl'), [header, ...rows, ''].join('\n'));
    expect(run('npx', ['--no-install', 'anneal-logger', 'view', 'seen.jsonl'])).toMatch(
      /^seen\nloss {2}last 1, best 1 at step 1\n[\s\S]*\nfile:.*seen\.html {2}\d+ kB\n$/,
    );
    expect(readFileSync(join(folder, 'seen.html'), 'utf8')).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
  });

  it('has one rxjs', () => {
    expect(run('npm', ['ls', 'rxjs', '--all', '--parseable']).trim().split('\n')).toHaveLength(1);
  });
});
