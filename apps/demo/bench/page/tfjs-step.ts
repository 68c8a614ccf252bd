import * as tf from '@tensorflow/tfjs';
import { batches } from '../../src/data/batches.ts';
import { drawn } from '../../src/data/drawn.ts';
import { split } from '../../src/data/split.ts';
import { batch, type Step, widths } from './asked.ts';

/** TensorFlow.js on its cpu backend: a model and an optimizer for each racer, or all racers along a first axis. */
export async function tfjsStep(racers: number, apart: boolean): Promise<Step> {
  await tf.setBackend('cpu');
  const parts = split(drawn('moons', { kind: 'moons', points: 500, noise: 0.1 }, 1), 1);
  const order = batches(parts.training, batch, 1);
  const models = Array.from({ length: apart ? racers : 1 }, () => variables(apart ? 1 : racers));
  const optimizers = models.map(() => tf.train.sgd(0.1));
  let count = 0;
  return (rates) => {
    const { inputs, labels } = order.of(count++);
    tf.tidy(() => {
      const x = tf.tensor3d(inputs, [1, batch, 2]);
      const y = tf.oneHot(tf.tensor1d([...labels], 'int32'), 2).expandDims(0);
      models.forEach((model, place) => {
        if (apart) {
          const optimizer = optimizers[place] as tf.SGDOptimizer;
          optimizer.setLearningRate(rates[place] as number);
          optimizer.minimize(() => tf.sum(losses(model, x, y)) as tf.Scalar, true)?.dataSync();
          return;
        }
        const told = tf.variableGrads(() => {
          const each = losses(model, x, y);
          tf.keep(each).dataSync();
          return tf.sum(each) as tf.Scalar;
        }, model);
        const perLane = tf.tensor(rates.subarray(0, racers), [racers, 1, 1]);
        for (const variable of model)
          variable.assign(variable.sub((told.grads[variable.name] as tf.Tensor).mul(perLane)));
      });
    });
  };
}

function variables(lanes: number): tf.Variable[] {
  return widths.slice(1).flatMap((out, layer) => {
    const size = widths[layer] as number;
    const one = tf.randomUniform([1, size, out], -0.4, 0.4, 'float32', 1);
    return [tf.variable(tf.tile(one, [lanes, 1, 1])), tf.variable(tf.zeros([lanes, 1, out]))];
  });
}

/** The loss of each lane. */
function losses(model: tf.Variable[], x: tf.Tensor, y: tf.Tensor): tf.Tensor {
  const lanes = (model[0] as tf.Variable).shape[0] as number;
  let values = tf.tile(x, [lanes, 1, 1]);
  for (let layer = 0; layer < model.length; layer += 2) {
    const [w, b] = [model[layer] as tf.Variable, model[layer + 1] as tf.Variable];
    const sums = tf.matMul(values, w).add(b);
    values = layer === model.length - 2 ? sums : tf.tanh(sums);
  }
  return tf.mean(tf.sum(tf.logSoftmax(values).mul(y), -1), -1).neg();
}
