import { concat, finalize, from, map, NEVER, of, range, Subject, take, throwError } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it, type Mock, vi } from 'vitest';
import { log } from './log.ts';
import { memory } from './memory.ts';
import { MOST_WAITING } from './queue.ts';
import type { Row } from './row.ts';
import type { Run } from './run.ts';
import type { Sink } from './sink.ts';

let said: Mock<(line: string) => void>;

beforeEach(() => {
  said = vi.spyOn(console, 'error').mockImplementation(() => {}) as unknown as typeof said;
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const lines = (): string[] => said.mock.calls.map(([line]) => line);
const steps = (rows: readonly Row[]): unknown[] => rows.map(({ step }) => step);
const counted = (count: number): Row[] => Array.from({ length: count }, (_, step) => ({ step }));
/** Lets promises that are settled be heard. */
const settle = (): Promise<void> => new Promise((done) => setImmediate(done));

/** A sink that notes each call, and ends a write when it is told to. */
function slow() {
  const calls: string[] = [];
  const batches: (readonly Row[])[] = [];
  const ends: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const sink: Sink = {
    name: 'slow',
    open: () => void calls.push('open'),
    write(rows) {
      calls.push('write');
      batches.push(rows);
      return new Promise<void>((resolve, reject) => ends.push({ resolve, reject }));
    },
    async flush() {
      calls.push('flush');
    },
    async close() {
      calls.push('close');
    },
  };
  return { sink, calls, batches, ends };
}

describe('log', () => {
  it('passes every row on, the very same, and in order', () => {
    const rows = [Object.freeze({ step: 0 }), Object.freeze({ step: 1 }), Object.freeze({ step: 2 })];
    const passed: Row[] = [];
    const kept = memory();
    from(rows)
      .pipe(log(kept))
      .subscribe((row) => passed.push(row));
    expect(passed).toHaveLength(3);
    for (const [index, row] of rows.entries()) {
      expect(passed[index]).toBe(row);
      expect(kept.rows[index]).toBe(row);
    }
  });

  it('writes a row in the turn in which it comes, before anyone downstream has it', () => {
    const rows = new Subject<Row>();
    const order: string[] = [];
    const sink = (name: string): Sink => ({ write: () => void order.push(name) });
    rows.pipe(log(sink('first'), sink('second'))).subscribe(() => order.push('downstream'));
    rows.next({ step: 0 });
    expect(order).toEqual(['first', 'second', 'downstream']);
  });

  it('writes the row with which someone downstream ends the run, and stops a synchronous source there', () => {
    const kept = memory();
    let made = 0;
    range(0, 1e6)
      .pipe(
        map((step) => {
          made++;
          return { step };
        }),
        log(kept),
        take(3),
      )
      .subscribe();
    expect(steps(kept.rows)).toEqual([0, 1, 2]);
    expect(made).toBe(3);
  });

  it('opens on subscribe and closes on completion, with a run of its own for each subscription', () => {
    const runs: Run[] = [];
    const calls: string[] = [];
    const sink: Sink = {
      open(run) {
        runs.push(run);
        calls.push('open');
      },
      write: (rows) => void calls.push(`write ${rows.length}`),
      flush: () => void calls.push('flush'),
      close: () => void calls.push('close'),
    };
    const rows = of({ step: 0 }).pipe(log(sink));
    expect(calls).toEqual([]);
    rows.subscribe({ complete: () => calls.push('complete') });
    expect(calls).toEqual(['open', 'write 1', 'flush', 'close', 'complete']);
    rows.subscribe();
    expect(runs).toHaveLength(2);
    expect(runs[0]?.id).not.toBe(runs[1]?.id);
    expect(new Date(runs[0]?.startedAt ?? '').toISOString()).toBe(runs[0]?.startedAt);
  });

  it('closes before it passes an error on', () => {
    const order: string[] = [];
    const sink: Sink = { write: () => {}, close: () => void order.push('close') };
    concat(
      of({ step: 0 }),
      throwError(() => 'out of memory'),
    )
      .pipe(log(sink))
      .subscribe({ error: (error) => order.push(error) });
    expect(order).toEqual(['close', 'out of memory']);
  });

  it('closes when it is unsubscribed, once, and lets go of the source', () => {
    const rows = new Subject<Row>();
    const close = vi.fn();
    const subscription = rows.pipe(log({ write: () => {}, close })).subscribe();
    subscription.unsubscribe();
    subscription.unsubscribe();
    expect(close).toHaveBeenCalledOnce();
    expect(rows.observed).toBe(false);
  });

  it('lets go of the source when it completes, though sinks are not closed yet', async () => {
    const { sink, ends } = slow();
    const freed = vi.fn();
    const complete = vi.fn();
    of({ step: 0 }).pipe(finalize(freed), log(sink)).subscribe({ complete });
    expect(freed).toHaveBeenCalledOnce();
    expect(complete).not.toHaveBeenCalled();
    ends[0]?.resolve();
    await settle();
    expect(complete).toHaveBeenCalledOnce();
  });
});

describe('log refuses', () => {
  it.each([
    ['no sink', [], /^log: there must be at least one sink, got none/],
    ['null', [null], /^log: argument 1 must be a sink \{ write\(rows\).*got null$/],
    [
      'what has no write',
      [memory(), { open() {} }],
      /^log: argument 2 must be a sink .*got an object \{ open \}$/,
    ],
    ['a maker of sinks', [memory], /got the function memory; call it to make one$/],
    ['a close that is no function', [{ write() {}, close: true }], /^log: argument 1 must be a sink/],
  ])('%s', (_, sinks, message) => {
    const make = () => log(...(sinks as Sink[]));
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });

  it('one sink given twice', () => {
    const sink = memory();
    expect(() => log(sink, memory(), sink)).toThrow(
      'log: argument 3 must be another sink than argument 1, got the same one',
    );
  });

  it('a sink that is still open in another run, before training begins', () => {
    const kept = memory();
    const first = NEVER.pipe(log(kept)).subscribe();
    const begun = vi.fn();
    const error = vi.fn();
    const second = of({ step: 0 }).pipe(finalize(begun), log(kept));
    second.subscribe({ error });
    expect(error.mock.calls[0]?.[0].message).toMatch(
      /^log: memory is still open in another run; .*share\(\)/,
    );
    expect(begun).not.toHaveBeenCalled();
    first.unsubscribe();
    second.subscribe();
    expect(kept.rows).toEqual([{ step: 0 }]);
  });
});

describe('a sink that fails', () => {
  it('touches neither the stream nor the other sinks, is reported once, and is told what it lost', () => {
    const got: unknown[] = [];
    const flaky: Sink = {
      name: 'flaky',
      write(rows) {
        if (rows[0]?.step !== 2) throw new Error(`no\nroom`);
        got.push(...steps(rows));
      },
    };
    const kept = memory();
    const passed: Row[] = [];
    const complete = vi.fn();
    from(counted(4))
      .pipe(log(flaky, kept))
      .subscribe({ next: (row) => passed.push(row), complete });
    expect(steps(passed)).toEqual([0, 1, 2, 3]);
    expect(steps(kept.rows)).toEqual([0, 1, 2, 3]);
    expect(got).toEqual([2]);
    expect(complete).toHaveBeenCalledOnce();
    expect(lines()).toEqual([
      'log: flaky failed at step 0: no room; the row is lost, later rows are still offered',
      'log: flaky lost 3 of 4 rows',
    ]);
  });

  it('may reject, or throw what is no error', async () => {
    const rejects: Sink = { write: () => Promise.reject('no network') };
    const complete = vi.fn();
    of({ loss: 1 }).pipe(log(rejects)).subscribe({ complete });
    await settle();
    expect(complete).toHaveBeenCalledOnce();
    expect(lines()).toEqual([
      'log: sink 1 failed at a row without a step: no network; the row is lost, later rows are still offered',
      'log: sink 1 lost 1 of 1 row',
    ]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no such folder');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no such folder'))],
  ])('gets no row when its open %s', async (_, open) => {
    const sink: Sink = { name: 'gone', open, write: vi.fn(), flush: vi.fn(), close: vi.fn() };
    const complete = vi.fn();
    from(counted(3)).pipe(log(sink)).subscribe({ complete });
    await settle();
    expect(complete).toHaveBeenCalledOnce();
    expect(sink.write).not.toHaveBeenCalled();
    expect(sink.flush).not.toHaveBeenCalled();
    expect(sink.close).not.toHaveBeenCalled();
    expect(lines()).toEqual([
      'log: gone could not be opened: no such folder; it gets no row of this run',
      'log: gone lost 3 of 3 rows',
    ]);
  });

  it('is closed even if its flush fails, and what close says is the last word', () => {
    const fail = (what: string) => () => {
      throw new Error(what);
    };
    const sink: Sink = {
      name: 'full',
      write: () => {},
      flush: fail('2 rows left'),
      close: fail('2 rows gone'),
    };
    of({ step: 0 }).pipe(log(sink)).subscribe();
    const other: Sink = { name: 'other', write: () => {}, flush: fail('2 rows left'), close: vi.fn() };
    of({ step: 0 }).pipe(log(other)).subscribe();
    expect(other.close).toHaveBeenCalledOnce();
    expect(lines()).toEqual([
      'log: full failed to close: 2 rows gone',
      'log: other failed to flush: 2 rows left',
    ]);
  });
});

describe('an asynchronous sink', () => {
  it('has one write out at a time; rows that come meanwhile are one batch', async () => {
    const rows = new Subject<Row>();
    const { sink, calls, batches, ends } = slow();
    const complete = vi.fn();
    rows.pipe(log(sink)).subscribe({ complete });
    for (const row of counted(4)) rows.next(row);
    expect(batches.map(steps)).toEqual([[0]]);
    ends[0]?.resolve();
    await settle();
    expect(batches.map(steps)).toEqual([[0], [1, 2, 3]]);
    rows.next({ step: 4 });
    rows.complete();
    ends[1]?.resolve();
    await settle();
    expect(calls).toEqual(['open', 'write', 'write', 'write']);
    expect(complete).not.toHaveBeenCalled();
    ends[2]?.resolve();
    await settle();
    expect(batches.map(steps)).toEqual([[0], [1, 2, 3], [4]]);
    expect(calls).toEqual(['open', 'write', 'write', 'write', 'flush', 'close']);
    expect(complete).toHaveBeenCalledOnce();
    expect(lines()).toEqual([]);
  });

  it('gets no row before it is open', async () => {
    const got: unknown[] = [];
    let opened = (): void => {};
    const sink: Sink = {
      open: () =>
        new Promise<void>((done) => {
          opened = done;
        }),
      write: (rows) => void got.push(steps(rows)),
    };
    const rows = new Subject<Row>();
    rows.pipe(log(sink)).subscribe();
    rows.next({ step: 0 });
    rows.next({ step: 1 });
    expect(got).toEqual([]);
    opened();
    await settle();
    expect(got).toEqual([[0, 1]]);
    rows.next({ step: 2 });
    expect(got).toEqual([[0, 1], [2]]);
  });

  it('loses a batch that is rejected, and is offered the next', async () => {
    const rows = new Subject<Row>();
    const { sink, batches, ends } = slow();
    rows.pipe(log(sink)).subscribe();
    rows.next({ step: 0 });
    rows.next({ step: 1 });
    rows.next({ step: 2 });
    ends[0]?.resolve();
    await settle();
    rows.next({ step: 3 });
    rows.complete();
    ends[1]?.reject(new Error('503'));
    await settle();
    ends[2]?.resolve();
    await settle();
    expect(batches.map(steps)).toEqual([[0], [1, 2], [3]]);
    expect(lines()).toEqual([
      'log: slow failed at step 1: 503; a batch of 2 rows is lost, later rows are still offered',
      'log: slow lost 2 of 4 rows',
    ]);
  });

  it('that hangs holds the end back for 5 s, and is told what is missing', () => {
    vi.useFakeTimers();
    const { sink } = slow();
    const kept = memory();
    const complete = vi.fn();
    from(counted(3)).pipe(log(sink, kept)).subscribe({ complete });
    vi.advanceTimersByTime(4999);
    expect(complete).not.toHaveBeenCalled();
    expect(lines()).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(complete).toHaveBeenCalledOnce();
    expect(lines()).toEqual([
      'log: slow is not closed after 5 s: 3 of 3 rows not written, which are lost if the process ends now',
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that is closed in time is not complained of later', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { sink, ends } = slow();
    of({ step: 0 }).pipe(log(sink)).subscribe();
    expect(vi.getTimerCount()).toBe(1);
    ends[0]?.resolve();
    await settle();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that hung may still finish, and is taken until then', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { sink, batches, calls, ends } = slow();
    const rows = from(counted(2)).pipe(log(sink));
    const error = vi.fn();
    rows.subscribe();
    vi.advanceTimersByTime(5000);
    rows.subscribe({ error });
    expect(error.mock.calls[0]?.[0].message).toMatch(/still open in another run/);
    ends[0]?.resolve();
    await settle();
    ends[1]?.resolve();
    await settle();
    expect(batches.map(steps)).toEqual([[0], [1]]);
    expect(calls.at(-1)).toBe('close');
    rows.subscribe({ error });
    expect(error).toHaveBeenCalledOnce();
  });

  it('is written to the end when the stream is unsubscribed', async () => {
    const rows = new Subject<Row>();
    const { sink, calls, batches, ends } = slow();
    const subscription = rows.pipe(log(sink)).subscribe();
    rows.next({ step: 0 });
    rows.next({ step: 1 });
    subscription.unsubscribe();
    ends[0]?.resolve();
    await settle();
    ends[1]?.resolve();
    await settle();
    expect(batches.map(steps)).toEqual([[0], [1]]);
    expect(calls.slice(-2)).toEqual(['flush', 'close']);
  });

  it('that never keeps up takes no more memory than it may, and is told so', () => {
    const rows = new Subject<Row>();
    const { sink } = slow();
    rows.pipe(log(sink)).subscribe();
    const row = { step: 7 };
    for (let step = 0; step < MOST_WAITING + 3; step++) rows.next(row);
    expect(lines()).toEqual([
      'log: slow is too slow at step 7: 262144 rows wait for it; the oldest are dropped until it catches up',
    ]);
  });
});

it('a row that comes while a sink is writing keeps its place', () => {
  const rows = new Subject<Row>();
  const got: unknown[] = [];
  rows
    .pipe(
      log({
        write(batch) {
          if (batch[0]?.step === 0) rows.next({ step: 1 });
          got.push(...steps(batch));
        },
      }),
    )
    .subscribe();
  rows.next({ step: 0 });
  expect(got).toEqual([0, 1]);
});
