/** TensorFlow.js: one weight that walks by the rate, and a validation loss that rises while it does. */

import { fitTrainer } from '@anneal/trainer/tfjs';
import { serve } from '@anneal/trainer/worker';
import * as tf from '@tensorflow/tfjs';

// While this is waited for nobody listens, and what the page says is lost.
await tf.setBackend('cpu');
await new Promise((resolve) => setTimeout(resolve, 50));

const layer = tf.layers.dense({ units: 1, inputShape: [1], useBias: false, kernelInitializer: 'zeros' });
const model = tf.sequential({ layers: [layer] });
model.compile({ optimizer: tf.train.sgd(99), loss: 'meanAbsoluteError' });
const [x, y] = [tf.ones([8, 1]), tf.fill([8, 1], -1000)];

const data = {
  batchSize: 2,
  shuffle: false,
  validationData: [x, tf.fill([8, 1], 1)] as [tf.Tensor, tf.Tensor],
};
serve(fitTrainer(model, x, y, { epochs: 5, ...data }));
