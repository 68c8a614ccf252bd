import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { from, lastValueFrom, Subject, toArray } from 'rxjs';
import { afterAll, afterEach, beforeEach, describe, expect, it, type Mock, vi } from 'vitest';
import { type Header, parseHeader } from '../header.ts';
import { log } from '../log.ts';
import { partFile, partsAmong } from '../parts.ts';
import { readRun } from '../read-run.ts';
import type { Row } from '../row.ts';
import { jsonl } from './jsonl.ts';

const root = mkdtempSync(join(tmpdir(), 'rotate-'));
afterAll(() => rmSync(root, { recursive: true }));

let folder = '';
let file = '';
let said: Mock<(line: string) => void>;
beforeEach(() => {
  folder = mkdtempSync(join(root, 'a-'));
  file = join(folder, 'run.jsonl');
  said = vi.spyOn(console, 'error').mockImplementation(() => {}) as unknown as typeof said;
});
afterEach(() => vi.restoreAllMocks());

const messages = (): string[] => said.mock.calls.map(([line]) => line.replaceAll(`${folder}/`, ''));
const counted = (count: number, start = 0, more: object = {}): Row[] =>
  Array.from({ length: count }, (_, index) => ({ step: start + index, ...more }));
const read = (): Promise<Row[]> => lastValueFrom(readRun(file).pipe(toArray()));
const write = (rows: readonly Row[], rotate?: number): void => {
  from(rows)
    .pipe(log(jsonl(file, rotate === undefined ? {} : { rotate })))
    .subscribe();
};
const parts = (): string[] => [
  file,
  ...partsAmong(readdirSync(folder), 'run.jsonl').map((part) => partFile(file, part)),
];
const headerOf = (path: string): Header => parseHeader(readFileSync(path, 'utf8').split('\n')[0] ?? '');
const HEADER = '{"anneal":1,"run":"r","attempt":1,"startedAt":"now"}\n';
const header = (part: number, run = 'r'): string =>
  `{"anneal":1,"run":"${run}","attempt":1,"part":${part},"startedAt":"now"}\n`;

describe('jsonl with rotate', () => {
  it('opens another file before one would be larger, with a header of its own, and renames none', async () => {
    const rows = counted(500, 0, { loss: 0.25 });
    const stream = new Subject<Row>();
    stream.pipe(log({ name: 'long' }, jsonl(file, { rotate: 2000 }))).subscribe();
    for (const row of rows.slice(0, 20)) stream.next(row);
    await new Promise((done) => setImmediate(done));
    const { ino } = statSync(file);
    for (const row of rows.slice(20)) stream.next(row);
    stream.complete();

    const files = parts();
    expect(files.length).toBeGreaterThan(5);
    expect(statSync(file).ino).toBe(ino);
    const sizes = files.map((path) => statSync(path).size);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2000);
    // Only a row that does not fit opens another one.
    expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThan(2000 - '{"step":100,"loss":0.25}\n'.length);
    const first = headerOf(file);
    expect(first).not.toHaveProperty('part');
    for (const [index, path] of files.entries()) {
      if (index > 0) expect(headerOf(path)).toEqual({ ...first, part: index + 1 });
      expect(readFileSync(path).at(-1)).toBe(0x0a);
    }
    expect(await read()).toEqual(rows);
    expect(messages()).toEqual([]);
  });

  it('gives a row that is larger than a file may be a file to itself, and whole', async () => {
    const rows = [{ step: 0 }, { step: 1, note: 'é'.repeat(3000) }, { step: 2 }, { step: 3 }];
    write(rows, 500);
    expect(parts()).toHaveLength(3);
    expect(await read()).toEqual(rows);
  });

  it('puts each row into a file of its own where it must be as small as that', async () => {
    write(counted(4), 1);
    expect(parts()).toHaveLength(4);
    expect(await read()).toEqual(counted(4));
  });

  it('goes on in the last file, with or without rotate, and counts attempts over all', async () => {
    write(counted(100), 800);
    const before = parts().map((path) => readFileSync(path));
    write(counted(30, 90, { again: 2 }));
    expect(parts()).toHaveLength(before.length);
    write(counted(60, 110, { again: 3 }), 800);
    expect(parts().length).toBeGreaterThan(before.length);
    for (const [index, bytes] of before.entries()) {
      expect(
        readFileSync(parts()[index] as string)
          .subarray(0, bytes.length)
          .equals(bytes),
      ).toBe(true);
    }
    const { run } = headerOf(file);
    expect(headerOf(parts().at(-1) as string)).toMatchObject({ run, attempt: 3, part: parts().length });
    expect(await read()).toEqual([
      ...counted(90),
      ...counted(20, 90, { again: 2 }),
      ...counted(60, 110, { again: 3 }),
    ]);
  });

  it('folds a restart that goes back to a file long before', async () => {
    write(counted(100), 500);
    write(counted(3, 2), 500);
    expect(await read()).toEqual(counted(5));
  });

  it('begins the next attempt in another file where its header would be too much', () => {
    write(counted(5), 300);
    write([], 300);
    write(counted(5, 5), 300);
    for (const path of parts().slice(1)) expect(readFileSync(path, 'utf8').split('"run"')).toHaveLength(2);
    expect(headerOf(parts().at(-1) as string).attempt).toBe(3);
  });

  it.each([
    ['was not begun', ''],
    ['has half a header', header(3).slice(0, 30)],
    ['lacks a newline', header(3).slice(0, -1)],
  ])('goes on where a kill left a last file that %s', async (_, left) => {
    writeFileSync(file, `${HEADER}{"step":0}\n`);
    writeFileSync(partFile(file, 2), `${header(2)}{"step":1}\n{"step":2}\n`);
    writeFileSync(partFile(file, 3), left);
    expect(await read()).toEqual(counted(3));
    write(counted(2, 2, { again: true }), 1000);
    expect(headerOf(partFile(file, 3))).toMatchObject({ run: 'r', attempt: 2, part: 3 });
    expect(await read()).toEqual([...counted(2), ...counted(2, 2, { again: true })]);
    expect(parts()).toHaveLength(3);
  });

  it('writes on in whole lines when there is something in the way for a while', async () => {
    const rows = new Subject<Row>();
    rows.pipe(log(jsonl(file, { rotate: 400 }))).subscribe();
    const way = partFile(file, 2);
    writeFileSync(way, 'somebody else wrote this\n');
    for (const row of counted(100)) rows.next(row);
    await new Promise((done) => setImmediate(done));
    expect(messages()).toEqual([expect.stringMatching(/writing failed at step 99: EEXIST.*run\.2\.jsonl/)]);
    expect(readFileSync(way, 'utf8')).toBe('somebody else wrote this\n');
    rmSync(way);
    rows.complete();
    expect(await read()).toEqual(counted(100));
  });

  it.skipIf(!existsSync('/dev/null'))('leaves a device alone, which has no size', () => {
    from(counted(100))
      .pipe(log(jsonl('/dev/null', { rotate: 100 })))
      .subscribe();
    expect(messages()).toEqual([]);
    expect(existsSync('/dev/null.2')).toBe(false);
  });
});

describe('jsonl refuses by name', () => {
  const refused = (rotate?: number): string => {
    write(counted(2), rotate);
    return messages()[0] ?? '';
  };

  it.each([
    [
      'another run',
      header(2, 'other'),
      /'run\.2\.jsonl' looks like a part of this run .* it is another run; move/,
    ],
    ['a run of its own', HEADER, /'run\.2\.jsonl' looks like .* does not say that it is part 2; move/],
    ['another part', header(3), /'run\.2\.jsonl' looks like .* does not say that it is part 2; move/],
  ])('%s in the place of a part', (_, text, message) => {
    writeFileSync(file, `${HEADER}{"step":0}\n`);
    writeFileSync(partFile(file, 2), text);
    expect(refused()).toMatch(message);
    expect(readFileSync(partFile(file, 2), 'utf8')).toBe(text);
    expect(readFileSync(file, 'utf8')).toBe(`${HEADER}{"step":0}\n`);
  });

  it('a part without a first file', () => {
    writeFileSync(partFile(file, 2), header(2));
    expect(refused()).toMatch(/'run\.2\.jsonl' looks like .* the file before it has no header; move it away/);
    expect(existsSync(file)).toBe(false);
  });

  it('a part that is missing', () => {
    writeFileSync(file, HEADER);
    writeFileSync(partFile(file, 3), header(3));
    expect(refused()).toMatch(
      /part 2 of the run is missing: there is no 'run\.2\.jsonl', but there is part 3;/,
    );
  });

  it('a part in place of the first file', () => {
    writeFileSync(file, header(2));
    expect(refused()).toMatch(/the file is part 2 of a run; name the first one, which has no number/);
  });

  it('what is no run, only where it would be in the way', async () => {
    writeFileSync(file, HEADER);
    writeFileSync(partFile(file, 2), 'step,loss\n');
    expect(refused(500)).toMatch(/'run\.2\.jsonl' looks like .* the file holds something else/);
    said.mockClear();
    write(counted(2));
    expect(messages()).toEqual([]);
    expect(await read()).toEqual(counted(2));
  });

  it('not what has a number far off, say a year', async () => {
    for (const text of ['step,loss\n', HEADER, header(2, 'other')]) {
      writeFileSync(partFile(file, 2026), text);
      write(counted(2), 10_000);
      expect(messages()).toEqual([]);
      expect(await read()).toEqual(counted(2));
    }
  });
});
