import { Subject } from 'rxjs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { log } from './log.ts';
import { memory } from './memory.ts';
import { queued } from './queued.ts';
import type { Row } from './row.ts';
import type { Run } from './run.ts';

afterEach(() => vi.restoreAllMocks());

/** A sink whose methods need their `this`, and whose writes end when they are let go. */
class Slow {
  readonly name: string = 'slow';
  readonly calls: string[] = [];
  readonly batches: (readonly Row[])[] = [];
  free: () => void = () => {};
  open(run: Run): void {
    this.calls.push(`open ${run.id.length > 0}`);
  }
  write(rows: readonly Row[]): Promise<void> {
    this.batches.push(rows);
    return new Promise((free) => {
      this.free = free;
    });
  }
  flush(): void {
    this.calls.push('flush');
  }
  close(): void {
    this.calls.push('close');
  }
}

const turn = () => new Promise((next) => setImmediate(next));

describe('queued', () => {
  it.each([
    [undefined, [[0], [7, 8, 9]]],
    ['drop-oldest', [[0], [7, 8, 9]]],
    ['decimate', [[0], [4, 8]]],
  ] as const)('gives a sink a queue: %s', async (policy, batches) => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const slow = new Slow();
    const rows = new Subject<Row>();
    rows.pipe(log(queued(slow, { bound: 3, ...(policy && { policy }) }))).subscribe();
    for (let step = 0; step < 10; step++) rows.next({ step });
    rows.complete();
    slow.free();
    await turn();
    slow.free();
    await turn();
    expect(slow.batches.map((batch) => batch.map(({ step }) => step))).toEqual(batches);
    expect(slow.calls).toEqual(['open true', 'flush', 'close']);
    const which = policy === 'decimate' ? 'only some are kept' : 'the oldest are dropped';
    expect(said.mock.calls.flat()).toEqual([
      `log: slow is too slow at step 4: 3 rows wait for it; ${which} until it catches up`,
      `log: slow lost ${policy === 'decimate' ? 7 : 6} of 10 rows`,
    ]);
  });

  it('gives the last word to the outer one, and keeps the rest of a queue', () => {
    const inner = queued(memory(), { bound: 5, policy: 'decimate' });
    expect(queued(inner, { bound: 7 }).queue).toEqual({ bound: 7, policy: 'decimate' });
    expect(queued(inner, {}).name).toBe('memory');
  });

  it('stands for its sink: that is opened by one run at a time, and once in each', () => {
    const kept = memory();
    const twice = queued(queued(kept, { bound: 5 }), { bound: 6 });
    expect(() => log(kept, twice)).toThrow(
      'log: argument 2 must be another sink than argument 1, got the same one',
    );
    expect(() => log(queued(kept, {}), memory(), twice)).toThrow('argument 3 must be another sink than');
    const rows = new Subject<Row>();
    const run = rows.pipe(log(twice)).subscribe();
    const error = vi.fn();
    for (const sink of [kept, queued(kept, {})]) rows.pipe(log(sink)).subscribe({ error });
    expect(error).toHaveBeenCalledTimes(2);
    expect(error.mock.calls[0]?.[0].message).toMatch(/^log: memory is still open in another run/);
    run.unsubscribe();
    rows.pipe(log(kept)).subscribe({ error });
    expect(error).toHaveBeenCalledTimes(2);
  });

  it('refuses what is no sink or no queue', () => {
    expect(() => queued({} as never, {})).toThrow('queued: argument 1 must be a sink');
    expect(() => queued(memory(), { bound: -1 })).toThrow(
      'queued: bound must be a whole number from 1 up, got -1',
    );
    expect(() => log({ ...memory(), queue: { policy: 'block' } } as never)).toThrow(
      "log: the queue of argument 1: policy must be 'drop-oldest' or 'decimate', got 'block'",
    );
  });
});
