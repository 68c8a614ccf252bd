// A schedule is an operator: reports of finished epochs go in, learning rates come out.
import { cosineAnnealing } from '@anneal/core';
import { from } from 'rxjs';

const epochs = from([
  { epoch: 0, loss: 2.3 },
  { epoch: 1, loss: 1.7 },
  { epoch: 2, loss: 1.4 },
  { epoch: 3, loss: 1.2 },
]);

const schedule = cosineAnnealing({ from: 0.1, to: 0.02, over: 4 });

// The first rate comes before any report; then each finished epoch gets the rate of the next one.
epochs.pipe(schedule).subscribe((rate) => console.log(rate.toFixed(4)));

// A curve knows its future, without a stream.
console.log('half way:', schedule.at(2));
