import { from, Subject, take, takeUntil } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { log } from './log.ts';
import type { Row } from './row.ts';
import type { Sink } from './sink.ts';

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

/** A sink that notes its calls, and does something at a step. */
function noting(calls: string[], name: string, at = -1, act: () => void = () => {}): Sink {
  return {
    name,
    write(rows) {
      for (const { step } of rows) {
        calls.push(`${name} ${step}`);
        if (step === at) act();
      }
    },
    close: () => void calls.push(`${name} closed`),
  };
}

describe('a sink that acts on the stream within its own write', () => {
  it.each(['before', 'behind'])('may end it %s log: every sink has the row, and then is closed', (where) => {
    const calls: string[] = [];
    const rows = new Subject<Row>();
    const stop = new Subject<void>();
    const first = noting(calls, 'first', 1, () => stop.next());
    const logged = log(first, noting(calls, 'second'));
    const until = takeUntil<Row>(stop);
    (where === 'before' ? rows.pipe(until, logged) : rows.pipe(logged, until)).subscribe({
      next: ({ step }) => calls.push(`out ${step}`),
      complete: () => calls.push('complete'),
    });
    for (const step of [0, 1, 2]) rows.next({ step });
    const written = ['first 0', 'second 0', 'out 0', 'first 1', 'second 1'];
    expect(calls).toEqual(
      where === 'before'
        ? [...written, 'out 1', 'first closed', 'second closed', 'complete']
        : // Whoever is behind log has ended the run there and then.
          [...written.slice(0, 4), 'complete', 'second 1', 'first closed', 'second closed'],
    );
    expect(rows.observed).toBe(false);
  });

  it('may fail it: the row goes before the error', () => {
    const calls: string[] = [];
    const rows = new Subject<Row>();
    const fail = noting(calls, 'first', 0, () => rows.error('too hot'));
    rows.pipe(log(fail, noting(calls, 'second'))).subscribe({
      next: ({ step }) => calls.push(`out ${step}`),
      error: (error) => calls.push(error),
    });
    rows.next({ step: 0 });
    expect(calls).toEqual(['first 0', 'second 0', 'out 0', 'first closed', 'second closed', 'too hot']);
  });

  it('may emit rows: each sink, and whoever is downstream, has them in order', () => {
    const calls: string[] = [];
    const rows = new Subject<Row>();
    const echo = noting(calls, 'first', 0, () => {
      rows.next({ step: 1 });
      rows.next({ step: 2 });
      rows.complete();
    });
    rows.pipe(log(echo, noting(calls, 'second'))).subscribe({
      next: ({ step }) => calls.push(`out ${step}`),
      complete: () => calls.push('complete'),
    });
    rows.next({ step: 0 });
    expect(calls).toEqual([
      ...['first 0', 'second 0', 'out 0', 'first 1', 'second 1', 'out 1', 'first 2', 'second 2', 'out 2'],
      ...['first closed', 'second closed', 'complete'],
    ]);
  });

  it('may emit rows that nobody waits for any more: they are written before it is closed', () => {
    const calls: string[] = [];
    const rows = new Subject<Row>();
    const echo = noting(calls, 'first', 0, () => rows.next({ step: 1 }));
    rows.pipe(log(echo, noting(calls, 'second')), take(1)).subscribe();
    rows.next({ step: 0 });
    expect(calls).toEqual(['first 0', 'second 0', 'first 1', 'second 1', 'first closed', 'second closed']);
  });

  it('may emit a row for each, for ever: the stack does not grow', () => {
    const rows = new Subject<Row>();
    const steps: unknown[] = [];
    const write = ([row]: readonly Row[]): void => {
      const step = (row as Row).step as number;
      if (step < 20_000) rows.next({ step: step + 1 });
    };
    rows.pipe(log({ write }, { write() {} })).subscribe(({ step }) => steps.push(step));
    rows.next({ step: 0 });
    expect(steps).toHaveLength(20_001);
    expect(console.error).not.toHaveBeenCalled();
  });
});

it('a row that someone downstream emits in answer to one passes before that answer ends', () => {
  const calls: string[] = [];
  const rows = new Subject<Row>();
  rows.pipe(log(noting(calls, 'sink'))).subscribe(({ step }) => {
    calls.push(`out ${step}`);
    if (step === 0) rows.next({ step: 1 });
    calls.push(`behind ${step}`);
  });
  rows.next({ step: 0 });
  expect(calls).toEqual(['sink 0', 'out 0', 'sink 1', 'out 1', 'behind 1', 'behind 0']);
});

it('a sink that ends the run while it is opened is closed, and gets no row', () => {
  const calls: string[] = [];
  const stop = new Subject<void>();
  const sink = noting(calls, 'sink');
  from([{ step: 0 }])
    .pipe(log({ ...sink, open: () => stop.next() }, noting(calls, 'other')), takeUntil(stop))
    .subscribe();
  expect(calls).toEqual(['sink closed', 'other closed']);
});
