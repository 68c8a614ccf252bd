import { constant, cosineAnnealing, reduceOnPlateau, type Schedule } from '@anneal/core';
import { of } from 'rxjs';
import { expectTypeOf, test } from 'vitest';
import { stepTrainer, train } from '../index.ts';
import { serve, trainInWorker, workerTrainer } from './index.ts';

declare const worker: Worker;
declare const port: MessagePort;
const plateau = reduceOnPlateau({ initial: 0.1, monitor: 'valLoss' });

test('the rows are those of the reports', () => {
  trainInWorker<{ loss: number }>(worker, cosineAnnealing({ from: 1, over: 2 })).subscribe((row) => {
    expectTypeOf(row.loss).toEqualTypeOf<number>();
    expectTypeOf(row.rate).toEqualTypeOf<number>();
    expectTypeOf(row.step).toEqualTypeOf<number>();
  });
  train(workerTrainer<{ loss: number }>(port), constant(1)).subscribe((row) => {
    expectTypeOf(row.loss).toEqualTypeOf<number>();
  });
});

test('a metric that no report has does not compile', () => {
  trainInWorker<{ valLoss: number }>(worker, plateau);
  trainInWorker(worker, plateau);
  // @ts-expect-error no report carries the metric 'valLoss'
  trainInWorker<{ loss: number }>(worker, plateau);
  // @ts-expect-error the same in what takes over
  trainInWorker<{ loss: number }>(worker, constant(1), { swaps: of(plateau) });
  trainInWorker<{ loss: number }>(worker, constant(1), { swaps: of(constant(1) as Schedule, 3, null) });
  // @ts-expect-error no report carries the metric 'valLoss'
  train(workerTrainer<{ loss: number }>(worker), plateau);
});

test('any trainer can be served', () => {
  serve(stepTrainer((rate: number) => rate, { steps: 1 }));
  serve(
    stepTrainer((rate: { body: number; head: number }) => rate.body, { steps: 1 }),
    { port },
  );
  // @ts-expect-error no trainer
  serve({ reports: 3 });
});
