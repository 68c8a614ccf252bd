import { from, of, Subject } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it, type Mock, vi } from 'vitest';
import type { Counts } from './counts.ts';
import { log } from './log.ts';
import type { Row } from './row.ts';
import type { Sink } from './sink.ts';

let said: Mock<(line: string) => void>;
beforeEach(() => {
  said = vi.spyOn(console, 'error').mockImplementation(() => {}) as unknown as typeof said;
});
afterEach(() => vi.restoreAllMocks());

const lines = (): string[] => said.mock.calls.map(([line]) => line);
const settle = (): Promise<void> => new Promise((done) => setImmediate(done));
const counted = (count: number): Row[] => Array.from({ length: count }, (_, step) => ({ step }));
/** What has become of the rows that were logged. */
async function countsOf(sink: Sink, rows: readonly Row[]): Promise<Counts> {
  const logged = log(sink);
  let counts: readonly Counts[] = [];
  from(rows).pipe(logged).subscribe();
  await settle();
  logged.counts.subscribe((latest) => {
    counts = latest;
  });
  return counts[0] as Counts;
}

describe('what a sink throws is never thrown at the stream', () => {
  const refuse = (): never => {
    throw new Error('do not look');
  };
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['an object that is no text', Object.create(null)],
    ['an object that refuses to be a text', { toString: refuse }],
    ['an error that refuses to say why', Object.defineProperty(new Error(), 'message', { get: refuse })],
    ['an error whose message is none', Object.assign(new Error(), { message: Symbol('no') })],
    [
      'an error that refuses to say what it cost',
      Object.defineProperty(new Error(), 'lost', { get: refuse }),
    ],
  ])('be it %s', async (_, thrown) => {
    const got = vi.fn();
    const sink: Sink = {
      write(rows) {
        got(rows);
        throw thrown;
      },
      flush: () => Promise.reject(thrown),
      close() {
        throw thrown;
      },
    };
    const complete = vi.fn();
    from(counted(2)).pipe(log(sink)).subscribe({ complete });
    await settle();
    expect(got).toHaveBeenCalledTimes(2);
    expect(complete).toHaveBeenCalledOnce();
    expect(lines()).toEqual([
      expect.stringMatching(/^log: sink 1 failed at step 0: .*; the row is lost/),
      expect.stringMatching(/^log: sink 1 failed to close: /),
      'log: sink 1 lost 2 of 2 rows',
    ]);
  });

  it('be it what it returns that throws when it is looked at', async () => {
    const trap = {
      // biome-ignore lint/suspicious/noThenProperty: it is what is tried
      get then(): never {
        return refuse();
      },
    };
    const sink = { write: () => trap as never };
    expect(await countsOf(sink, counted(2))).toMatchObject({ failed: 2, written: 0, waiting: 0 });
    expect(lines()[0]).toMatch(/failed at step 0: do not look/);
  });

  it('be it a row that cannot say which one it is', () => {
    const row = {
      get step(): never {
        return refuse();
      },
    };
    const passed = vi.fn();
    of(row)
      .pipe(log({ write: refuse }))
      .subscribe(passed);
    expect(passed.mock.calls[0]?.[0]).toBe(row);
    expect(lines()[0]).toMatch(/failed at a row without a step: do not look/);
  });
});

describe('what a sink returns is waited for, whoever made it', () => {
  const thenable = (then: (done: () => void, failed: (error: unknown) => void) => void): never =>
    ({ then }) as never;

  it('a promise that was given a then of its own, which calls back twice', async () => {
    let calls = 0;
    let most = 0;
    const write = (): Promise<void> => {
      calls++;
      most = Math.max(most, calls);
      const promise = new Promise<void>(() => {});
      // biome-ignore lint/suspicious/noThenProperty: it is what is tried
      promise.then = ((done: () => void) => {
        setTimeout(() => {
          done();
          calls--;
          done();
        }, 5);
        return promise;
      }) as never;
      return promise;
    };
    const rows = new Subject<Row>();
    rows.pipe(log({ write })).subscribe();
    for (const row of counted(40)) {
      rows.next(row);
      await new Promise((done) => setTimeout(done, 1));
    }
    expect(most).toBe(1);
  });

  it('a function with a then', async () => {
    let free = (): void => {};
    const batches: number[] = [];
    const write = (rows: readonly Row[]): never => {
      batches.push(rows.length);
      const query = () => {};
      const then = (done: () => void): void => {
        free = done;
      };
      return Object.assign(query, { then }) as never;
    };
    const rows = new Subject<Row>();
    rows.pipe(log({ write })).subscribe();
    for (const row of counted(3)) rows.next(row);
    await settle();
    expect(batches).toEqual([1]);
    free();
    await settle();
    expect(batches).toEqual([1, 2]);
  });

  it('a thenable that both resolves and rejects, and then throws', async () => {
    const sink: Sink = {
      write: () =>
        thenable((done, failed) => {
          done();
          failed(new Error('no'));
          throw new Error('no');
        }),
    };
    expect(await countsOf(sink, counted(3))).toMatchObject({ accepted: 3, written: 3, failed: 0 });
    expect(lines()).toEqual([]);
  });
});

describe('no loss is hidden', () => {
  it('by a sink that empties the array before it fails', async () => {
    const sink: Sink = {
      async write(rows) {
        (rows as Row[]).length = 0;
        throw new Error('503');
      },
    };
    expect(await countsOf(sink, counted(4))).toMatchObject({ accepted: 4, written: 0, failed: 4 });
    expect(lines()).toEqual([
      'log: sink 1 failed at step 0: 503; the row is lost, later rows are still offered',
      'log: sink 1 lost 4 of 4 rows',
    ]);
  });

  it('by a flush that has the last word, where there is no close', async () => {
    const sink: Sink = {
      write() {},
      flush() {
        throw Object.assign(new Error('the disk is full'), { lost: 2 });
      },
    };
    expect(await countsOf(sink, counted(3))).toMatchObject({ accepted: 3, written: 1, failed: 2 });
    expect(lines()).toEqual([
      'log: sink 1 failed to flush: the disk is full',
      'log: sink 1 lost 2 of 3 rows',
    ]);
  });

  it('by rows that were dropped before: why it fails is told as well', async () => {
    let refuse = (_: Error): void => {};
    const open = (): Promise<void> =>
      new Promise((_, no) => {
        refuse = no;
      });
    const rows = new Subject<Row>();
    rows.pipe(log({ open, write() {}, queue: { bound: 2 } })).subscribe();
    for (const row of counted(5)) rows.next(row);
    refuse(new Error('no such server'));
    await settle();
    rows.next({ step: 5 });
    rows.complete();
    expect(lines()).toEqual([
      'log: sink 1 is too slow at step 2: 2 rows wait for it; the oldest are dropped until it catches up',
      'log: sink 1 could not be opened: no such server; it gets no row of this run',
      'log: sink 1 lost 6 of 6 rows',
    ]);
  });

  it('by a failure before: that rows are dropped is told as well', async () => {
    const rows = new Subject<Row>();
    const hangs = new Promise<void>(() => {});
    const write = ([row]: readonly Row[]) => (row?.step === 0 ? Promise.reject(new Error('503')) : hangs);
    rows.pipe(log({ write, queue: { bound: 2 } })).subscribe();
    rows.next({ step: 0 });
    await settle();
    for (const row of counted(9)) rows.next({ step: (row.step as number) + 1 });
    expect(lines()).toEqual([
      expect.stringMatching(/failed at step 0: 503/),
      expect.stringMatching(/is too slow at step 4: 2 rows wait for it/),
    ]);
  });
});
