import { constant, groups, live, reduceOnPlateau } from '@anneal/core';
import { NEVER } from 'rxjs';
import { expectTypeOf, test } from 'vitest';
import { type CheckpointStore, checkpointing, stepTrainer } from './index.ts';

const store: CheckpointStore = { load: async () => undefined, save: async () => {} };
const trainer = stepTrainer((rate) => ({ loss: rate }), { steps: 3 });
const every = { every: 1 };

test('rows carry the metrics of the reports', () => {
  checkpointing(trainer, constant(1), store, every).subscribe((row) => {
    expectTypeOf(row.step).toEqualTypeOf<number>();
    expectTypeOf(row.loss).toEqualTypeOf<number>();
    // @ts-expect-error there is no such metric
    row.accuracy;
  });
  checkpointing(trainer, reduceOnPlateau({ initial: 1 }), store, { every: 1, states: true });
});

test('what cannot be kept, or does not fit, does not compile', () => {
  // @ts-expect-error no report carries the metric 'valLoss'
  checkpointing(trainer, reduceOnPlateau({ initial: 1, monitor: 'valLoss' }), store, every);
  // @ts-expect-error of what live swaps in nothing is kept
  checkpointing(trainer, live(constant(1), NEVER), store, every);
  // @ts-expect-error every has no default
  checkpointing(trainer, constant(1), store, {});
  const heads = stepTrainer((rate: { head: number }) => rate.head, { steps: 1 });
  checkpointing(heads, groups({ head: constant(1) }), store, every);
  // @ts-expect-error the trainer has no group 'tail'
  checkpointing(heads, groups({ head: constant(1), tail: constant(1) }), store, every);
});
