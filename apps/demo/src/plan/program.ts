import { declaration, importCode, namesIn } from './code.ts';
import { scheduleOf, tidy } from './plan.ts';

/** A schedule, and what it is to train. */
export interface Ask {
  readonly plan: unknown;
  readonly steps: number;
}

/** What the reports must carry for a schedule to hear it, beside the loss. */
function heardBy(plan: unknown): string[] {
  return [...new Set(['loss', ...scheduleOf(plan).monitors])];
}

/** The schedule at work: the training loop around it, with a step to put your own in place of. Runs as pasted. */
export function toProgram({ plan: json, steps }: Ask): string {
  const plan = tidy(json);
  const metrics = heardBy(json);
  const report = metrics.map((name) => (name === 'loss' ? 'loss' : `${name}: loss`)).join(', ');
  const listens = metrics.length > 1;
  return `${importCode(namesIn(plan).concat('describe').sort(), '@anneal/core')}
import { stepTrainer, train } from '@anneal/trainer';

${declaration(plan)}

// Put your own step here: one update at this rate, and what it measured.
let weight = 1;
const trainer = stepTrainer(
  (rate: number) => {
    const loss = weight ** 2 / 2;
    weight -= rate * weight;
    return { ${report} };${listens ? '\n    // The schedule listens: report the real ones.' : ''}
  },
  { steps: ${steps} },
);

train(trainer, schedule).subscribe({
  next({ step, rate, loss, causes = [] }) {
    for (const cause of causes) console.log(describe(cause));
    if (step % 100 === 0) console.log({ step, rate, loss });
  },
  error: console.error,
});
`;
}

/** The same with TensorFlow.js: a model of its own, trained by \`fit\`. Runs as pasted. */
export function toTfjsProgram({ plan: json, steps }: Ask): string {
  const plan = tidy(json);
  const epochs = Math.max(1, Math.ceil(steps / 10));
  return `${importCode(namesIn(plan).concat('describe').sort(), '@anneal/core')}
import { train } from '@anneal/trainer';
import { fitTrainer } from '@anneal/trainer/tfjs';
import * as tf from '@tensorflow/tfjs';

${declaration(plan)}

// Put your own model and data here.
const model = tf.sequential({
  layers: [
    tf.layers.dense({ inputShape: [2], units: 8, activation: 'tanh' }),
    tf.layers.dense({ units: 2, activation: 'softmax' }),
  ],
});
model.compile({
  optimizer: 'sgd',
  loss: 'categoricalCrossentropy',
  metrics: ['accuracy'],
});
const examples = tf.randomUniform([400, 2], -1, 1);
const classes = tf.oneHot(examples.prod(1).greater(0).toInt(), 2);

// 320 to learn from in batches of 32, so that an epoch is 10 steps; 80 are held out.
const trainer = fitTrainer(model, examples, classes, {
  epochs: ${epochs},
  batchSize: 32,
  validationSplit: 0.2,
});

train(trainer, schedule).subscribe({
  next({ step, rate, loss, causes = [] }) {
    for (const cause of causes) console.log(describe(cause));
    if (step % 100 === 0) console.log({ step, rate, loss });
  },
  error: console.error,
});
`;
}
