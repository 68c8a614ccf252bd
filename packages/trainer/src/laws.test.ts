import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { init, jit, numpy as np, valueAndGrad } from '@jax-js/jax';
import * as tf from '@tensorflow/tfjs';
import { merge, of, Subject } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childTrainer } from './child-process/index.ts';
import { channelTrainer, emitterTrainer, iterableTrainer, stepTrainer } from './index.ts';
import { jaxTrainer } from './jax/index.ts';
import { type LawsOptions, laws, type Walk, type Walker } from './testing/index.ts';
import { fitTrainer } from './tfjs/index.ts';
import { serve, workerTrainer } from './worker/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'laws-'));
afterAll(() => rmSync(folder, { recursive: true }));
// Without a name it asks for a GPU, which Node has none of.
beforeAll(() => init('wasm'));

/** One weight and its step, as every user would write them. */
function weighing({ failAt }: Walk) {
  const model = { w: 0 };
  const walk = (rate: number, step: number) => {
    if (step === failAt) throw new Error('no further');
    if (typeof rate !== 'number') throw new TypeError('there is one rate');
    model.w += rate;
  };
  const saving = {
    save: () => model.w,
    restore: (saved: number) => {
      model.w = saved;
    },
  };
  return { model, walk, walked: () => model.w, saving };
}

function ofSteps(given: Walk): Walker {
  const { walk, walked, saving } = weighing(given);
  return { trainer: stepTrainer(walk, { steps: given.steps, ...saving }), walked };
}

function ofIterable(given: Walk): Walker {
  const { walk, walked, saving } = weighing(given);
  let rate = Number.NaN;
  function* loop(start: number) {
    for (let step = start; step < given.steps; step++) {
      walk(rate, step);
      yield {};
    }
  }
  const setRate = (next: number) => {
    rate = next;
  };
  return { trainer: iterableTrainer(loop, setRate, saving), walked };
}

/** A trainer of somebody else's, which goes on from step to step until it is stopped. */
function ofEmitter(given: Walk): Walker {
  const { walk, walked } = weighing(given);
  const emitter = new EventEmitter();
  let [rate, stopped] = [Number.NaN, false];
  const run = async (start: number): Promise<void> => {
    stopped = false;
    for (let step = start; step < given.steps && !stopped; step++) {
      walk(rate, step);
      emitter.emit('step', {});
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const setRate = (next: number) => {
    if (typeof next !== 'number') throw new TypeError('there is one rate');
    rate = next;
  };
  const stop = () => {
    stopped = true;
  };
  return { trainer: emitterTrainer(emitter, { event: 'step', setRate, run, stop }), walked };
}

function ofChannel({ steps, failAt }: Walk): Walker {
  const messages = new Subject<unknown>();
  const say = (message: unknown) => setTimeout(() => messages.next(message), 0);
  let w = 0;
  const hear = (message: Readonly<Record<string, unknown>>) => {
    const { step, rate } = message;
    if ('save' in message) say({ saved: message.save, state: w });
    else if ('restore' in message) {
      w = message.restore as number;
      say({ restored: true });
    } else if (step === failAt && step !== undefined) say({ error: 'no further' });
    else if (step === steps) say({ done: true });
    else if (typeof rate === 'number') {
      w += rate;
      say({ step });
    } else if (rate !== undefined) say({ error: 'there is one rate' });
  };
  // Whoever begins a conversation is told hello.
  const trainer = channelTrainer({
    messages: merge(messages, of({ anneal: 1, saves: true })),
    send: (message) => hear({ ...message }),
  });
  return { trainer, walked: () => w };
}

/** Its weight is in a file, which outlives the process. */
const child = `
  const { readFileSync, writeFileSync } = require('node:fs');
  const [file, steps, failAt] = process.argv.slice(1);
  const tell = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
  const weight = () => Number(readFileSync(file, 'utf8'));
  const put = (w) => writeFileSync(file, String(w));
  tell({ anneal: 1, saves: true });
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const message = JSON.parse(line);
    if (message.stop) process.exit();
    else if ('save' in message) tell({ saved: message.save, state: weight() });
    else if ('restore' in message) {
      put(message.restore);
      tell({ restored: true });
    } else if (!('rate' in message)) return;
    else if (message.step === Number(failAt)) tell({ error: 'no further' });
    else if (message.step === Number(steps)) {
      tell({ done: true });
      process.exit();
    } else if (typeof message.rate !== 'number') tell({ error: 'there is one rate' });
    else {
      put(weight() + message.rate);
      tell({ step: message.step });
    }
  });
`;
let children = 0;

function ofChild({ steps, failAt }: Walk): Walker {
  const file = join(folder, String(children++));
  writeFileSync(file, '0');
  const trainer = childTrainer(process.execPath, ['-e', child, file, String(steps), String(failAt)]);
  return { trainer, walked: () => Number(readFileSync(file, 'utf8')) };
}

function ofWorker(given: Walk): Walker {
  const { port1, port2 } = new MessageChannel();
  const { trainer, walked } = ofSteps(given);
  const service = serve(trainer, { port: port2 });
  const dispose = () => {
    service.unsubscribe();
    port1.close();
  };
  return { trainer: workerTrainer(port1), walked, dispose };
}

/** One weight w, prediction w · x; with x = 1 and y far below, the gradient of the mean absolute error is 1. */
function ofFit({ steps, failAt }: Walk): Walker {
  const layer = tf.layers.dense({ units: 1, inputShape: [1], useBias: false, kernelInitializer: 'zeros' });
  const model = tf.sequential({ layers: [layer] });
  model.compile({ optimizer: tf.train.sgd(99), loss: 'meanAbsoluteError' });
  const [x, y] = [tf.ones([8, 1]), tf.fill([8, 1], -1000)];
  const callbacks = {
    onBatchBegin: async (batch: number) => {
      if (epoch * 2 + batch === failAt) throw new Error('no further');
    },
    onEpochBegin: async (next: number) => {
      epoch = next;
    },
  };
  let epoch = 0;
  const trainer = fitTrainer(model, x, y, { epochs: steps / 2, batchSize: 4, callbacks });
  const dispose = () => {
    tf.dispose([x, y]);
    model.dispose();
  };
  return { trainer, walked: () => -((layer.getWeights()[0] as tf.Tensor).dataSync()[0] as number), dispose };
}

function ofJax({ steps, failAt }: Walk): Walker {
  let w = np.array(0);
  const gradient = valueAndGrad((weight: np.Array) => weight.mul(1));
  const update = jit((weight: np.Array, rate: np.Array) => {
    const [loss, slope] = gradient(weight.ref);
    return { weight: weight.sub(slope.mul(rate)), loss };
  });
  const walk = (rate: np.Array, step: number) => {
    if (step === failAt) throw new Error('no further');
    if (!(rate instanceof np.Array)) throw new TypeError('there is one rate');
    const next = update(w, rate);
    w = next.weight;
    return { loss: next.loss };
  };
  // A number, which a file can keep; arrays of jax-js are for this process alone.
  const saving = {
    save: () => w.ref.item() as number,
    restore: (saved: number) => {
      w.dispose();
      w = np.array(saved);
    },
  };
  return {
    trainer: jaxTrainer(walk, { steps, ...saving }),
    walked: () => -(w.ref.item() as number),
    dispose: () => w.dispose(),
  };
}

const adapters: readonly [string, (walk: Walk) => Walker, LawsOptions][] = [
  ['stepTrainer', ofSteps, {}],
  ['iterableTrainer', ofIterable, {}],
  ['emitterTrainer', ofEmitter, { waits: false, saves: false }],
  ['channelTrainer', ofChannel, {}],
  ['childTrainer', ofChild, { settle: 100 }],
  ['workerTrainer', ofWorker, {}],
  ['fitTrainer', ofFit, {}],
  ['jaxTrainer', ofJax, {}],
];

describe.each(adapters)('%s', (_, make, options) => {
  const asked = laws(make, { within: 4000, ...options }).filter(({ skipped }) => skipped === undefined);
  it.each(asked.map(({ name, check }) => [name, check] as const))('%s', (_, check) => check());
});

it('no law is skipped but those that an adapter cannot keep', () => {
  const skipped = adapters.flatMap(([adapter, make, options]) =>
    laws(make, options).flatMap((law) => (law.skipped === undefined ? [] : [`${adapter}: ${law.name}`])),
  );
  const saving = 'puts back, by restore, the weights behind the row at which it was told to save';
  expect(skipped).toEqual([
    'emitterTrainer: waits for each rate where the schedule takes its time',
    'emitterTrainer: does not begin before its first rate',
    'emitterTrainer: pauses before its next step, and goes on',
    'emitterTrainer: can be let go of while it waits, and runs again at once',
    `emitterTrainer: ${saving}`,
  ]);
});
