// A rate that follows the validation loss, behind a warm-up, and says why it does what it does.
import { decisions, describe, reduceOnPlateau, warmup } from '@anneal/core';
import { from } from 'rxjs';

// Steps and validations share one stream: a report without the metric changes nothing.
const reports = from([
  { step: 0, loss: 2.31 },
  { step: 1, loss: 1.94 },
  { step: 1, valLoss: 1.9 },
  { step: 2, loss: 1.7 },
  { step: 3, loss: 1.52 },
  { step: 3, valLoss: 1.6 },
  { step: 5, valLoss: 1.61 },
  { step: 7, valLoss: 1.63 },
  { step: 9, valLoss: 1.62 },
]);

const plateau = reduceOnPlateau({ initial: 0.1, factor: 0.5, patience: 2, monitor: 'valLoss' });
const schedule = warmup(plateau, { over: 2 });

reports.pipe(decisions(schedule)).subscribe(({ step, rate, causes }) => {
  console.log(`step ${step}: rate ${rate}`);
  for (const cause of causes) console.log(`  ${describe(cause)}`);
});
