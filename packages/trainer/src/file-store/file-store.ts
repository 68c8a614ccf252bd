import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { shown } from '../check.ts';
import type { Checkpoint, CheckpointStore } from '../checkpointing.ts';
import { reasonOf } from '../reason-of.ts';
import { fromFile, toFile } from './checkpoint-file.ts';
import { insisted, synced } from './patient.ts';

/**
 * A store of checkpoints in one file, which holds the newest one: whole, whenever the process stops.
 *
 * A checkpoint is written to a file beside it (`<path>.<process id>-<number>-<random>.saving`), brought to the disk, and
 * renamed, so that at each moment the file is the checkpoint before or the new one. The folder is brought to the disk, too,
 * where its file system does that; where a file that is in use is in the way of a rename, as it may be on Windows, it is
 * tried again for a second. What a killed process has left beside the file is removed when the next one saves: one process
 * at a time may write to a path, any may read. Stores of one path in a process (a thread) save one after the other,
 * and load what was saved last. The folder is made if it is missing. Weights may be whatever `structuredClone` takes: typed
 * arrays, maps, plain data.
 *
 * `load` gives `undefined` where there is no file. A file that is torn, damaged, of another version or of somebody else is
 * refused, and left as it is: move it away to begin anew.
 *
 * @param path of the file; a relative one is taken from the working directory of the moment.
 * @throws TypeError when `path` is no text. `load` and `save` reject with the path and the reason.
 *
 * @example
 * ```ts
 * import { cosineAnnealing, multiply, reduceOnPlateau } from '@anneal/core';
 * import { checkpointing, stepTrainer } from '@anneal/trainer';
 * import { fileStore } from '@anneal/trainer/file-store';
 * import { mkdtempSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { lastValueFrom } from 'rxjs';
 *
 * let weights = Float32Array.of(1, -1);
 * const trainer = stepTrainer(
 *   (rate) => {
 *     weights = weights.map((w) => w - rate * 2 * w);
 *     return { loss: weights.reduce((sum, w) => sum + w * w, 0) };
 *   },
 *   { steps: 30, save: () => weights.slice(), restore: (saved: typeof weights) => void (weights = saved) },
 * );
 * const schedule = multiply(cosineAnnealing({ from: 0.1, over: 30 }), reduceOnPlateau({ initial: 1 }));
 *
 * const store = fileStore(join(mkdtempSync(join(tmpdir(), 'run-')), 'checkpoint'));
 * await lastValueFrom(checkpointing(trainer, schedule, store, { every: 10 }));
 * // Started again, it has nothing left to do.
 * await lastValueFrom(checkpointing(trainer, schedule, store, { every: 10 }), { defaultValue: 'over' }); // => 'over'
 * ```
 */
export function fileStore(path: string): CheckpointStore {
  if (typeof path !== 'string' || path === '')
    throw new TypeError(`fileStore: path must be the path of a file, got ${shown(path)}`);
  let isTidy = false;

  const write = async (at: string, bytes: Uint8Array): Promise<void> => {
    if (!isTidy) await tidied(at);
    isTidy = true;
    const beside = `${at}.${process.pid}-${saves++}-${randomBytes(4).toString('hex')}.saving`;
    writing.add(basename(beside));
    try {
      await written(beside, bytes);
      await insisted(() => rename(beside, at));
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    } finally {
      writing.delete(basename(beside));
    }
    await synced(dirname(at));
  };

  return {
    async load() {
      const at = resolve(path);
      let file: Buffer;
      await lastSaves.get(at);
      try {
        file = await readFile(at);
      } catch (error) {
        if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
        throw refused('cannot be read', path, error);
      }
      try {
        return fromFile(file);
      } catch (error) {
        throw refused('cannot be resumed from', path, error);
      }
    },
    async save(checkpoint: Checkpoint) {
      const at = resolve(path);
      try {
        // Before anything is waited for: training may go on meanwhile.
        const bytes = toFile(checkpoint);
        const saved = (lastSaves.get(at) ?? Promise.resolve()).then(() => write(at, bytes));
        // Whoever comes next waits for it, and not for its luck.
        const over = saved.catch(() => {});
        lastSaves.set(at, over);
        await saved;
      } catch (error) {
        throw refused('cannot be written', path, error);
      }
    },
  };
}

/** The last save to each path, of whichever store; the next one waits for it. */
const lastSaves: Map<string, Promise<void>> = /* @__PURE__ */ new Map();

/** How many files this process has begun to write, and the names of those that it has not yet renamed. */
let saves = 0;
const writing: Set<string> = /* @__PURE__ */ new Set();

/** Makes the folder, and removes what killed processes have left in it. */
async function tidied(path: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const left = (await readdir(folder)).filter(
    (name) =>
      name.startsWith(`${basename(path)}.`) &&
      // Not those of `<path>.best`, whose names begin in the same way.
      /^\.\d+-\d+(-[0-9a-f]+)?\.saving$/.test(name.slice(basename(path).length)) &&
      !writing.has(name),
  );
  for (const name of left) await rm(join(folder, name), { force: true });
}

/** Writes a file, and comes back when the disk has it. */
async function written(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

const refused = (what: string, path: string, error: unknown): Error =>
  new Error(`fileStore: '${path}' ${what}: ${reasonOf(error)}`, { cause: error });
