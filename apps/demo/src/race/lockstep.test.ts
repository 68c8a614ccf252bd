import { describe, expect, it, vi } from 'vitest';
import { Lockstep, type Start } from './lockstep.ts';

/** Racers in lanes 0, 1, 2; each step reports its number and how many there were. */
function three(more: Partial<Start<string>> = {}) {
  const ran: [number, number][][] = [];
  const failed: unknown[] = [];
  const lockstep = new Lockstep<string>([0, 1, 2], {
    ready: async () => {},
    run(rates) {
      ran.push([...rates]);
      return new Map([...rates.keys()].map((lane) => [lane, `step ${ran.length} of ${lane}`]));
    },
    failed: (error) => failed.push(error),
    ...more,
  });
  return { lockstep, ran, failed };
}

const later = () => new Promise((resolve) => setTimeout(resolve));

describe('Lockstep', () => {
  it('runs a step when all are there, at their rates, and not before', async () => {
    const { lockstep, ran } = three();
    const reports = [lockstep.arrive(2, 0.2), lockstep.arrive(0, 0)];
    await later();
    expect(ran).toEqual([]);
    reports.push(lockstep.arrive(1, 0.1));
    expect(await Promise.all(reports)).toEqual(['step 1 of 2', 'step 1 of 0', 'step 1 of 1']);
    expect(ran).toEqual([
      [
        [2, 0.2],
        [0, 0],
        [1, 0.1],
      ],
    ]);
  });

  it('does not wait for whoever has left, be it while the others wait', async () => {
    const { lockstep, ran } = three();
    const waiting = [lockstep.arrive(0, 1), lockstep.arrive(1, 1)];
    lockstep.leave(2);
    await Promise.all(waiting);
    expect([ran.length, lockstep.has(2), lockstep.has(1)]).toEqual([1, false, true]);
    for (const lane of [0, 1]) lockstep.leave(lane);
    await later();
    expect(ran).toHaveLength(1);
  });

  it('waits until it may, and looks again who is there', async () => {
    let go = () => {};
    const ready = () => new Promise<void>((resolve) => (go = resolve));
    const { lockstep, ran } = three({ ready });
    for (const lane of [0, 1, 2]) void lockstep.arrive(lane, lane);
    lockstep.leave(1);
    await later();
    expect(ran).toEqual([]);
    go();
    await later();
    expect(ran).toEqual([
      [
        [0, 0],
        [2, 2],
      ],
    ]);
  });

  it('sends a racer back that has to come again, and runs when it has', async () => {
    let isFirst = true;
    const run = vi.fn((rates: ReadonlyMap<number, number>) => {
      if (isFirst) lockstep.again(1);
      const wasFirst = isFirst;
      isFirst = false;
      return wasFirst ? undefined : new Map([...rates].map(([lane, rate]) => [lane, String(rate)]));
    });
    const { lockstep } = three({ run });
    const reports = [0, 1, 2].map((lane) => lockstep.arrive(lane, lane));
    expect(await reports[1]).toBe(undefined);
    expect(await lockstep.arrive(1, 9)).toBe('9');
    expect(await reports[0]).toBe('0');
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('tells of a step that fails', async () => {
    const { lockstep, failed } = three({
      run() {
        throw new Error('no memory');
      },
    });
    for (const lane of [0, 1, 2]) void lockstep.arrive(lane, 1);
    await later();
    expect(failed).toEqual([new Error('no memory')]);
  });
});
