import { mkdirSync, mkdtempSync, type ReadStream, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstValueFrom, from, lastValueFrom, type Observable, toArray } from 'rxjs';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { type JsonlOptions, jsonl } from './jsonl/index.ts';
import { log } from './log.ts';
import { readHeaders } from './read-headers.ts';
import { readRuns } from './read-runs.ts';
import type { Row } from './row.ts';

const folder = mkdtempSync(join(tmpdir(), 'read-runs-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

const all = <T>(values: Observable<T>): Promise<T[]> => lastValueFrom(values.pipe(toArray()));
const failure = (values: Observable<unknown>): Promise<Error> =>
  all(values).then(
    () => expect.unreachable('it was read'),
    (error) => error,
  );
const write = (file: string, rows: readonly Row[], options?: JsonlOptions): string => {
  from(rows)
    .pipe(log(jsonl(file, options)))
    .subscribe();
  return file;
};
const counted = (count: number): Row[] =>
  Array.from({ length: count }, (_, step) => ({ step, note: 'x'.repeat(90) }));
let folders = 0;
const newFolder = (): string => {
  const name = join(folder, `${folders++}`);
  mkdirSync(name);
  return name;
};

describe('readHeaders', () => {
  it('gives the header of each attempt, one without rows too', async () => {
    const file = join(newFolder(), 'run.jsonl');
    write(
      file,
      [
        { step: 0, anneal: 1 },
        { anneal: 1, run: 'no header', step: 1 },
      ],
      { name: 'a', config: { seed: 1 } },
    );
    write(file, []);
    write(file, [{ step: 1 }], { name: 'b' });
    const headers = await all(readHeaders(file));
    expect(headers.map(({ attempt, name, config }) => [attempt, name, config])).toEqual([
      [1, 'a', { seed: 1 }],
      [2, undefined, undefined],
      [3, 'b', undefined],
    ]);
    expect(new Set(headers.map(({ run }) => run)).size).toBe(1);
  });

  it('passes over a header that is torn', async () => {
    const file = join(newFolder(), 'run.jsonl');
    writeFileSync(file, '{"anneal":1,"run":"r","attempt":1,"startedAt":"now"}\n{"anneal":1,"run":"r","att');
    expect(await all(readHeaders(file))).toHaveLength(1);
  });

  it('takes the parts of a rotated run for one, and finds the attempts that begin in them', async () => {
    const file = join(newFolder(), 'run.jsonl');
    const line = (header: object): string =>
      `${JSON.stringify({ anneal: 1, run: 'r', ...header })}\n{"step":1}\n`;
    writeFileSync(file, line({ attempt: 1 }));
    writeFileSync(
      file.replace('.jsonl', '.2.jsonl'),
      line({ attempt: 1, part: 2 }) + line({ attempt: 2, part: 2 }),
    );
    writeFileSync(file.replace('.jsonl', '.3.jsonl'), line({ attempt: 2, part: 3 }));
    expect((await all(readHeaders(file))).map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect((await failure(readHeaders(file.replace('.jsonl', '.2.jsonl')))).message).toMatch(
      /^readHeaders: '.*run\.2\.jsonl' is no run that jsonl has written: it is part 2 of one; read the first part/,
    );
  });

  it('closes the file when it is unsubscribed in the middle', async () => {
    const file = write(join(newFolder(), 'run.jsonl'), counted(20_000));
    const streams = vi.spyOn(process.getBuiltinModule('node:fs'), 'createReadStream').mock.results;
    expect(await firstValueFrom(readHeaders(file))).toMatchObject({ attempt: 1 });
    const stream = streams.at(-1)?.value as ReadStream;
    expect(stream.destroyed).toBe(true);
    await vi.waitFor(() => expect(stream.closed).toBe(true));
  });

  it.each([
    ['my notes\n', /is no run that jsonl has written: it does not begin with a header$/],
    ['', /is no run that jsonl has written: it does not begin with a header$/],
    ['{"anneal":1,"run":"r"}\n{"anneal":1,"run":"r"\n', /cannot be read: line 2 is broken: /],
  ])('says what is wrong with %j', async (text, message) => {
    const file = join(newFolder(), 'run.jsonl');
    writeFileSync(file, text);
    const error = await failure(readHeaders(file));
    expect(error.message).toMatch(/^readHeaders: '.*run\.jsonl' /);
    expect(error.message).toMatch(message);
  });

  it('says that there is no file, and at once what is no path', async () => {
    expect((await failure(readHeaders(join(folder, 'none')))).message).toMatch(
      /^readHeaders: there is no file '/,
    );
    expect(() => readHeaders('')).toThrow(/^readHeaders: file must be the path of a file, got ''$/);
  });
});

describe('readRuns', () => {
  it('finds the runs of a folder, in the order of their names, and nothing else', async () => {
    const where = newFolder();
    write(join(where, 'b.jsonl'), [{ step: 0, loss: 2 }], { name: 'b' });
    write(join(where, 'b.jsonl'), [{ step: 0, loss: 3 }]);
    write(join(where, 'a.jsonl'), [{ step: 0, loss: 1 }]);
    write(join(where, 'a.2.jsonl'), [{ step: 0, loss: 4 }], { name: 'only looks like a part' });
    rmSync(join(where, 'a.jsonl'));
    writeFileSync(join(where, 'notes.jsonl'), '{"mine":1}\n');
    writeFileSync(join(where, 'empty.jsonl'), '');
    writeFileSync(join(where, 'run.csv'), 'a,b\n');
    mkdirSync(join(where, 'folder.jsonl'));
    write(join(where, 'sub', 'deep.jsonl'), [{ step: 0 }]);
    symlinkSync(join(where, 'b.jsonl'), join(where, 'link.jsonl'));
    const runs = await all(readRuns(where));
    expect(runs.map(({ file }) => file)).toEqual(
      ['a.2.jsonl', 'b.jsonl', 'link.jsonl'].map((name) => join(where, name)),
    );
    expect(runs.map(({ headers }) => headers.map(({ name }) => name))).toEqual([
      ['only looks like a part'],
      ['b', undefined],
      ['b', undefined],
    ]);
    expect(await all((runs[1] as (typeof runs)[0]).rows)).toEqual([{ step: 0, loss: 3 }]);
    // Cold: it is read anew.
    write(join(where, 'b.jsonl'), [{ step: 1, loss: 4 }]);
    expect(await all((runs[1] as (typeof runs)[0]).rows)).toHaveLength(2);
  });

  it('gives a rotated run once, with the rows of all its parts', async () => {
    const where = newFolder();
    write(join(where, 'run.jsonl'), counted(100), { rotate: 4096 });
    const runs = await all(readRuns(where));
    expect(runs.map(({ file, headers }) => [file, headers.length])).toEqual([[join(where, 'run.jsonl'), 1]]);
    expect(await all((runs[0] as (typeof runs)[0]).rows)).toEqual(counted(100));
  });

  it('takes files in the order in which they are named', async () => {
    const where = newFolder();
    const files = ['b', 'a'].map((name) => write(join(where, `${name}.log`), [{ step: 0 }]));
    expect((await all(readRuns(files))).map(({ file }) => file)).toEqual(files);
    expect(await all(readRuns([]))).toEqual([]);
  });

  it('says which of the named files is no run, or not there', async () => {
    const where = newFolder();
    const file = write(join(where, 'a.jsonl'), [{ step: 0 }]);
    const other = join(where, 'notes.txt');
    writeFileSync(other, 'notes\n');
    const seen: string[] = [];
    const error = await new Promise<Error>((error) =>
      readRuns([file, other]).subscribe({ next: (run) => seen.push(run.file), error }),
    );
    expect(seen).toEqual([file]);
    expect(error.message).toMatch(/^readRuns: '.*notes\.txt' is no run that jsonl has written: /);
    expect((await failure(readRuns([join(where, 'none')]))).message).toMatch(/^readRuns: there is no file '/);
  });

  it('says of a folder what is wrong with it', async () => {
    const file = write(join(newFolder(), 'run.jsonl'), [{ step: 0 }]);
    expect((await failure(readRuns(join(folder, 'none')))).message).toMatch(
      /^readRuns: there is no folder '/,
    );
    expect((await failure(readRuns(file))).message).toMatch(
      /is no folder; name files in an array: readRuns\(\['/,
    );
    expect(await all(readRuns(newFolder()))).toEqual([]);
  });

  it('lets a run be the last: unsubscribing reads no further file', async () => {
    const where = newFolder();
    for (const name of ['a', 'b']) write(join(where, `${name}.jsonl`), [{ step: 0 }]);
    const streams = vi.spyOn(process.getBuiltinModule('node:fs'), 'createReadStream').mock.calls;
    expect((await firstValueFrom(readRuns(where))).file).toContain('a.jsonl');
    await new Promise((done) => setTimeout(done, 20));
    expect(streams.map(([file]) => file)).toEqual([join(where, 'a.jsonl')]);
  });

  it.each([
    ['', /^readRuns: where must be the path of a folder, or an array of files, got ''$/],
    [5, /got 5$/],
    [['a', 7], /got an array with 7$/],
  ])('refuses %j', (where, message) => {
    expect(() => readRuns(where as string)).toThrow(TypeError);
    expect(() => readRuns(where as string)).toThrow(message);
  });
});
