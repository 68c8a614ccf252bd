import { constant, cosineAnnealing, groups, linear, reduceOnPlateau } from '@anneal/core';
import type { Observable } from 'rxjs';
import { expectTypeOf, test } from 'vitest';
import { type Row, stepTrainer, type Trainer, train } from './index.ts';

const trainer = stepTrainer((rate) => ({ loss: rate, accuracy: 1 }), { steps: 3 });

test('rows carry the metrics of the reports', () => {
  const rows = train(trainer, cosineAnnealing({ from: 0.1, over: 3 }));
  expectTypeOf(rows).toEqualTypeOf<
    Observable<Row<{ step: number; rate: number; loss: number; accuracy: number }>>
  >;
  rows.subscribe((row) => {
    expectTypeOf(row.accuracy).toEqualTypeOf<number>();
    expectTypeOf(row.step).toEqualTypeOf<number>();
    expectTypeOf(row.rate).toEqualTypeOf<number>();
  });
});

test('a bare number is the loss', () => {
  train(
    stepTrainer((rate) => rate, { steps: 3 }),
    cosineAnnealing({ from: 0.1, over: 3 }),
  ).subscribe((row) => {
    expectTypeOf(row.loss).toEqualTypeOf<number>();
  });
});

test('a metric that the trainer does not report does not compile', () => {
  train(trainer, reduceOnPlateau({ initial: 0.1 }));
  // @ts-expect-error no report carries the metric 'valLoss'
  train(trainer, reduceOnPlateau({ initial: 0.1, monitor: 'valLoss' }));
});

test('rates and trainer agree on what a rate is', () => {
  const heads = groups({ head: constant(1) });
  train(
    stepTrainer((rate: { head: number }) => rate.head, { steps: 1 }),
    heads,
  );
  // @ts-expect-error the trainer sets one rate, the schedule gives a record
  train(trainer as Trainer<{ step: number; rate: number; loss: number; accuracy: number }, number>, heads);
});

test('the groups of the schedule are those of the trainer', () => {
  const two = stepTrainer((rate: { backbone: number; head: number }) => ({ loss: rate.head }), { steps: 1 });
  const [a, b] = [constant(1), linear({ from: 1, to: 0, over: 2 })];
  train(two, groups({ backbone: a, head: b })).subscribe((row) => {
    expectTypeOf(row.loss).toEqualTypeOf<number>();
    expectTypeOf(row['rate.head']).toEqualTypeOf<number>();
    // @ts-expect-error there is no such group
    row['rate.tail'];
  });
  train(two, groups({ backbone: reduceOnPlateau({ initial: 1 }), head: b }));
  // @ts-expect-error the trainer has no group 'momentum'
  train(two, groups({ backbone: a, head: b, momentum: a }));
  // @ts-expect-error the schedule sets no rate for the group 'head'
  train(two, groups({ backbone: a }));
  // @ts-expect-error one rate for two groups
  train(two, a);
  // @ts-expect-error no report carries the metric 'valLoss'
  train(two, groups({ backbone: reduceOnPlateau({ initial: 1, monitor: 'valLoss' }), head: b }));
  // Where the trainer takes any group, it is left to run time.
  train(
    stepTrainer((rates: Readonly<Record<string, number>>) => rates.head ?? 0, { steps: 1 }),
    groups({ backbone: a, head: b, momentum: a }),
  );
});
