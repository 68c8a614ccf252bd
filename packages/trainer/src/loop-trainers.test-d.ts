import { EventEmitter } from 'node:events';
import { constant, groups, reduceOnPlateau } from '@anneal/core';
import type { numpy as np } from '@jax-js/jax';
import { expectTypeOf, test } from 'vitest';
import { emitterTrainer, iterableTrainer, train } from './index.ts';
import { jaxTrainer } from './jax/index.ts';

const two = groups({ body: constant(1), head: constant(2) });
const onValLoss = reduceOnPlateau({ initial: 0.1, monitor: 'valLoss' });

test('iterableTrainer: rows carry what the loop yields', () => {
  async function* loop(start: number) {
    yield { loss: start, accuracy: 1 };
  }
  const trainer = iterableTrainer(loop, (rate: number) => rate);
  train(trainer, reduceOnPlateau({ initial: 0.1 })).subscribe((row) => {
    expectTypeOf(row.accuracy).toEqualTypeOf<number>();
    expectTypeOf(row.step).toEqualTypeOf<number>();
    expectTypeOf(row.rate).toEqualTypeOf<number>();
  });
  train(
    iterableTrainer([1, 2], () => {}),
    constant(1),
  ).subscribe((row) => {
    expectTypeOf(row.loss).toEqualTypeOf<number>();
  });
  // @ts-expect-error no report carries the metric 'valLoss'
  train(trainer, onValLoss);
  // @ts-expect-error one rate, and the schedule gives a record
  train(trainer, two);
  const saving = iterableTrainer(loop, () => {}, {
    save: () => [1],
    restore: (saved) => {
      expectTypeOf(saved).toEqualTypeOf<number[]>();
    },
  });
  expectTypeOf(saving.save()).toEqualTypeOf<Promise<number[]>>();
  // @ts-expect-error it saves nothing
  trainer.save().then;
  const grouped = iterableTrainer(loop, ({ body, head }: { body: number; head: number }) => body + head);
  train(grouped, two).subscribe((row) => {
    expectTypeOf(row['rate.head']).toEqualTypeOf<number>();
  });
  // @ts-expect-error the schedule sets no rate for the group 'head'
  train(grouped, groups({ body: constant(1) }));
});

test('emitterTrainer: both kinds, with what report makes of an event', () => {
  const made = emitterTrainer(new EventEmitter(), {
    event: 'step',
    setRate: (rate) => expectTypeOf(rate).toEqualTypeOf<number>(),
    report: (epoch: number, loss: number) => ({ epoch, loss }),
  });
  train(made, reduceOnPlateau({ initial: 0.1 })).subscribe((row) => {
    expectTypeOf(row.loss).toEqualTypeOf<number>();
    expectTypeOf(row.epoch).toEqualTypeOf<number | undefined>();
  });
  // @ts-expect-error no report carries the metric 'valLoss'
  train(made, onValLoss);
  const told = emitterTrainer<{ loss: number }>(new EventTarget(), { event: 'step', setRate: () => {} });
  train(told, constant(1)).subscribe((row) => {
    expectTypeOf(row.loss).toEqualTypeOf<number>();
  });
  // What is not told of may be any metric.
  train(emitterTrainer(new EventTarget(), { event: 'step', setRate: () => {} }), onValLoss);
  // @ts-expect-error nothing to listen to
  emitterTrainer({}, { event: 'step', setRate: () => {} });
});

test('jaxTrainer: arrays are read into numbers', () => {
  const trainer = jaxTrainer(
    (rate) => {
      expectTypeOf(rate).toEqualTypeOf<np.Array>();
      return { loss: rate, norm: 1 };
    },
    { steps: 1 },
  );
  train(trainer, reduceOnPlateau({ initial: 0.1 })).subscribe((row) => {
    expectTypeOf(row.loss).toEqualTypeOf<number>();
    expectTypeOf(row.norm).toEqualTypeOf<number>();
  });
  train(
    jaxTrainer((rate) => rate, { steps: 1 }),
    constant(1),
  ).subscribe((row) => {
    expectTypeOf(row.loss).toEqualTypeOf<number>();
  });
  // @ts-expect-error no report carries the metric 'valLoss'
  train(trainer, onValLoss);
  // @ts-expect-error one rate, and the schedule gives a record
  train(trainer, two);
  const grouped = jaxTrainer((rates: { body: np.Array; head: np.Array }) => ({ loss: rates.body }), {
    steps: 1,
  });
  train(grouped, two).subscribe((row) => {
    expectTypeOf(row['rate.body']).toEqualTypeOf<number>();
  });
  // @ts-expect-error the schedule sets no rate for the group 'head'
  train(grouped, groups({ body: constant(1) }));
});
