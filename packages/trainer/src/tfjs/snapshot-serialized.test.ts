import { deserialize, serialize } from 'node:v8';
import { Worker } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { restoreSnapshot, takeSnapshot } from './index.ts';

function network() {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  return model;
}

const [x, y] = [tf.ones([4, 3]), tf.ones([4, 2])];
const weightsOf = (model: tf.LayersModel) => model.getWeights().flatMap((weight) => [...weight.dataSync()]);

it.each<[string, (snapshot: unknown) => unknown]>([
  ['written by v8.serialize', (snapshot) => deserialize(Buffer.from(serialize(snapshot)))],
  [
    'sent to a worker and back',
    (snapshot) =>
      new Promise((resolve, reject) => {
        const code =
          "const { parentPort } = require('node:worker_threads'); parentPort.once('message', (it) => parentPort.postMessage(it));";
        const worker = new Worker(code, { eval: true });
        worker.once('message', resolve).once('error', reject).postMessage(snapshot);
      }),
  ],
])('a snapshot can be %s, and trains on to the bit', async (_, travel) => {
  const [one, other] = [network(), network()];
  await one.trainOnBatch(x, y);
  restoreSnapshot(other, await travel(await takeSnapshot(one)));
  for (const model of [one, other]) await model.trainOnBatch(x, y);
  expect(weightsOf(other)).toEqual(weightsOf(one));
});
