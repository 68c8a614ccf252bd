import { cosineAnnealing, curve, reduceOnPlateau } from '@anneal/core';
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
  const groups = curve(() => ({ head: 1 }));
  train(
    stepTrainer((rate: { head: number }) => rate.head, { steps: 1 }),
    groups,
  );
  // @ts-expect-error the trainer sets one rate, the schedule gives a record
  train(trainer as Trainer<{ step: number; rate: number; loss: number; accuracy: number }, number>, groups);
});
