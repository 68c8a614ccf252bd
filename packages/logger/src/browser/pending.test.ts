import { expect, it } from 'vitest';
import { Pending } from './pending.ts';

const places = (chunks: readonly { first: number; count: number }[]) =>
  chunks.map(({ first, count }) => [first, count]);

it('makes chunks of the rows between two seals, each in its place', () => {
  const pending = new Pending();
  for (const line of ['a', 'b']) pending.take(line);
  expect(pending.waiting).toBe(false);
  pending.seal();
  pending.seal();
  pending.take('c');
  expect([pending.rows, pending.oldest]).toEqual([3, 0]);
  const [chunk] = pending.next();
  expect(chunk).toMatchObject({ first: 0, count: 2, text: 'a\nb\n' });
  expect(chunk?.time).toBeGreaterThan(1e12);
  pending.seal();
  expect(places(pending.chunks())).toEqual([
    [0, 2],
    [2, 1],
  ]);
  pending.stored([chunk as never]);
  expect([pending.rows, pending.oldest, pending.empty]).toEqual([1, 2, false]);
  pending.stored(pending.next());
  expect([pending.rows, pending.oldest, pending.empty, pending.size]).toEqual([0, 3, true, 0]);
});

it('gives chunks that did not arrive again, before later ones', () => {
  const pending = new Pending();
  const take = (line: string) => {
    pending.take(line);
    pending.seal();
  };
  take('a');
  const chunks = pending.next();
  take('b');
  pending.failed(chunks);
  expect(places(pending.next())).toEqual([
    [0, 1],
    [1, 1],
  ]);
});

it('seals what gets long, and gives no more at once than fits into a transaction', () => {
  const pending = new Pending();
  const line = 'x'.repeat(20_000);
  for (let row = 0; row < 200; row++) pending.take(line);
  const first = pending.next();
  expect(first.every(({ count }) => count === 4)).toBe(true);
  expect(first).toHaveLength(13);
  expect(pending.next()[0]?.first).toBe(52);
});

it('keeps the places of rows that are given up', () => {
  const pending = new Pending();
  pending.take('a');
  pending.clear();
  expect(pending.empty).toBe(true);
  pending.take('b');
  pending.seal();
  expect(places(pending.next())).toEqual([[1, 1]]);
});
