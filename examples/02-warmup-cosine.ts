// A warm-up in front of a cosine, in a loop of your own: you write one update, the trainer does the loop.
import { cosineAnnealing, warmup } from '@anneal/core';
import { stepTrainer, train } from '@anneal/trainer';

// Gradient descent on a narrow valley: f(a, b) = a² + 25 b².
let [a, b] = [2, 2];
const trainer = stepTrainer(
  (rate) => {
    [a, b] = [a - rate * 2 * a, b - rate * 50 * b];
    return { loss: a * a + 25 * b * b };
  },
  { steps: 100 },
);

const schedule = warmup(cosineAnnealing({ from: 0.03, over: 90 }), { over: 10 });

train(trainer, schedule).subscribe(({ step, rate, loss }) => {
  if (step % 11 === 0) console.log(`step ${step}  rate ${rate.toFixed(4)}  loss ${loss.toPrecision(3)}`);
});
