import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lastValueFrom, of, toArray } from 'rxjs';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { log } from '../log.ts';
import { partFile } from '../parts.ts';
import { readRun } from '../read-run.ts';
import { jsonl } from './jsonl.ts';

const folder = mkdtempSync(join(tmpdir(), 'under-fire-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** How often the long run kills (`pnpm check:long`); without it, only what takes a few seconds is done. */
const KILLS = Number(process.env.ANNEAL_KILLS ?? 0);
const SEED = Number(process.env.ANNEAL_SEED ?? Date.now() % 1_000_000);
const LONGEST_LIFE = 20_000;
const KIB = 2 ** 10;
const MIB = 2 ** 20;

/**
 * One that never yields; the same with half a millisecond of work a row, so that its rows age before they are 64 KiB;
 * one that yields by an immediate after 1 to 5 rows; and one that does so by a message, of which many come in one turn
 * of the event loop.
 */
const LOOPS = ['synchronous', 'slow synchronous', 'yielding', 'messaging'] as const;
type Loop = (typeof LOOPS)[number];

interface Shot {
  readonly loop: Loop;
  /** Characters in each row, beside its step. */
  readonly fill: number;
  readonly signal: NodeJS.Signals;
  /** When it falls: at a random moment up to so many ms after the opening began, or in the middle of a write. */
  readonly within: number | 'a write';
  /** How many bytes a file may have. Default: any. */
  readonly rotate?: number;
}

/** Rows as fast as it goes; beside each one, when it is accepted, its time and its turn go to another file. */
const program = (given: object): string => `
  import { openSync, writeSync } from 'node:fs';
  import { log } from '@anneal/logger';
  import { jsonl } from '@anneal/logger/jsonl';
  import { Subject } from 'rxjs';
  const { file, beside, life, from, fill, loop, rotate } = ${JSON.stringify(given)};
  const x = 'x'.repeat(fill);
  const rows = new Subject();
  const accepted = openSync(beside, 'a');
  rows.pipe(log(jsonl(file, { rotate }))).subscribe();
  let step = from;
  let turn = 0;
  const one = () => {
    const record = new Float64Array([performance.now(), turn]);
    rows.next({ step: step++, life, x });
    writeSync(accepted, record);
  };
  const again = () => {
    for (let left = 1 + turn % 5; left > 0; left--) one();
    turn++;
    next();
  };
  const { port1, port2 } = new MessageChannel();
  const next = loop === 'messaging' ? () => port2.postMessage(0) : () => setImmediate(again);
  port1.onmessage = again;
  const yields = loop === 'yielding' || loop === 'messaging';
  if (yields) next();
  // If nobody kills it, it must not fill the disk.
  while (!yields && performance.now() < ${LONGEST_LIFE}) {
    one();
    if (loop !== 'synchronous') for (const end = performance.now() + 0.5; performance.now() < end; );
  }
`;

/** What a shot found, for the record of the long run. */
interface Hit {
  readonly torn: boolean;
  /** The last part has no whole header. */
  readonly unbegun: boolean;
  readonly lostRows: number;
  readonly lostBytes: number;
}

/** What stands in the parts of a run, one after the other. */
function bytesOf(file: string): Buffer[] {
  const found: Buffer[] = [];
  for (let part = 1; existsSync(partFile(file, part)); part++) found.push(readFileSync(partFile(file, part)));
  return found;
}

/** One run, and what must stand in it after all that was done to its writers. */
class Target {
  readonly #file: string;
  /** For each step, which life wrote it last. */
  readonly #lives: number[] = [];
  #life = 0;
  #complete: Buffer = Buffer.alloc(0);

  constructor(name: string) {
    this.#file = join(folder, `${name}.jsonl`);
  }

  /** Starts a process that goes on with the run `back` steps before its end, shoots, and looks at what is left. */
  async shoot({ loop, fill, signal, within, rotate }: Shot, back: number, moment: number): Promise<Hit> {
    const life = ++this.#life;
    const from = Math.max(0, this.#lives.length - back);
    const beside = `${this.#file}.${life}`;
    const before = this.#complete;
    const child = start(program({ file: this.#file, beside, life, from, fill, loop, rotate }));
    const ended = new Promise<NodeJS.Signals | null>((done) => child.on('close', (_, by) => done(by)));
    await until(child, () => existsSync(beside));
    if (within === 'a write') await midWrite(child, this.#file, before.length, fill);
    else await pause(moment * within);
    child.kill(signal);
    expect(await ended).toBe(signal);

    const times = records(beside);
    rmSync(beside);
    const parts = bytesOf(this.#file);
    const unbegun = parts.length > 1 && parts.at(-1)?.indexOf(0x0a) === -1;
    const bytes = Buffer.concat(parts);
    if (rotate !== undefined) {
      expect(parts.slice(0, -1).every((part) => part.at(-1) === 0x0a)).toBe(true);
      expect(Math.max(0, ...parts.map(({ length }) => length))).toBeLessThanOrEqual(
        Math.max(rotate, fill + KIB),
      );
    }
    // Only whole lines count, and of the past not one byte may have changed.
    this.#complete = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
    expect(this.#complete.subarray(0, before.length).equals(before)).toBe(true);
    const read = await this.#read();
    const kept = read.filter((row) => row.life === life).length;
    if (kept > 0) this.#lives.length = from;
    for (let row = 0; row < kept; row++) this.#lives.push(life);
    expect(rowsBy(read)).toEqual(this.#lives);

    const lost = Math.max(0, times.length - kept);
    const lostBytes = lost * (JSON.stringify({ step: from + times.length, life }).length + fill + 8);
    expect(kept).toBeLessThanOrEqual(times.length + 1);
    expect(kept).toBeGreaterThanOrEqual(owed(times, signal === 'SIGKILL'));
    expect(lostBytes).toBeLessThan(64 * KIB);
    return { torn: this.#complete.length < bytes.length, unbegun, lostRows: lost, lostBytes };
  }

  /** Opens it once more, as a program does that goes on in peace. */
  async reopen(rotate?: number): Promise<void> {
    const life = ++this.#life;
    of({ step: this.#lives.length, life })
      .pipe(log(jsonl(this.#file, { ...(rotate !== undefined && { rotate }) })))
      .subscribe();
    this.#lives.push(life);
    const parts = bytesOf(this.#file);
    const bytes = Buffer.concat(parts);
    expect(bytes.subarray(0, this.#complete.length).equals(this.#complete)).toBe(true);
    expect(bytes.at(-1)).toBe(0x0a);
    // Whatever the kills have left, from here on there is a run.
    this.#complete = bytes;
    expect(rowsBy(await this.#read())).toEqual(this.#lives);
    for (const index of parts.keys()) rmSync(partFile(this.#file, index + 1));
  }

  async #read(): Promise<{ step?: number; life?: unknown }[]> {
    // A process that was killed before its header was whole has left no run.
    return this.#complete.length === 0 ? [] : lastValueFrom(readRun(this.#file).pipe(toArray()));
  }
}

/** Which life each step is from; each must be there once, in order. */
function rowsBy(rows: readonly { step?: number; life?: unknown }[]): unknown[] {
  expect(rows.findIndex(({ step }, index) => step !== index)).toBe(-1);
  return rows.map(({ life }) => life);
}

interface Accepted {
  /** Just before it was handed over. */
  readonly time: number;
  readonly turn: number;
}

function records(file: string): Accepted[] {
  const bytes = readFileSync(file);
  return Array.from({ length: Math.floor(bytes.length / 16) }, (_, index) => ({
    time: bytes.readDoubleLE(16 * index),
    turn: bytes.readDoubleLE(16 * index + 8),
  }));
}

/** How many of the accepted rows the rule says must be in the file. */
function owed(accepted: readonly Accepted[], killed: boolean): number {
  const last = accepted.at(-1);
  if (last === undefined || !killed) return accepted.length;
  // A row was accepted before the next one was handed over.
  const old = accepted.filter(({ time }) => time <= last.time - 100).length - 1;
  const endedTurns = accepted.filter(({ turn }) => turn < last.turn).length;
  return Math.max(old, endedTurns);
}

function start(text: string): ChildProcess {
  const flags = process.env.ANNEAL_TEST_DIST ? [] : ['--import', 'tsx', '--conditions', '@anneal/source'];
  return spawn(process.execPath, [...flags, '--input-type=module', '--eval', text], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

async function until(child: ChildProcess, done: () => boolean): Promise<void> {
  for (const end = performance.now() + LONGEST_LIFE; !done(); await pause(1)) {
    if (child.exitCode !== null || performance.now() > end) throw new Error('the child did not begin');
  }
}

/** Comes back as soon as the file grows beyond its first row: then the rest of a row is on its way. */
async function midWrite(child: ChildProcess, file: string, before: number, fill: number): Promise<void> {
  await until(child, () => existsSync(file) && statSync(file).size > before + fill);
  const size = statSync(file).size;
  // Without a pause, because a write takes few milliseconds.
  for (const end = performance.now() + 2000; statSync(file).size === size && performance.now() < end; );
}

/** Numbers in [0, 1) that the seed makes again. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Shoots at one file, time after time, and opens it once more at the end. */
async function shootAll(name: string, seed: number, shots: readonly Shot[]): Promise<Hit[]> {
  const next = random(seed);
  const target = new Target(name);
  const hits: Hit[] = [];
  for (const shot of shots) hits.push(await target.shoot(shot, Math.floor(next() * 20), next()));
  await target.reopen(shots.at(-1)?.rotate);
  return hits;
}

afterEach(({ task }) => {
  if (task.result?.state === 'fail') console.error(`the moments were those of ANNEAL_SEED=${SEED}`);
});

describe.concurrent('under fire', { timeout: 60_000 }, () => {
  it.each(LOOPS)('a %s loop loses by SIGKILL what the rule allows', async (loop) => {
    const shot: Shot = { loop, fill: 100, signal: 'SIGKILL', within: 400 };
    await shootAll(loop, SEED, [shot, { ...shot, within: 200 }]);
  });

  it.each(['synchronous', 'yielding'] as const)(
    'a %s loop loses no more where files are rotated',
    async (loop) => {
      const rotate = loop === 'yielding' ? 2 * KIB : 100 * KIB;
      const shot: Shot = { loop, fill: 100, signal: 'SIGKILL', within: 200, rotate };
      await shootAll(`rotated-${loop}`, SEED, [shot, shot]);
    },
  );

  it('a loop that yields loses nothing by Ctrl-C, SIGTERM and SIGHUP', async () => {
    const shots = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map(
      (signal): Shot => ({ loop: 'yielding', fill: 100, signal, within: 150 }),
    );
    await shootAll('polite', SEED, shots);
  });
});

it.runIf(process.platform === 'linux')(
  'a kill in the middle of a write tears the line',
  { timeout: 60_000 },
  async () => {
    let torn = 0;
    for (let fill = 8 * MIB; torn === 0 && fill <= 64 * MIB; fill *= 2) {
      const shot: Shot = { loop: 'yielding', fill, signal: 'SIGKILL', within: 'a write' };
      const hits = await shootAll('torn', SEED, [shot]);
      torn = hits.filter((hit) => hit.torn).length;
    }
    expect(torn).toBeGreaterThan(0);
  },
);

/** A table for the record: what the kills did to rows of each size. */
interface Tally {
  readonly loop: Loop;
  readonly fill: number;
  readonly rotate: number | undefined;
  readonly kills: number;
  readonly torn: number;
  readonly unbegun: number;
  readonly mostRowsLost: number;
  readonly mostBytesLost: number;
}

// Not skipped where it is not wanted: a skipped test is one that something is missing for.
if (KILLS > 0) {
  it('many kills lose what the rule allows, and some tear a line', { timeout: 3_600_000 }, async () => {
    const sizes = [100, KIB, 10 * KIB, 100 * KIB, MIB, 10 * MIB];
    const tallies: Tally[] = [];
    const volley = async (loop: Loop, fill: number, kills: number, rotate?: number): Promise<void> => {
      const hits: Hit[] = [];
      while (hits.length < kills) {
        const shots = Array.from({ length: Math.min(5, kills - hits.length) }, (_, index): Shot => {
          // Every fifth one falls while the file is being opened.
          const shot: Shot = { loop, fill, signal: 'SIGKILL', within: index === 4 ? 10 : 300 };
          return rotate === undefined ? shot : { ...shot, rotate };
        });
        hits.push(...(await shootAll('long', SEED + 1000 * tallies.length + hits.length, shots)));
      }
      tallies.push({
        loop,
        fill,
        rotate,
        kills,
        torn: hits.filter(({ torn }) => torn).length,
        unbegun: hits.filter(({ unbegun }) => unbegun).length,
        mostRowsLost: Math.max(...hits.map(({ lostRows }) => lostRows)),
        mostBytesLost: Math.max(...hits.map(({ lostBytes }) => lostBytes)),
      });
    };
    const torn = (): number => tallies.reduce((sum, tally) => sum + tally.torn, 0);
    for (const fill of sizes) {
      for (const loop of LOOPS) {
        await volley(loop, fill, Math.ceil(KILLS / sizes.length / LOOPS.length));
      }
    }
    // The smaller the files, the more kills fall between two of them.
    const rotated = [
      ['synchronous', 100, 64 * KIB],
      ['yielding', 100, 2 * KIB],
      ['messaging', KIB, 4 * KIB],
      ['slow synchronous', 10 * KIB, 100 * KIB],
      ['yielding', MIB, 3 * MIB],
    ] as const;
    for (const [loop, fill, rotate] of rotated) {
      await volley(loop, fill, Math.ceil(KILLS / 4 / rotated.length), rotate);
    }
    for (let fill = 20 * MIB; torn() === 0 && fill <= 80 * MIB; fill *= 2) await volley('yielding', fill, 10);
    console.log(`ANNEAL_SEED=${SEED}`);
    console.table(tallies);
    expect(torn()).toBeGreaterThan(0);
  });
}
