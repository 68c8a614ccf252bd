import { constant } from '@anneal/core';
import { EMPTY, type Observable } from 'rxjs';
import { expectTypeOf, test } from 'vitest';
import { earlyStopping, type Row, stepTrainer, train } from './index.ts';

const trainer = stepTrainer((rate) => ({ loss: rate, valLoss: 1 as number | undefined }), { steps: 3 });
const rows = train(trainer, constant(0.1));

test('rows come out as they went in', () => {
  const stopped = rows.pipe(earlyStopping());
  expectTypeOf(stopped).toEqualTypeOf<typeof rows>();
  rows.pipe(earlyStopping({ monitor: 'valLoss', patience: 3 })).subscribe((row) => {
    expectTypeOf(row.valLoss).toEqualTypeOf<number | undefined>();
  });
  (EMPTY as Observable<number>).pipe(earlyStopping({ monitor: 'valLoss' }));
  (EMPTY as Observable<unknown>).pipe(earlyStopping({ monitor: 'valLoss' }));
});

test('rows without the metric do not compile', () => {
  // @ts-expect-error no report carries the metric 'valAcc'
  rows.pipe(earlyStopping({ monitor: 'valAcc' }));
  // @ts-expect-error no report carries the metric 'loss'
  (EMPTY as Observable<Row<{ accuracy: number }>>).pipe(earlyStopping());
});

test('what cannot save and restore is no holder of the best', () => {
  earlyStopping({ restoreBest: { save: async () => 1, restore: async () => {} } });
  // @ts-expect-error it has neither
  earlyStopping({ restoreBest: 3 });
});
