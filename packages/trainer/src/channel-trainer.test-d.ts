import { constant, groups, linear, reduceOnPlateau } from '@anneal/core';
import { NEVER } from 'rxjs';
import { expectTypeOf, test } from 'vitest';
import { channelTrainer, train } from './index.ts';

const channel = { messages: NEVER, send: () => {} };

test('a channel whose metrics are not told has any metric', () => {
  train(channelTrainer(channel), reduceOnPlateau({ initial: 1, monitor: 'valLoss' })).subscribe((row) => {
    expectTypeOf(row.step).toEqualTypeOf<number>();
    expectTypeOf(row.rate).toEqualTypeOf<number>();
    expectTypeOf(row.accuracy).toExtend<number | undefined>();
  });
});

test('a channel whose metrics are told has those', () => {
  const trainer = channelTrainer<{ loss: number; valLoss?: number }>(channel);
  train(trainer, reduceOnPlateau({ initial: 1, monitor: 'valLoss' })).subscribe((row) => {
    expectTypeOf(row.loss).toEqualTypeOf<number>();
  });
  // @ts-expect-error no report carries the metric 'accuracy'
  train(trainer, reduceOnPlateau({ initial: 1, monitor: 'accuracy' }));
});

test('the groups of the schedule are those of the channel', () => {
  const trainer = channelTrainer<{ loss: number }, { body: number; head: number }>(channel);
  const [a, b] = [constant(1), linear({ from: 1, to: 0, over: 2 })];
  train(trainer, groups({ body: a, head: b })).subscribe((row) => {
    expectTypeOf(row['rate.head']).toEqualTypeOf<number>();
  });
  // @ts-expect-error the schedule sets no rate for the group 'head'
  train(trainer, groups({ body: a }));
  // @ts-expect-error one rate for two groups
  train(trainer, a);
});
