import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { State } from '@anneal/core';
import { afterAll, describe, expect, it } from 'vitest';
import type { Checkpoint } from '../index.ts';
import { fileStore } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'file-store-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const fresh = () => join(folder, `${files++}`, 'checkpoint');

const state: State = {
  anneal: 1,
  shape: 'curve',
  step: 7,
  parts: { unit: 'step', seen: {}, missed: [], memory: null },
};
const checkpoint = (trainer: unknown): Checkpoint => ({ anneal: 1, state, trainer });

describe('fileStore', () => {
  it('gives back what was saved last, to another store as well', async () => {
    const path = fresh();
    const weights = {
      w: Float32Array.of(0.1, Number.NaN, -0),
      big: 2n ** 70n,
      seen: new Map([['a', new Set([1])]]),
    };
    await fileStore(path).save(checkpoint('before'));
    await fileStore(path).save(checkpoint(weights));
    expect(await fileStore(path).load()).toEqual(checkpoint(weights));
    expect(readdirSync(join(path, '..'))).toEqual(['checkpoint']);
  });

  it('has nothing where nothing was saved', async () => {
    expect(await fileStore(fresh()).load()).toBeUndefined();
  });

  it('takes the weights before it returns, and writes in order', async () => {
    const path = fresh();
    const store = fileStore(path);
    const weights = Float64Array.of(1);
    const first = store.save(checkpoint(weights));
    weights[0] = 2;
    const second = store.save(checkpoint(weights));
    weights[0] = 3;
    await first;
    await second;
    expect(await store.load()).toEqual(checkpoint(Float64Array.of(2)));
  });

  it('says what it is in its first line', async () => {
    const path = fresh();
    await fileStore(path).save(checkpoint(1));
    expect(readFileSync(path, 'latin1')).toMatch(/^anneal checkpoint 1 \d+ [0-9a-f]{64}\n/);
  });

  it('removes what killed processes have left, when it saves and not when it loads, and nothing else', async () => {
    const path = fresh();
    await fileStore(path).save(checkpoint(1));
    const [left, other] = [`${path}.99-0-0a1b2c3d.saving`, `${path}.99-0.saving.txt`];
    writeFileSync(left, 'torn');
    writeFileSync(other, 'mine');
    const store = fileStore(path);
    expect(await store.load()).toEqual(checkpoint(1));
    expect(existsSync(left)).toBe(true);
    await store.save(checkpoint(2));
    expect([existsSync(left), existsSync(other)]).toEqual([false, true]);
  });

  it('lets two stores of one path save and load at the same time, whatever way the path is written', async () => {
    const path = fresh();
    const stores = [fileStore(path), fileStore(join(path, '..', '.', 'checkpoint')), fileStore(path)];
    const big = new Uint8Array(2 ** 20);
    for (let round = 0; round < 5; round++) {
      const saves = stores.map((store, i) => store.save(checkpoint([round, i, big])));
      const loaded = fileStore(path).load() as Promise<Checkpoint>;
      await Promise.all(saves);
      expect(((await loaded).trainer as unknown[]).slice(0, 2)).toEqual([round, 2]);
    }
    expect(readdirSync(join(path, '..'))).toEqual(['checkpoint']);
  });

  it('leaves alone what belongs to a path that only begins in the same way', async () => {
    const path = fresh();
    mkdirSync(join(path, '..'));
    const others = [`${path}.best.99-0.saving`, `${path}.best.99-0-abcd.saving`];
    for (const other of others) writeFileSync(other, 'being written');
    await fileStore(path).save(checkpoint(1));
    expect(others.map((other) => existsSync(other))).toEqual([true, true]);
  });

  it('refuses a file at every place where it can be torn, and leaves it as it is', async () => {
    const path = fresh();
    await fileStore(path).save(checkpoint('weights'));
    const whole = readFileSync(path);
    for (let length = 0; length < whole.length; length++) {
      writeFileSync(path, whole.subarray(0, length));
      await expect(fileStore(path).load()).rejects.toThrow(
        `fileStore: '${path}' cannot be resumed from: it is `,
      );
      expect(readFileSync(path).length).toBe(length);
    }
  });

  it.each<[string, (whole: Buffer) => Buffer | string, string]>([
    ['torn', (whole) => whole.subarray(0, -1), 'it is torn: '],
    ['too long', (whole) => Buffer.concat([whole, Buffer.from('x')]), 'it is torn: '],
    [
      'damaged in one bit',
      (whole) => {
        const bytes = Buffer.from(whole);
        bytes[bytes.length - 3] = (bytes[bytes.length - 3] as number) ^ 1;
        return bytes;
      },
      'it is damaged: its bytes are not those that were written',
    ],
    ['foreign', () => '{"weights":[1,2]}', 'it is no checkpoint that fileStore has written'],
    ['empty', () => '', 'it is no checkpoint that fileStore has written'],
    [
      'of a later release',
      (whole) => whole.toString('latin1').replace('checkpoint 1 ', 'checkpoint 2 '),
      'it is of version 2, and this release reads version 1',
    ],
  ])('refuses a file that is %s', async (_, change, message) => {
    const path = fresh();
    await fileStore(path).save(checkpoint('weights'));
    writeFileSync(path, change(readFileSync(path)));
    await expect(fileStore(path).load()).rejects.toThrow(message);
  });

  it('keeps the one before where the new one cannot be written, and saves again later', async () => {
    const path = fresh();
    const store = fileStore(path);
    await store.save(checkpoint(1));
    await expect(store.save(checkpoint(() => 1))).rejects.toThrow(`fileStore: '${path}' cannot be written: `);
    // A folder in the place of the file: the last step fails.
    const blocked = fresh();
    mkdirSync(join(blocked, 'x'), { recursive: true });
    await expect(fileStore(blocked).save(checkpoint(1))).rejects.toThrow('cannot be written: ');
    expect(readdirSync(join(blocked, '..'))).toEqual(['checkpoint']);
    await expect(fileStore(blocked).load()).rejects.toThrow(`fileStore: '${blocked}' cannot be read: EISDIR`);
    expect(await store.load()).toEqual(checkpoint(1));
    await store.save(checkpoint(2));
    expect(await store.load()).toEqual(checkpoint(2));
  });

  it.each([undefined, '', 3])('refuses %o for a path', (path) => {
    expect(() => fileStore(path as string)).toThrow('fileStore: path must be the path of a file, got ');
  });
});
