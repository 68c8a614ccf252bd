import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRun } from '@anneal/logger';
import { lastValueFrom, map, toArray } from 'rxjs';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { fileStore } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'checkpoints-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** How often the long run kills (`pnpm check:long`); without it, only what takes a few seconds is done. */
const KILLS = Number(process.env.ANNEAL_KILLS ?? 0);
const SEED = Number(process.env.ANNEAL_SEED ?? Date.now() % 1_000_000);
const STEPS = 120;
const EVERY = 8;

/**
 * A network of 2-8-1 on two moons, by momentum and mini-batches, whose order is drawn anew in each epoch; with a schedule
 * that looks at the loss. What it saves is made large, so that saving takes its time.
 */
const program = (into: string): string => `
  import { cosineAnnealing, multiply, reduceOnPlateau, warmup } from '@anneal/core';
  import { log } from '@anneal/logger';
  import { jsonl } from '@anneal/logger/jsonl';
  import { checkpointing, stepTrainer } from '@anneal/trainer';
  import { fileStore } from '@anneal/trainer/file-store';
  import { writeSync } from 'node:fs';
  const into = ${JSON.stringify(into)};

  let seed = 7;
  const draw = () => (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  const data = Array.from({ length: 64 }, (_, i) => {
    const [side, turn] = [i % 2, Math.PI * draw()];
    return [Math.cos(turn) * (1 - 2 * side) + side, Math.sin(turn) * (1 - 2 * side) + side / 2, side];
  });
  // Four numbers for each hidden unit: two weights and a bias in, one weight out.
  let weights = Float64Array.from({ length: 32 }, () => draw() - 0.5);
  let velocity = new Float64Array(32);
  let order = [];
  const ballast = new Uint8Array(2 ** 20).map((_, i) => i);

  const loop = stepTrainer(async (rate) => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (order.length === 0) order = data.map((_, i) => [draw(), i]).sort(([a], [b]) => a - b).map(([, i]) => i);
    const gradient = new Float64Array(32);
    let loss = 0;
    for (const i of order.splice(0, 8)) {
      const [a, b, side] = data[i];
      const hidden = Array.from({ length: 8 }, (_, k) => Math.tanh(weights[4 * k] * a + weights[4 * k + 1] * b + weights[4 * k + 2]));
      const out = hidden.reduce((sum, h, k) => sum + h * weights[4 * k + 3], 0) - side;
      loss += out * out / 8;
      hidden.forEach((h, k) => {
        const back = out / 4 * weights[4 * k + 3] * (1 - h * h);
        gradient[4 * k] += back * a;
        gradient[4 * k + 1] += back * b;
        gradient[4 * k + 2] += back;
        gradient[4 * k + 3] += out / 4 * h;
      });
    }
    velocity = velocity.map((v, i) => 0.9 * v - rate * gradient[i]);
    weights = weights.map((w, i) => w + velocity[i]);
    return { loss };
  }, { steps: ${STEPS} });
  const trainer = {
    ...loop,
    save: async () => ({ weights, velocity, order: [...order], seed, ballast }),
    restore: async (saved) => {
      ({ weights, velocity, order, seed } = saved);
    },
  };
  const schedule = warmup(
    multiply(
      cosineAnnealing({ from: 0.3, over: ${STEPS} }),
      reduceOnPlateau({ initial: 1, factor: 0.7, patience: 4, smoothing: 0.9 }),
    ),
    { over: 10 },
  );
  writeSync(1, 'begun');
  checkpointing(trainer, schedule, fileStore(into + '/checkpoint'), { every: ${EVERY} })
    .pipe(log(jsonl(into + '/run.jsonl')))
    .subscribe();
`;

/** When a shot falls: so many ms after the program began, or in the middle of a save. */
type Moment = number | 'a save';

/** What was left by a shot: whether the program was over before it, and whether it has cut a save short. */
interface Hit {
  readonly over: boolean;
  readonly cut: boolean;
}

/** Starts the run, or goes on with it; shoots, if it is told when. */
async function live(into: string, moment?: Moment): Promise<Hit> {
  const child = start(program(into));
  let said = '';
  child.stdout?.on('data', (text: Buffer) => (said += text));
  let trouble = '';
  child.stderr?.on('data', (text: Buffer) => (trouble += text));
  const ended = new Promise<number | null>((done) => child.on('close', (code) => done(code)));
  if (moment !== undefined) {
    await until(child, () => said !== '');
    if (moment === 'a save') await until(child, () => saving(into) > 0);
    else await pause(moment);
    child.kill('SIGKILL');
  }
  const code = await ended;
  expect([trouble, code]).toEqual(['', code === null ? null : 0]);
  return { over: code === 0, cut: code === null && saving(into) > 0 };
}

function start(text: string): ChildProcess {
  const flags = process.env.ANNEAL_TEST_DIST ? [] : ['--conditions', '@anneal/source'];
  const given = ['--import', 'tsx', ...flags, '--input-type=module', '--eval', text];
  return spawn(process.execPath, given, {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** How many files there are that a save has not renamed yet. */
function saving(into: string): number {
  return existsSync(into) ? readdirSync(into).filter((name) => name.endsWith('.saving')).length : 0;
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Looks again and again, without a pause where time is short: a save takes some milliseconds. */
async function until(child: ChildProcess, done: () => boolean): Promise<void> {
  while (!done() && child.exitCode === null) await new Promise((next) => setImmediate(next));
}

/** Numbers in [0, 1) that the seed makes again. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What a run has left: its rows, restarts folded, and its last checkpoint. */
async function left(into: string) {
  const rows = await lastValueFrom(
    readRun(join(into, 'run.jsonl')).pipe(
      map(({ step, rate, loss }) => ({ step, rate, loss })),
      toArray(),
    ),
  );
  return { rows, checkpoint: await fileStore(join(into, 'checkpoint')).load() };
}

/** Kills a run at each of these moments, lets it end, and holds it against one that was never killed. */
async function survives(name: string, moments: readonly Moment[], whole: Promise<string>): Promise<Hit[]> {
  const into = join(folder, name);
  const hits: Hit[] = [];
  for (const moment of moments) hits.push(await live(into, moment));
  expect((await live(into)).over).toBe(true);
  const expected = await left(await whole);
  expect(expected.rows.map(({ step }) => step)).toEqual(Array.from({ length: STEPS }, (_, step) => step));
  expect(await left(into)).toEqual(expected);
  expect(saving(into)).toBe(0);
  rmSync(into, { recursive: true });
  return hits;
}

async function neverKilled(): Promise<string> {
  const into = join(folder, 'whole');
  expect(await live(into)).toEqual({ over: true, cut: false });
  return into;
}

afterEach(({ task }) => {
  if (task.result?.state === 'fail') console.error(`the moments were those of ANNEAL_SEED=${SEED}`);
});

describe('a run that is killed', { timeout: 120_000 }, () => {
  it('goes on, bit for bit, as one that was never killed', async () => {
    const next = random(SEED);
    const hits = await survives('few', ['a save', 150 * next(), 'a save'], neverKilled());
    // The first one cannot come too late; the last one may.
    expect(hits[0]?.over).toBe(false);
  });
});

// Not skipped where it is not wanted: a skipped test is one that something is missing for.
if (KILLS > 0) {
  it('goes on after many kills, of which many cut a save short', { timeout: 3_600_000 }, async () => {
    const next = random(SEED);
    const whole = neverKilled();
    const hits: Hit[] = [];
    while (hits.length < KILLS) {
      // Every second one while it saves, and every fifth while it begins.
      const moments = Array.from({ length: Math.min(10, KILLS - hits.length) }, (_, shot): Moment => {
        if (shot % 2 === 1) return 'a save';
        return next() * (shot % 5 === 4 ? 20 : 150);
      });
      hits.push(...(await survives(`many-${hits.length}`, moments, whole)));
    }
    const kills = hits.filter(({ over }) => !over).length;
    const cut = hits.filter((hit) => hit.cut).length;
    console.log(`ANNEAL_SEED=${SEED}: ${kills} kills, ${cut} of them in the middle of a save`);
    expect(cut).toBeGreaterThan(0);
  });
}
