// A plan in a config file: the body of a model learns at a tenth of the head's rate, both warm up, and a plateau guards the head.
import type { RatesOf, Schedule } from '@anneal/core';
import { fromJSON } from '@anneal/core/json';
import { stepTrainer, train } from '@anneal/trainer';

const config = `{
  "anneal": 1,
  "type": "groups",
  "parts": {
    "body": { "type": "scale", "k": 0.1, "part":
      { "type": "warmup", "over": 5, "part": { "type": "cosineAnnealing", "from": 0.4, "over": 35 } } },
    "head": { "type": "multiply", "parts": [
      { "type": "warmup", "over": 5, "part": { "type": "cosineAnnealing", "from": 0.4, "over": 35 } },
      { "type": "reduceOnPlateau", "initial": 1, "factor": 0.5, "patience": 3 } ] }
  }
}`;

type Rates = RatesOf<{ body: unknown; head: unknown }>;
const plan = fromJSON<Schedule<string, Rates>>(config);

// y = body · head · x should come to 2x; each step sees one x, the head's start is far off.
const weights = { body: 1, head: -0.5 };
const trainer = stepTrainer(
  (rates: Rates, step) => {
    const x = 0.5 + ((step * 7) % 10) / 10;
    const error = weights.body * weights.head * x - 2 * x;
    const slope = { body: error * weights.head * x, head: error * weights.body * x };
    weights.body -= rates.body * slope.body;
    weights.head -= rates.head * slope.head;
    return { loss: error ** 2 };
  },
  { steps: 40, groups: ['body', 'head'] },
);

train(trainer, plan).subscribe((row) => {
  if (row.step % 13 !== 0) return;
  const [body, head] = [row['rate.body'], row['rate.head']].map((rate) => rate.toFixed(4));
  console.log(`step ${row.step}  body ${body}  head ${head}  loss ${row.loss.toExponential(1)}`);
});
