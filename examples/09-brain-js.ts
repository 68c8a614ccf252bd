// brain.js trains by itself and waits for nobody: it calls back after each epoch, and reads its rate as it goes.
import { EventEmitter } from 'node:events';
import { oneCycle } from '@anneal/core';
import { emitterTrainer, train } from '@anneal/trainer';
import brain from 'brain.js';

// Is a point inside the circle?
const grid = Array.from({ length: 400 }, (_, i) => [(i % 20) / 19, Math.floor(i / 20) / 19] as const);
const data = grid.map(([x, y]) => ({
  input: [x, y],
  output: [(x - 0.5) ** 2 + (y - 0.5) ** 2 < 0.1 ? 1 : 0],
}));

// `trainOpts` is where the rate of each pattern is read from; its types do not tell of it.
const net = new brain.NeuralNetwork({ hiddenLayers: [8] }) as brain.NeuralNetwork & {
  trainOpts: { learningRate: number };
};
const epochs = new EventEmitter();

const trainer = emitterTrainer<{ loss: number }>(epochs, {
  event: 'epoch',
  setRate: (rate) => Object.assign(net.trainOpts, { learningRate: rate }),
  // The promise is its end. (Its own `trainAsync` fails with the thaw.js that it installs today.)
  run: async () =>
    net.train(data, {
      iterations: 150,
      // Training begins with this one, which must lie between 0 and 1; those that follow are not looked at.
      learningRate: net.trainOpts.learningRate,
      callbackPeriod: 1,
      callback: ({ error }) => epochs.emit('epoch', { loss: error }),
    }),
  stop: () => Object.assign(net.trainOpts, { iterations: 0 }),
});

train(trainer, oneCycle({ peak: 0.9, over: 150 })).subscribe(({ step, rate, loss }) => {
  if (step % 49 === 0) console.log(`epoch ${step}  rate ${rate.toFixed(3)}  loss ${loss.toFixed(3)}`);
});
