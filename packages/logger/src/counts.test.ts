import { of, Subject, throwError } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Counts } from './counts.ts';
import { type Log, log } from './log.ts';
import { memory } from './memory.ts';
import type { Row } from './row.ts';
import type { Sink } from './sink.ts';

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** What comes of an observable of counts. */
function watched(logged: Log) {
  const seen: (readonly Counts[])[] = [];
  const watch = { seen, over: false, last: (): Counts => seen.at(-1)?.[0] as Counts };
  logged.counts.subscribe({
    next: (counts) => seen.push(counts),
    complete: () => {
      watch.over = true;
    },
  });
  return watch;
}

const lossy = (lost?: number): Sink => ({
  name: 'lossy',
  write(rows) {
    if (rows.some(({ step }) => step === 1))
      throw Object.assign(new Error('no'), lost !== undefined && { lost });
  },
});

describe('the counts of a log', () => {
  it('tell of each sink, in the order of the arguments', () => {
    const logged = log(memory(), lossy(), { write() {} });
    const watch = watched(logged);
    expect(watch.seen).toEqual([]);
    of({ step: 0 }, { step: 1 }, { step: 2 }).pipe(logged).subscribe();
    const none = { dropped: 0, failed: 0, waiting: 0 };
    expect(watch.seen.at(-1)).toEqual([
      { sink: 'memory', accepted: 3, written: 3, ...none },
      { sink: 'lossy', accepted: 3, written: 2, ...none, failed: 1 },
      { sink: 'sink 3', accepted: 3, written: 3, ...none },
    ]);
    expect(watch.over).toBe(true);
  });

  it('come at most ten times a second, only where they change, and once more at the end', async () => {
    const rows = new Subject<Row>();
    const logged = log(memory());
    rows.pipe(logged).subscribe();
    const watch = watched(logged);
    expect(watch.last().accepted).toBe(0);
    for (let step = 0; step < 100; step++) {
      rows.next({ step });
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(watch.seen).toHaveLength(11);
    await vi.advanceTimersByTimeAsync(5000);
    expect(watch.seen).toHaveLength(11);
    rows.next({ step: 100 });
    rows.complete();
    expect(watch.seen).toHaveLength(12);
    expect(watch.last()).toMatchObject({ accepted: 101, written: 101 });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('add up at any moment: waiting, dropped, failed, written', async () => {
    const answers: ((error?: Error) => void)[] = [];
    const sink: Sink = {
      queue: { bound: 4 },
      write: () =>
        new Promise((resolve, reject) => answers.push((error) => (error ? reject(error) : resolve()))),
    };
    const rows = new Subject<Row>();
    const logged = log(sink);
    rows.pipe(logged).subscribe();
    const watch = watched(logged);
    const now = async () => {
      await vi.advanceTimersByTimeAsync(100);
      const { accepted, written, dropped, failed, waiting } = watch.last();
      expect(written + dropped + failed + waiting).toBe(accepted);
      return [accepted, written, dropped, failed, waiting];
    };
    for (let step = 0; step < 10; step++) rows.next({ step });
    expect(await now()).toEqual([10, 0, 5, 0, 5]);
    answers.shift()?.();
    expect(await now()).toEqual([10, 1, 5, 0, 4]);
    answers.shift()?.(new Error('no'));
    expect(await now()).toEqual([10, 1, 5, 4, 0]);
    rows.next({ step: 10 });
    answers.shift()?.(Object.assign(new Error('no'), { lost: 0 }));
    expect(await now()).toEqual([11, 2, 5, 4, 0]);
  });

  it.each([
    [undefined, 1],
    [0, 0],
    [1, 1],
    [99, 1],
    [-1, 1],
    [Number.NaN, 1],
  ])('take the word of an error that says how many it cost: %s', (lost, failed) => {
    const logged = log(lossy(lost));
    of({ step: 0 }, { step: 1 }).pipe(logged).subscribe();
    expect(watched(logged).last()).toMatchObject({ accepted: 2, written: 2 - failed, failed });
  });

  it('and what is said of an error are one', () => {
    of({ step: 0 }, { step: 1 })
      .pipe(log(lossy(0)))
      .subscribe();
    expect(console.error).toHaveBeenCalledExactlyOnceWith(
      'log: lossy failed at step 1: no; no row is lost, later rows are still offered',
    );
  });

  it('take back what a sink could not keep when it was closed', () => {
    const close = () => {
      throw Object.assign(new Error('the disk is full'), { lost: 2 });
    };
    const logged = log({ write() {}, close });
    of({ step: 0 }, { step: 1 }, { step: 2 }).pipe(logged).subscribe();
    expect(watched(logged).last()).toMatchObject({ accepted: 3, written: 1, failed: 2 });
    expect(console.error).toHaveBeenCalledWith('log: sink 1 lost 2 of 3 rows');
  });

  it('of a sink that could not be opened are failures', () => {
    const open = () => {
      throw new Error('no');
    };
    const logged = log({ open, write() {} });
    of({ step: 0 }, { step: 1 }).pipe(logged).subscribe();
    expect(watched(logged).last()).toMatchObject({ accepted: 2, failed: 2, written: 0 });
  });

  it('complete when a sink that hangs was waited for, with what it has not answered for', async () => {
    const logged = log({ write: () => new Promise(() => {}) });
    of({ step: 0 }, { step: 1 }).pipe(logged).subscribe();
    const watch = watched(logged);
    await vi.advanceTimersByTimeAsync(4900);
    expect(watch.over).toBe(false);
    await vi.advanceTimersByTimeAsync(100);
    expect([watch.over, watch.last().waiting]).toEqual([true, 2]);
  });

  it('are those of the latest run, for those who come late too', () => {
    const logged = log(memory());
    of({ step: 0 }).pipe(logged).subscribe();
    expect(watched(logged)).toMatchObject({ seen: [[{ accepted: 1 }]], over: true });
    const rows = new Subject<Row>();
    const run = rows.pipe(logged).subscribe();
    const watch = watched(logged);
    expect([watch.last().accepted, watch.over]).toEqual([0, false]);
    run.unsubscribe();
    expect(watch.over).toBe(true);
    throwError(() => new Error('no'))
      .pipe(logged)
      .subscribe({ error: () => {} });
    expect(watched(logged).over).toBe(true);
  });

  it('are told to their end, even if someone begins the next run with them', () => {
    const logged = log(memory());
    const next = new Subject<Row>();
    const watches = [0, 1].map(() => {
      const seen: unknown[] = [];
      logged.counts.subscribe({
        next: ([counts]) => {
          seen.push(counts?.accepted);
          // Only the first to hear of the end may.
          if (counts?.accepted === 2 && !next.observed) next.pipe(logged).subscribe();
        },
        complete: () => seen.push('over'),
      });
      return seen;
    });
    of({ step: 0 }, { step: 1 }).pipe(logged).subscribe();
    expect(watches).toEqual([
      [2, 'over'],
      [2, 'over'],
    ]);
    expect(watched(logged).over).toBe(false);
  });

  it('let go of their clock when nobody listens', () => {
    const logged = log(memory());
    new Subject<Row>().pipe(logged).subscribe();
    const watch = logged.counts.subscribe();
    expect(vi.getTimerCount()).toBe(1);
    watch.unsubscribe();
    expect(vi.getTimerCount()).toBe(0);
  });
});
