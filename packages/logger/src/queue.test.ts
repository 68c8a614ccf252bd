import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkQueue, MOST_WAITING, Waiting } from './queue.ts';
import type { Row } from './row.ts';

const steps = (rows: readonly Row[]): number[] => rows.map(({ step }) => step as number);
/** What is left of so many rows, and how many were dropped. */
const after = (count: number, waiting: Waiting): [number[], number] => {
  let dropped = 0;
  for (let step = 0; step < count; step++) dropped += waiting.add({ step });
  return [steps(waiting.take()), dropped];
};

describe('rows that wait', () => {
  it.each([
    [3, [0, 1, 2], 0],
    [4, [0, 1, 2, 3], 0],
    [5, [1, 2, 3, 4], 1],
    [11, [7, 8, 9, 10], 7],
  ])('lose the oldest: of %d', (count, left, dropped) => {
    expect(after(count, new Waiting({ bound: 4 }))).toEqual([left, dropped]);
  });

  it.each([
    [4, [0, 1, 2, 3], 0],
    [5, [0, 2, 4], 2],
    [6, [0, 2, 4], 3],
    [7, [0, 2, 4, 6], 3],
    [9, [0, 4, 8], 6],
    [17, [0, 8, 16], 14],
  ])('are thinned: of %d', (count, left, dropped) => {
    expect(after(count, new Waiting({ bound: 4, policy: 'decimate' }))).toEqual([left, dropped]);
  });

  it('are never more than the bound, in order, each counted once, whatever is taken when', () => {
    const policy = fc.constantFrom('drop-oldest' as const, 'decimate' as const);
    const acts = fc.array(fc.oneof({ weight: 30, arbitrary: fc.constant('add') }, fc.constant('take')), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), policy, acts, (bound, policy, acts) => {
        const waiting = new Waiting({ bound, policy });
        let [step, dropped] = [0, 0];
        const out: number[] = [];
        for (const act of acts) {
          if (act === 'take') out.push(...steps(waiting.take()));
          else dropped += waiting.add({ step: step++ });
          expect(waiting.size).toBeLessThanOrEqual(bound);
          expect(out.length + waiting.size + dropped).toBe(step);
        }
        const size = waiting.size;
        const last = steps(waiting.take());
        expect(last).toHaveLength(size);
        out.push(...last);
        expect(out).toEqual([...out].sort((a, b) => a - b));
        expect(out).not.toContain(undefined);
        // The newest is kept by the one policy, and by the other what is kept is evenly far apart.
        if (policy === 'drop-oldest' && last.length > 0) expect(last.at(-1)).toBe(step - 1);
        const gaps = new Set(last.slice(1).map((at, index) => at - (last[index] as number)));
        expect(gaps.size).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('come as they came once they have been taken', () => {
    const waiting = new Waiting({ bound: 2, policy: 'decimate' });
    after(100, waiting);
    expect(after(2, waiting)).toEqual([[0, 1], 0]);
  });
});

describe('a queue', () => {
  it('has a bound of its own', () => {
    expect(new Waiting({}).bound).toBe(MOST_WAITING);
  });

  it.each([
    [{ bound: 0 }, 'queued: bound must be a whole number from 1 up, got 0'],
    [{ bound: 1.5 }, 'queued: bound must be a whole number from 1 up, got 1.5'],
    [{ bound: Infinity }, 'queued: bound must be a whole number from 1 up, got Infinity'],
    [{ policy: 'block' }, "queued: policy must be 'drop-oldest' or 'decimate', got 'block'"],
    [{ limit: 5 }, "queued: unknown option 'limit'"],
    [5, 'queued: the options must be an object { bound, policy }, got 5'],
  ])('is refused where it is none: %j', (queue, message) => {
    expect(() => checkQueue(queue, 'queued')).toThrow(message);
  });
});
