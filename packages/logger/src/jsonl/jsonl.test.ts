import fs, { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Curve, cosineAnnealing, warmup } from '@anneal/core';
import { fromJSON } from '@anneal/core/json';
import { from, lastValueFrom, NEVER, of, Subject, toArray } from 'rxjs';
import { afterAll, afterEach, beforeEach, describe, expect, it, type Mock, vi } from 'vitest';
import { isHeader } from '../header.ts';
import { log } from '../log.ts';
import { readRun } from '../read-run.ts';
import type { Row } from '../row.ts';
import { jsonl } from './jsonl.ts';

/** A disk whose room can be set, and whose writes are counted. */
const disk = vi.hoisted(() => ({ room: Infinity, writes: 0, fd: -1 }));

vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  const writeSync = (fd: number, bytes: Buffer): number => {
    disk.fd = fd;
    disk.writes++;
    if (disk.room === 0)
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    const written = real.writeSync(fd, bytes.subarray(0, Math.min(bytes.length, disk.room)));
    disk.room -= written;
    return written;
  };
  return { ...real, writeSync };
});

const folder = mkdtempSync(join(tmpdir(), 'jsonl-'));
afterAll(() => rmSync(folder, { recursive: true }));

let said: Mock<(line: string) => void>;
let file = '';
let files = 0;

beforeEach(() => {
  said = vi.spyOn(console, 'error').mockImplementation(() => {}) as unknown as typeof said;
  file = join(folder, `${files++}.jsonl`);
  Object.assign(disk, { room: Infinity, writes: 0 });
  // No test depends on how fast it is run.
  vi.useFakeTimers({ toFake: ['performance'] });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const messages = (): string[] => said.mock.calls.map(([line]) => line.replaceAll(file, 'FILE'));
const linesOf = (path = file): string[] => readFileSync(path, 'utf8').split('\n');
const rowsOf = (path = file): unknown[] =>
  linesOf(path)
    .slice(1, -1)
    .map((line) => JSON.parse(line));
const counted = (count: number, start = 0): Row[] =>
  Array.from({ length: count }, (_, index) => ({ step: start + index }));
const macrotask = (): Promise<void> => new Promise((done) => setImmediate(done));

describe('jsonl', () => {
  it('writes a header and one row a line', () => {
    const config = { layers: 3, over: Infinity };
    from(counted(2))
      .pipe(log({ name: 'first', versions: { tfjs: '4.22.0' } }, jsonl(file, { config })))
      .subscribe();
    const [header, ...rows] = linesOf();
    const keys = ['anneal', 'run', 'attempt', 'startedAt', 'name', 'versions', 'config'];
    expect(Object.keys(JSON.parse(header ?? ''))).toEqual(keys);
    expect(JSON.parse(header ?? '')).toMatchObject({
      anneal: 1,
      attempt: 1,
      name: 'first',
      versions: { node: process.versions.node, tfjs: '4.22.0' },
      config: { layers: 3, over: 'Infinity' },
    });
    expect(rows).toEqual(['{"step":0}', '{"step":1}', '']);
    expect(messages()).toEqual([]);
  });

  it('writes the schedule down as data, which gives the same rates', () => {
    const schedule = warmup(cosineAnnealing({ from: 0.1, to: 0.001, over: 90 }), { over: 10 });
    from(counted(1))
      .pipe(log({ schedule }, jsonl(file)))
      .subscribe();
    const again = fromJSON(JSON.parse(linesOf()[0] ?? '').schedule) as Curve;
    const steps = Array.from({ length: 120 }, (_, step) => step);
    expect(steps.map((step) => again.at(step))).toEqual(steps.map((step) => schedule.at(step)));
  });

  it('touches no file before it is opened, and makes folders then', () => {
    const deep = join(folder, 'a', 'b', `${files}.jsonl`);
    const sink = jsonl(deep);
    expect(existsSync(join(folder, 'a'))).toBe(false);
    of({ step: 0 }).pipe(log(sink)).subscribe();
    expect(rowsOf(deep)).toEqual([{ step: 0 }]);
  });

  it('goes on with a file: the torn line is cut, the run stays, the attempt counts up', async () => {
    from(counted(3))
      .pipe(log(jsonl(file)))
      .subscribe();
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, `${before}{"step":3,"lo`);
    const again = jsonl(file);
    from(counted(2, 1)).pipe(log(again)).subscribe();
    from(counted(2, 2)).pipe(log(again)).subscribe();
    const text = readFileSync(file, 'utf8');
    expect(text.startsWith(before)).toBe(true);
    const headers = text.split('\n').filter(isHeader);
    expect(headers.map((line) => JSON.parse(line).attempt)).toEqual([1, 2, 3]);
    expect(new Set(headers.map((line) => JSON.parse(line).run)).size).toBe(1);
    expect(await lastValueFrom(readRun(file).pipe(toArray()))).toEqual(counted(4));
  });

  it('says at which step an attempt takes up the run, on a line before that row', () => {
    const rows = [{ note: 'no step' }, { step: NaN }, { step: 3 }, { step: 4 }];
    from(rows)
      .pipe(log(jsonl(file)))
      .subscribe();
    const first = linesOf().slice(1, -1);
    expect(first).toEqual(['{"note":"no step"}', '{"step":"NaN"}', '{"step":3}', '{"step":4}']);
    from(rows)
      .pipe(log(jsonl(file)))
      .subscribe();
    const marker = '{"anneal":1,"restart":3,"attempt":2}';
    expect(linesOf().slice(6, -1)).toEqual([...first.slice(0, 2), marker, ...first.slice(2)]);
    of({ note: 'no step at all' })
      .pipe(log(jsonl(file)))
      .subscribe();
    expect(linesOf().filter((line) => line.includes('"restart"'))).toEqual([marker]);
  });

  it('says so too where the file cannot be opened at first', () => {
    from(counted(3))
      .pipe(log(jsonl(file)))
      .subscribe();
    const aside = `${file}.aside`;
    fs.renameSync(file, aside);
    fs.mkdirSync(file);
    const rows = new Subject<Row>();
    rows.pipe(log(jsonl(file))).subscribe();
    for (const row of [{ note: 1 }, ...counted(2, 1)]) rows.next(row);
    fs.rmdirSync(file);
    fs.renameSync(aside, file);
    rows.complete();
    const marker = '{"anneal":1,"restart":1,"attempt":2}';
    expect(linesOf().slice(5)).toEqual(['{"note":1}', marker, '{"step":1}', '{"step":2}', '']);
  });

  it('gives back what it was given', async () => {
    const rows: Row[] = [
      { step: 0, rate: 0.1, loss: NaN, causes: [{ by: 'sequence', from: -Infinity }] },
      { step: 1, note: 'a\n\u2028"é😀', anneal: 1 },
      { anneal: 1, run: 'x', step: 2 },
      { val_loss: Infinity },
    ];
    from(rows)
      .pipe(log(jsonl(file)))
      .subscribe();
    expect(await lastValueFrom(readRun(file).pipe(toArray()))).toEqual(rows);
    of({ step: 3 })
      .pipe(log(jsonl(file)))
      .subscribe();
    expect(JSON.parse(linesOf()[5] ?? '').attempt).toBe(2);
  });

  it('loses a row that JSON cannot say, and no other', () => {
    from([{ step: 0 }, { step: 1, n: 1n }, { step: 2, n: 2n }, { step: 3 }])
      .pipe(log(jsonl(file)))
      .subscribe();
    expect(rowsOf()).toEqual([{ step: 0 }, { step: 3 }]);
    expect(messages()).toEqual([
      "log: jsonl 'FILE' failed at step 1: Do not know how to serialize a BigInt; " +
        'the row is lost, later rows are still offered',
      "log: jsonl 'FILE' lost 2 of 4 rows",
    ]);
  });

  it('takes the good rows of a batch', () => {
    const sink = jsonl(file);
    sink.open?.({ id: 'r', startedAt: 'now' });
    expect(() => sink.write([{ step: 0, n: 1n }, { step: 1 }, { step: 2, n: 1n }])).toThrow(
      '2 of 3 rows could not be taken: Do not know how to serialize a BigInt',
    );
    expect(() => sink.write([{ step: 0, n: 1n }, { step: 2 }])).toThrow(expect.objectContaining({ lost: 1 }));
    sink.close?.();
    expect(rowsOf()).toEqual([{ step: 1 }, { step: 2 }]);
  });
});

describe('rows reach the file', () => {
  it('at the end of the macrotask, in one write', async () => {
    const rows = new Subject<Row>();
    const subscription = rows.pipe(log(jsonl(file))).subscribe();
    expect(disk.writes).toBe(1);
    for (const row of counted(100)) rows.next(row);
    await Promise.resolve();
    expect(disk.writes).toBe(1);
    await macrotask();
    expect(disk.writes).toBe(2);
    expect(rowsOf()).toEqual(counted(100));
    await macrotask();
    expect(disk.writes).toBe(2);
    rows.next({ step: 100 });
    await macrotask();
    expect(disk.writes).toBe(3);
    expect(rowsOf()).toHaveLength(101);
    // What promises bring is of the same macrotask.
    await new Promise<void>((done) => {
      setImmediate(async () => {
        rows.next({ step: 101 });
        await Promise.resolve();
        rows.next({ step: 102 });
        await Promise.resolve();
        expect(disk.writes).toBe(3);
        done();
      });
    });
    await macrotask();
    expect(disk.writes).toBe(4);
    expect(rowsOf()).toHaveLength(103);
    subscription.unsubscribe();
  });

  it('at the end of each message of a MessagePort, though many come in one turn of the loop', async () => {
    const rows = new Subject<Row>();
    const subscription = rows.pipe(log(jsonl(file))).subscribe();
    const { port1, port2 } = new MessageChannel();
    const found: number[] = [];
    await new Promise<void>((done) => {
      port1.on('message', (step: number) => {
        found.push(rowsOf().length);
        rows.next({ step });
        if (step < 20) port2.postMessage(step + 1);
        else done();
      });
      port2.postMessage(0);
    });
    port1.close();
    expect(found).toEqual(Array.from({ length: 21 }, (_, step) => step));
    subscription.unsubscribe();
  });

  it('at 64 KiB', () => {
    const rows = new Subject<Row>();
    const subscription = rows.pipe(log(jsonl(file))).subscribe();
    const start = statSync(file).size;
    const row = { note: 'x'.repeat(1024 - '{"note":""}\n'.length) };
    for (let count = 0; count < 63; count++) rows.next(row);
    expect(statSync(file).size).toBe(start);
    rows.next(row);
    expect(statSync(file).size).toBe(start + 65536);
    subscription.unsubscribe();
  });

  it('at 64 KiB of bytes, whatever the characters', () => {
    const rows = new Subject<Row>();
    const subscription = rows.pipe(log(jsonl(file))).subscribe();
    const start = statSync(file).size;
    const row = { note: '한'.repeat((1024 - '{"note":""}\n'.length) / 3 + 1) };
    for (let count = 0; count < 64; count++) rows.next(row);
    expect(statSync(file).size).toBeGreaterThanOrEqual(start + 65536);
    subscription.unsubscribe();
  });

  it('with the first row that comes 100 ms after the last write, though nothing yields', () => {
    const rows = new Subject<Row>();
    const subscription = rows.pipe(log(jsonl(file))).subscribe();
    rows.next({ step: 0 });
    vi.advanceTimersByTime(99);
    rows.next({ step: 1 });
    expect(rowsOf()).toEqual([]);
    vi.advanceTimersByTime(1);
    rows.next({ step: 2 });
    expect(rowsOf()).toEqual(counted(3));
    vi.advanceTimersByTime(99);
    rows.next({ step: 3 });
    expect(rowsOf()).toEqual(counted(3));
    subscription.unsubscribe();
    expect(rowsOf()).toEqual(counted(4));
  });

  it('when they are flushed by hand', () => {
    const sink = jsonl(file);
    sink.open?.({ id: 'r', startedAt: 'now' });
    sink.write(counted(1));
    expect(rowsOf()).toEqual([]);
    sink.flush?.();
    expect(rowsOf()).toEqual(counted(1));
    sink.close?.();
  });
});

describe('a disk that is full', () => {
  it('costs no row when there is room again, and tears no line', async () => {
    const rows = new Subject<Row>();
    rows.pipe(log(jsonl(file))).subscribe();
    disk.room = 27;
    for (const row of counted(5)) rows.next(row);
    await macrotask();
    expect(linesOf().slice(1)).toEqual(['{"step":0}', '{"step":1}', '{"ste']);
    for (const row of counted(5, 5)) rows.next(row);
    await macrotask();
    expect(messages()).toEqual([
      expect.stringMatching(
        /^jsonl '.*': writing failed at step 4: ENOSPC: no space left on device; the rows are kept in memory, and tried again/,
      ),
    ]);
    disk.room = Infinity;
    rows.complete();
    expect(rowsOf()).toEqual(counted(10));
    expect(messages()).toHaveLength(1);
  });

  it('is tried again after a second, without another row, and once a second at most', async () => {
    vi.useFakeTimers({
      toFake: ['performance', 'setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate'],
    });
    const rows = new Subject<Row>();
    const subscription = rows.pipe(log(jsonl(file))).subscribe();
    disk.room = 0;
    rows.next({ step: 0 });
    await vi.advanceTimersByTimeAsync(1);
    expect(disk.writes).toBe(2);
    for (let step = 1; step < 9; step++) {
      vi.advanceTimersByTime(100);
      rows.next({ step });
    }
    expect(disk.writes).toBe(2);
    vi.advanceTimersByTime(200);
    expect(disk.writes).toBe(3);
    expect(messages()).toHaveLength(1);
    disk.room = Infinity;
    vi.advanceTimersByTime(1000);
    expect(rowsOf()).toEqual(counted(9));
    rows.next({ step: 9 });
    await vi.advanceTimersByTimeAsync(1);
    expect(rowsOf()).toEqual(counted(10));
    subscription.unsubscribe();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('says at the end how many rows were lost, a half one included', () => {
    const complete = vi.fn();
    const rows = new Subject<Row>();
    rows.pipe(log(jsonl(file))).subscribe({ complete });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate'] });
    disk.room = 27;
    for (const row of counted(5)) rows.next(row);
    rows.complete();
    expect(vi.getTimerCount()).toBe(0);
    expect(complete).toHaveBeenCalledOnce();
    expect(messages()).toEqual([
      expect.stringMatching(/^log: jsonl '.*' failed to close: 3 rows could not be written: ENOSPC/),
      "log: jsonl 'FILE' lost 3 of 5 rows",
    ]);
  });

  it('refuses rows when 64 MiB are kept, and says so', () => {
    const rows = new Subject<Row>();
    rows.pipe(log(jsonl(file))).subscribe();
    disk.room = 0;
    const note = 'x'.repeat(2 ** 20);
    for (let step = 0; step < 67; step++) rows.next({ step, note });
    disk.room = Infinity;
    rows.complete();
    expect(messages()[1]).toMatch(
      /failed at step 64: 64 MiB of rows wait for a file that cannot be written; the row is/,
    );
    expect(messages()[2]).toMatch(/lost 3 of 67 rows$/);
    expect(rowsOf()).toHaveLength(64);
  });

  it.skipIf(!existsSync('/dev/full'))('is a real one', () => {
    const complete = vi.fn();
    from(counted(4))
      .pipe(log(jsonl('/dev/full')))
      .subscribe({ complete });
    expect(complete).toHaveBeenCalledOnce();
    expect(messages()).toEqual([
      expect.stringMatching(/^jsonl '\/dev\/full': writing failed before the first row: ENOSPC/),
      expect.stringMatching(/^log: jsonl '\/dev\/full' failed to close: 4 rows could not be written: ENOSPC/),
      "log: jsonl '/dev/full' lost 4 of 4 rows",
    ]);
  });
});

describe('other trouble with the file', () => {
  it('that somebody closes it costs no row', async () => {
    const rows = new Subject<Row>();
    const subscription = rows.pipe(log(jsonl(file))).subscribe();
    rows.next({ step: 0 });
    await macrotask();
    fs.closeSync(disk.fd);
    rows.next({ step: 1 });
    await macrotask();
    expect(messages()).toEqual([expect.stringMatching(/writing failed at step 1: EBADF/)]);
    subscription.unsubscribe();
    expect(rowsOf()).toEqual(counted(2));
  });

  it('that it cannot be opened costs no row, if it can be later', () => {
    const blocked = join(folder, `blocked-${files}`);
    writeFileSync(blocked, '');
    const path = join(blocked, 'run.jsonl');
    const rows = new Subject<Row>();
    rows.pipe(log(jsonl(path))).subscribe();
    rows.next({ step: 0 });
    expect(messages()).toEqual([
      expect.stringMatching(/writing failed before the first row: (EEXIST|ENOTDIR)/),
    ]);
    rmSync(blocked);
    rows.complete();
    expect(linesOf(path)[0]).toMatch(/^\{"anneal":1,/);
    expect(rowsOf(path)).toEqual(counted(1));
  });

  it('that it holds something else leaves it as it is', () => {
    writeFileSync(file, 'step,loss\n0,1');
    from(counted(2))
      .pipe(log(jsonl(file)))
      .subscribe();
    expect(readFileSync(file, 'utf8')).toBe('step,loss\n0,1');
    expect(messages()).toEqual([
      expect.stringMatching(
        /could not be opened: the file holds something else: .* got 'step,loss'; it gets no row/,
      ),
      expect.stringMatching(/lost 2 of 2 rows$/),
    ]);
  });

  it('that another sink is writing it is refused', () => {
    const first = NEVER.pipe(log(jsonl(file))).subscribe();
    of({ step: 0 })
      .pipe(log(jsonl(file)))
      .subscribe();
    expect(messages()[0]).toMatch(
      /could not be opened: the file is being written already; close that sink first/,
    );
    first.unsubscribe();
    of({ step: 0 })
      .pipe(log(jsonl(file)))
      .subscribe();
    expect(linesOf().filter(isHeader)).toHaveLength(2);
  });

  it('that it is not open is said', () => {
    expect(() => jsonl('run.jsonl').write([{ step: 0 }])).toThrow(
      "jsonl 'run.jsonl' is not open; hand it to log(), or call open(run) first",
    );
  });
});

describe('jsonl refuses', () => {
  it.each([
    ['no path', [5], 'jsonl: file must be the path of a file, got 5'],
    ['an empty path', [''], "jsonl: file must be the path of a file, got ''"],
    [
      'what are no options',
      ['a', 'b'],
      "jsonl: the options must be an object { name, schedule, config, versions, rotate }, got 'b'",
    ],
    [
      'a misspelt option',
      ['a', { confg: 1 }],
      "jsonl: unknown option 'confg', did you mean 'config'? (the options are name, schedule, config, versions, rotate)",
    ],
    [
      'an unknown option',
      ['a', { fsyncEveryRow: 1 }],
      "jsonl: unknown option 'fsyncEveryRow' (the options are name, schedule, config, versions, rotate)",
    ],
    [
      'a part of no bytes',
      ['a', { rotate: 0 }],
      'jsonl: rotate must be a whole number of bytes from 1 up, got 0',
      RangeError,
    ],
    [
      'a size in words',
      ['a', { rotate: '1 MiB' }],
      "jsonl: rotate must be a whole number of bytes from 1 up, got '1 MiB'",
      RangeError,
    ],
    [
      'a config that is no JSON',
      ['a', { config: () => 1 }],
      'jsonl: config must be plain JSON, got the function config at config',
    ],
  ])('%s', (_, args, message, kind: ErrorConstructor = TypeError) => {
    const make = () => jsonl(...(args as [string]));
    expect(make).toThrow(kind);
    expect(make).toThrow(message);
  });
});

it('fifty files at a time listen to the process once, and none when all are closed', () => {
  const events = ['exit', 'SIGINT', 'SIGTERM', 'SIGHUP'];
  const listeners = (): number[] => events.map((event) => process.listenerCount(event));
  const before = listeners();
  const subscriptions = Array.from({ length: 50 }, (_, index) =>
    NEVER.pipe(log(jsonl(join(folder, `many-${index}.jsonl`)))).subscribe(),
  );
  expect(listeners()).toEqual(before.map((count) => count + 1));
  for (const subscription of subscriptions) subscription.unsubscribe();
  expect(listeners()).toEqual(before);
});
