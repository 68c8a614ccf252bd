import fs, {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMPTY, from, NEVER, of, Subject } from 'rxjs';
import { afterAll, afterEach, beforeEach, describe, expect, it, type Mock, vi } from 'vitest';
import { log } from '../log.ts';
import type { Row } from '../row.ts';
import {
  eventFiles,
  readEvents,
  readRecords,
  scalars,
  shownByPython,
  shownByRust,
  texts,
} from './golden/read-events.ts';
import { decoded, type Event } from './golden/schema.ts';
import { tensorboard } from './tensorboard.ts';

/** A disk whose room can be set, and whose writes are counted. */
const disk = vi.hoisted(() => ({ room: Infinity, writes: 0, fd: -1 }));

vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  const writeSync = (fd: number, bytes: Uint8Array, offset: number): number => {
    disk.fd = fd;
    disk.writes++;
    if (disk.room === 0)
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    const written = real.writeSync(fd, bytes.subarray(offset, offset + disk.room));
    disk.room -= written;
    return written;
  };
  return { ...real, writeSync };
});

const parent = mkdtempSync(join(tmpdir(), 'tensorboard-'));
afterAll(() => rmSync(parent, { recursive: true }));

let said: Mock<(line: string) => void>;
let folder = '';
let folders = 0;

beforeEach(() => {
  said = vi.spyOn(console, 'error').mockImplementation(() => {}) as unknown as typeof said;
  folder = join(parent, `${folders++}`);
  Object.assign(disk, { room: Infinity, writes: 0 });
  // No test depends on how fast it is run.
  vi.useFakeTimers({ toFake: ['Date'] });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const messages = (): string[] => said.mock.calls.map(([line]) => line.replaceAll(folder, 'FOLDER'));
const counted = (count: number, start = 0): Row[] =>
  Array.from({ length: count }, (_, index) => ({ step: start + index, loss: start + index }));
const points = (steps: readonly number[]): [number, number][] => steps.map((step) => [step, step]);
const macrotask = (): Promise<void> => new Promise((done) => setImmediate(done));
const events = (): Event[] => eventFiles(folder).flatMap(readEvents);
/** The steps of all rows that have reached the files. */
const stepsWritten = (): number[] =>
  events().flatMap(({ step, what }) => (scalars(what).length > 0 ? [Number(step)] : []));
const write = (rows: readonly Row[], ...options: readonly object[]): void => {
  from(rows)
    .pipe(log(tensorboard(folder, ...(options as []))))
    .subscribe();
};

describe('tensorboard', () => {
  it('writes all numbers of a row as one event', () => {
    vi.setSystemTime(1_700_000_000_123);
    write([
      {
        step: 3,
        epoch: 1,
        rate: 0.5,
        'rate.backbone': 0.25,
        val_loss: NaN,
        note: 'x',
        state: 3,
        more: { a: 1 },
      },
      { step: 4, loss: Infinity, yes: true },
    ]);
    const [version, start, run, ...rows] = events();
    expect(version).toMatchObject({
      wallTime: 1_700_000_000.123,
      what: { case: 'fileVersion', value: 'brain.Event:2' },
      sourceMetadata: { writer: '@anneal/logger' },
    });
    expect(start).toMatchObject({ step: 3n, what: { case: 'sessionLog', value: { status: 1 } } });
    expect(run?.what.case).toBe('summary');
    expect(rows.map(({ wallTime, step, what }) => [wallTime, step, scalars(what)])).toEqual([
      [
        1_700_000_000.123,
        3n,
        [
          ['epoch', 1],
          ['rate', 0.5],
          ['rate.backbone', 0.25],
          ['val_loss', NaN],
        ],
      ],
      [1_700_000_000.123, 4n, [['loss', Infinity]]],
    ]);
    expect(messages()).toEqual([]);
  });

  it('touches no folder before it is opened, and makes folders then', () => {
    folder = join(folder, 'a', 'b');
    const sink = tensorboard(folder);
    expect(existsSync(folder)).toBe(false);
    of(...counted(2))
      .pipe(log(sink))
      .subscribe();
    expect(stepsWritten()).toEqual([0, 1]);
  });

  it('leaves a file with its version where no row came', () => {
    EMPTY.pipe(log({ config: { a: 1 } }, tensorboard(folder))).subscribe();
    expect(events().map(({ what }) => what.case)).toEqual(['fileVersion']);
  });

  it('shows rows without a step where those around them are', () => {
    write([
      { step: 5, loss: 1 },
      { epoch: 0, val_loss: 2 },
      { step: 6, loss: 3 },
    ]);
    expect(stepsWritten()).toEqual([5, 5, 6]);
  });

  it('writes no event for a row without numbers', () => {
    write([{ step: 0, note: 'a' }, { step: 1, loss: 1 }, { step: 2 }]);
    expect(stepsWritten()).toEqual([1]);
    expect(messages()).toEqual([]);
  });

  it('loses a row that is none, and no other', () => {
    const sink = tensorboard(folder);
    sink.open?.({ id: 'r', startedAt: new Date().toISOString() });
    const rows = [{ step: 0, loss: 0 }, null, { step: 1, loss: 1 }, [5]] as unknown as Row[];
    expect(() => sink.write(rows)).toThrow(
      expect.objectContaining({
        message: '2 of 4 rows could not be taken: a row must be a plain object, got null',
        lost: 2,
      }),
    );
    expect(() => sink.write([7 as never])).toThrow('a row must be a plain object, got 7');
    sink.close?.();
    expect(stepsWritten()).toEqual([0, 1]);
  });
});

describe('what is told of the run', () => {
  const schedule = { anneal: 1, type: 'constant', rate: 0.1 };

  it('is text', () => {
    const config = { lr: 0.1, fence: '```' };
    from(counted(2, 7))
      .pipe(log({ name: 'first', schedule, config, versions: { tfjs: '4.22.0' } }, tensorboard(folder)))
      .subscribe();
    const found = texts(folder);
    expect(found.map(([tag, step]) => [tag, step])).toEqual([
      ['about/run', 7],
      ['about/schedule', 7],
      ['about/config', 7],
    ]);
    // A block of code is what is indented by four.
    const data = found.map(([, , text]) => {
      expect(text.split('\n').every((line) => line.startsWith('    '))).toBe(true);
      return JSON.parse(text);
    });
    expect(data).toEqual([
      expect.objectContaining({ name: 'first', versions: expect.objectContaining({ tfjs: '4.22.0' }) }),
      schedule,
      config,
    ]);
  });

  it('is what the options say, where they say it', () => {
    of({ step: 0, loss: 1 })
      .pipe(log({ name: 'a', schedule }, tensorboard(folder, { name: 'b', config: { k: 1 } })))
      .subscribe();
    expect(texts(folder).map(([tag, , text]) => [tag, JSON.parse(text)])).toEqual([
      ['about/run', expect.objectContaining({ name: 'b' })],
      ['about/schedule', schedule],
      ['about/config', { k: 1 }],
    ]);
  });

  it('is hyperparameters, from the first row to the end', () => {
    write(counted(3), { config: { lr: 0.1, model: { width: 16 } } });
    const tags = events().flatMap(({ step, what }) =>
      what.case === 'summary' ? what.value.value.map(({ tag }) => [tag, Number(step)] as const) : [],
    );
    expect(tags.filter(([tag]) => tag.startsWith('_hparams_/'))).toEqual([
      ['_hparams_/session_start_info', 0],
      ['_hparams_/session_end_info', 2],
    ]);
  });

  it('is when it was started, in seconds', () => {
    vi.setSystemTime(1_700_000_000_500);
    write(counted(1), { config: { lr: 0.1 } });
    const [content] = events().flatMap(({ what }) =>
      what.case !== 'summary'
        ? []
        : what.value.value.flatMap(({ tag, metadata }) =>
            tag === '_hparams_/session_start_info' ? (metadata?.pluginData?.content ?? []) : [],
          ),
    );
    expect(decoded('HParamsPluginData', content as Uint8Array)).toMatchObject({
      data: { case: 'sessionStartInfo', value: { startTimeSecs: 1_700_000_000.5 } },
    });
  });

  it('is no hyperparameters without a config', () => {
    write(counted(3));
    const all = readFileSync(eventFiles(folder)[0] as string, 'latin1');
    expect(all).not.toContain('_hparams_');
  });

  it('is how causes are said', () => {
    const cause = { by: 'swap', step: 2 } as never;
    write([
      { step: 1, loss: 1 },
      { step: 2, loss: 2, causes: [cause, 'by hand'] },
    ]);
    write([{ step: 3, loss: 3, causes: [cause] }], { describe: () => 'in words' });
    expect(texts(folder).filter(([tag]) => tag === 'causes')).toEqual([
      ['causes', 2, 'swap acted at step 2\n\nby hand'],
      ['causes', 3, 'in words'],
    ]);
  });
});

describe('a restart', () => {
  it('shows each step once, from the latest attempt', () => {
    write(counted(10));
    write(counted(3, 5).map((row) => ({ ...row, loss: -1 })));
    const loss = [...points([0, 1, 2, 3, 4]), [5, -1], [6, -1], [7, -1]];
    expect(shownByPython(folder)).toEqual({ loss });
    expect(shownByRust(folder)).toEqual({ loss });
  });

  it('that begins with a row without a step hides nothing from before its first step', () => {
    write(counted(6));
    write([{ val_loss: 9 }, { step: 4, loss: -1 }, { step: 5, loss: -1 }]);
    const shown = { loss: [...points([0, 1, 2, 3]), [4, -1], [5, -1]], val_loss: [[0, 9]] };
    expect(shownByPython(folder)).toEqual(shown);
    expect(shownByRust(folder)).toEqual(shown);
  });

  it('in rows without steps keeps those of its own that came before the first step', () => {
    write([{ val_loss: 9 }, { step: 0, loss: 0 }, { step: 1, loss: 1 }]);
    const shown = { val_loss: [[0, 9]], loss: points([0, 1]) };
    expect(shownByPython(folder)).toEqual(shown);
    expect(texts(folder).map(([tag]) => tag)).toEqual(['about/run']);
    const starts = events().filter(({ what }) => what.case === 'sessionLog');
    expect(starts).toEqual([]);
  });

  it('drops a metric that the new attempt does not have from there on', () => {
    write(counted(4).map((row) => ({ ...row, val_loss: 9 })));
    write(counted(2, 2));
    expect(shownByPython(folder)).toEqual({
      loss: points([0, 1, 2, 3]),
      val_loss: [
        [0, 9],
        [1, 9],
      ],
    });
  });

  it('reads what was whole where the file before is torn, and does not touch it', () => {
    write(counted(10));
    const [first] = eventFiles(folder) as [string];
    truncateSync(first, statSync(first).size - 3);
    const torn = readFileSync(first);
    write(counted(2, 9));
    expect(readFileSync(first)).toEqual(torn);
    expect(shownByPython(folder)).toEqual({ loss: points([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) });
    expect(shownByRust(folder)).toEqual(shownByPython(folder));
  });

  it('within a second, or with the clock put back, is read behind the one before', () => {
    const times = [1_700_000_000_000, 1_700_000_000_000, 1_500_000_000_000, 1_700_000_000_500];
    for (const [attempt, time] of times.entries()) {
      vi.setSystemTime(time);
      write(counted(1, attempt));
    }
    expect(eventFiles(folder)).toHaveLength(4);
    expect(stepsWritten()).toEqual([0, 1, 2, 3]);
    expect(shownByPython(folder)).toEqual({ loss: points([0, 1, 2, 3]) });
    expect(shownByRust(folder)).toEqual(shownByPython(folder));
  });

  it('by the same sink is another file', () => {
    const sink = tensorboard(folder);
    of(...counted(3))
      .pipe(log(sink))
      .subscribe();
    of(...counted(3, 1))
      .pipe(log(sink))
      .subscribe();
    expect(eventFiles(folder)).toHaveLength(2);
    expect(shownByPython(folder)).toEqual({ loss: points([0, 1, 2, 3]) });
  });
});

describe('rows reach the file', () => {
  it('at the end of the macrotask, in one write', async () => {
    const rows = new Subject<Row>();
    const subscription = rows.pipe(log(tensorboard(folder))).subscribe();
    for (const row of counted(100)) rows.next(row);
    const before = disk.writes;
    await Promise.resolve();
    expect(disk.writes).toBe(before);
    await macrotask();
    expect(disk.writes).toBe(before + 1);
    expect(stepsWritten()).toHaveLength(100);
    await macrotask();
    expect(disk.writes).toBe(before + 1);
    rows.next({ step: 100, loss: 1 });
    await macrotask();
    expect(stepsWritten()).toHaveLength(101);
    subscription.unsubscribe();
  });

  it('at 64 KiB', () => {
    const rows = new Subject<Row>();
    const subscription = rows.pipe(log(tensorboard(folder))).subscribe();
    rows.next({ step: 1, loss: 0 });
    const start = disk.writes;
    // 48 bytes a record of a step above 0, and what comes in front of the first.
    for (let count = 0; count < 1300; count++) rows.next({ step: 100, loss: 1 });
    expect(disk.writes).toBe(start);
    for (let count = 0; count < 300; count++) rows.next({ step: 100, loss: 1 });
    expect(disk.writes).toBe(start + 1);
    expect(stepsWritten().length).toBeGreaterThan(1300);
    subscription.unsubscribe();
    expect(stepsWritten()).toHaveLength(1601);
  });

  it('with the first row that comes 100 ms after the last write, though nothing yields', () => {
    const rows = new Subject<Row>();
    const subscription = rows.pipe(log(tensorboard(folder))).subscribe();
    rows.next({ step: 0, loss: 0 });
    vi.advanceTimersByTime(99);
    rows.next({ step: 1, loss: 1 });
    expect(stepsWritten()).toEqual([]);
    vi.advanceTimersByTime(1);
    rows.next({ step: 2, loss: 2 });
    expect(stepsWritten()).toEqual([0, 1, 2]);
    vi.advanceTimersByTime(99);
    rows.next({ step: 3, loss: 3 });
    expect(stepsWritten()).toEqual([0, 1, 2]);
    subscription.unsubscribe();
    expect(stepsWritten()).toEqual([0, 1, 2, 3]);
  });

  it('at once where the clock was put back', () => {
    const rows = new Subject<Row>();
    const subscription = rows.pipe(log(tensorboard(folder))).subscribe();
    vi.setSystemTime(Date.now() - 3_600_000);
    rows.next({ step: 0, loss: 0 });
    expect(stepsWritten()).toEqual([0]);
    rows.next({ step: 1, loss: 0 });
    expect(stepsWritten()).toEqual([0]);
    subscription.unsubscribe();
  });
});

describe('a disk that is full', () => {
  it('costs no row when there is room again, and tears no record', async () => {
    const rows = new Subject<Row>();
    rows.pipe(log(tensorboard(folder))).subscribe();
    rows.next({ step: 0, loss: 0 });
    await macrotask();
    disk.room = 100;
    for (const row of counted(4, 1)) rows.next(row);
    await macrotask();
    expect(stepsWritten()).toEqual([0, 1, 2]);
    for (const row of counted(5, 5)) rows.next(row);
    await macrotask();
    expect(messages()).toEqual([
      expect.stringMatching(
        /^tensorboard 'FOLDER': writing failed at step 4: ENOSPC: no space left on device; the rows are kept in memory, and tried again/,
      ),
    ]);
    disk.room = Infinity;
    rows.complete();
    expect(stepsWritten()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const whole = readFileSync(eventFiles(folder)[0] as string);
    expect(readRecords(whole).end).toBe(whole.length);
    expect(messages()).toHaveLength(1);
  });

  it('is tried again after a second, without another row, and once a second at most', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate'] });
    const rows = new Subject<Row>();
    const subscription = rows.pipe(log(tensorboard(folder))).subscribe();
    disk.room = 0;
    rows.next({ step: 0, loss: 0 });
    await vi.advanceTimersByTimeAsync(1);
    const tried = disk.writes;
    for (const row of counted(8, 1)) {
      vi.advanceTimersByTime(100);
      rows.next(row);
    }
    expect(disk.writes).toBe(tried);
    vi.advanceTimersByTime(200);
    expect(disk.writes).toBe(tried + 1);
    disk.room = Infinity;
    vi.advanceTimersByTime(1000);
    expect(stepsWritten()).toHaveLength(9);
    subscription.unsubscribe();
    expect(vi.getTimerCount()).toBe(0);
    expect(messages()).toHaveLength(1);
  });

  it('says at the end how many rows were lost, a half one included', () => {
    const complete = vi.fn();
    const rows = new Subject<Row>();
    rows.pipe(log(tensorboard(folder))).subscribe({ complete });
    rows.next({ step: 0, loss: 0 });
    vi.advanceTimersByTime(100);
    rows.next({ step: 1, loss: 1 });
    disk.room = 100;
    for (const row of counted(5, 2)) rows.next(row);
    rows.complete();
    expect(complete).toHaveBeenCalledOnce();
    expect(stepsWritten()).toEqual([0, 1, 2, 3]);
    expect(messages()).toEqual([
      expect.stringMatching(
        /^log: tensorboard 'FOLDER' failed to close: 3 rows could not be written: ENOSPC/,
      ),
      "log: tensorboard 'FOLDER' lost 3 of 7 rows",
    ]);
  });

  it('refuses rows when 64 MiB are kept, and says so', () => {
    const rows = new Subject<Row>();
    rows.pipe(log(tensorboard(folder))).subscribe();
    disk.room = 0;
    const column = 'x'.repeat(2 ** 20);
    for (let step = 0; step < 67; step++) rows.next({ step, [column]: step });
    disk.room = Infinity;
    rows.complete();
    expect(messages()[1]).toMatch(
      /failed at step 64: 64 MiB of rows wait for a file that cannot be written; the row is/,
    );
    expect(messages()[2]).toMatch(/lost 3 of 67 rows$/);
    // By its length alone: the checksum by its definition takes its time.
    expect(statSync(eventFiles(folder)[0] as string).size).toBeGreaterThan(64 * 2 ** 20);
  });
});

describe('other trouble with the folder', () => {
  it('that somebody closes the file costs no row', async () => {
    const rows = new Subject<Row>();
    const subscription = rows.pipe(log(tensorboard(folder))).subscribe();
    rows.next({ step: 0, loss: 0 });
    await macrotask();
    fs.closeSync(disk.fd);
    rows.next({ step: 1, loss: 1 });
    await macrotask();
    expect(messages()).toEqual([expect.stringMatching(/writing failed at step 1: EBADF/)]);
    subscription.unsubscribe();
    expect(stepsWritten()).toEqual([0, 1]);
    expect(eventFiles(folder)).toHaveLength(1);
  });

  it('that it cannot be made costs no row, if it can be later', () => {
    writeFileSync(folder, '');
    const rows = new Subject<Row>();
    rows.pipe(log(tensorboard(folder))).subscribe();
    rows.next({ step: 0, loss: 0 });
    expect(messages()).toEqual([
      expect.stringMatching(/writing failed before the first row: (EEXIST|ENOTDIR)/),
    ]);
    rmSync(folder);
    rows.complete();
    expect(events()[0]?.what.case).toBe('fileVersion');
    expect(stepsWritten()).toEqual([0]);
  });

  it('that it holds other things leaves them as they are', () => {
    mkdirSync(folder);
    appendFileSync(join(folder, 'notes.txt'), 'mine');
    write(counted(1));
    expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('mine');
    expect(stepsWritten()).toEqual([0]);
  });

  it('that another sink is writing to it is refused', () => {
    const first = NEVER.pipe(log(tensorboard(folder))).subscribe();
    write(counted(1));
    expect(messages()[0]).toMatch(
      /could not be opened: the folder is being written to already; close that sink first/,
    );
    // Nor does the end of a sink with another folder open the way.
    of(...counted(1))
      .pipe(log(tensorboard(`${folder}-other`)))
      .subscribe();
    write(counted(1));
    expect(messages().filter((line) => line.includes('is being written to'))).toHaveLength(2);
    first.unsubscribe();
    write(counted(1));
    expect(stepsWritten()).toEqual([0]);
  });

  it('that it is not open is said', () => {
    expect(() => tensorboard('runs/a').write([{ step: 0 }])).toThrow(
      "tensorboard 'runs/a' is not open; hand it to log(), or call open(run) first",
    );
  });
});

describe('tensorboard refuses', () => {
  it.each([
    ['no path', [5], 'tensorboard: folder must be the path of a folder, got 5'],
    ['an empty path', [''], "tensorboard: folder must be the path of a folder, got ''"],
    [
      'what are no options',
      ['a', 'b'],
      "tensorboard: the options must be an object { name, schedule, config, versions, describe }, got 'b'",
    ],
    [
      'a misspelt option',
      ['a', { confg: 1 }],
      "tensorboard: unknown option 'confg', did you mean 'config'? " +
        '(the options are name, schedule, config, versions, describe)',
    ],
    [
      'words that are no function',
      ['a', { describe: 'x' }],
      "tensorboard: describe must be a function from a cause to words, got 'x'; leave it out for the default",
    ],
    [
      'a config that is no data',
      ['a', { config: { f: () => 1 } }],
      'tensorboard: config must be plain JSON, got the function f at config.f; describe it by numbers and texts',
    ],
  ])('%s', (_, given, message) => {
    expect(() => tensorboard(...(given as [string]))).toThrow(new TypeError(message));
  });
});
