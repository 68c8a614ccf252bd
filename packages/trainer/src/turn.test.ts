import { expect, it } from 'vitest';
import { Turn } from './turn.ts';

it('acts at once where it is free, and is free again afterwards', async () => {
  const turn = new Turn();
  let acted = false;
  const done = turn.take(async () => {
    acted = true;
  });
  expect([acted, turn.taken === undefined]).toEqual([true, false]);
  await done;
  await turn.taken;
  expect(turn.taken).toBeUndefined();
});

it('lets one after the other act, also behind one that fails', async () => {
  const turn = new Turn();
  const order: string[] = [];
  const slow = turn.take(async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    order.push('slow');
    throw new Error('no luck');
  });
  const next = turn.take(async () => order.push('next'));
  await expect(slow).rejects.toThrow('no luck');
  await next;
  expect(order).toEqual(['slow', 'next']);
});
