// TensorFlow.js in Node learns to tell three species of penguins apart; a JSONL file keeps every row of the run.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cosineAnnealing, warmup } from '@anneal/core';
import { log } from '@anneal/logger';
import { jsonl, readRun } from '@anneal/logger/jsonl';
import { train } from '@anneal/trainer';
import { fitTrainer } from '@anneal/trainer/tfjs';
import * as tf from '@tensorflow/tfjs';
import { lastValueFrom, toArray } from 'rxjs';
import { penguins } from '../tools/penguins.ts';

const { rows, features, species } = penguins();
tf.util.shuffle(rows);
const table = tf.tensor2d(rows);
const { mean, variance } = tf.moments(table.slice([0, 0], [-1, features.length]), 0);
const x = table.slice([0, 0], [-1, features.length]).sub(mean).div(variance.sqrt()) as tf.Tensor2D;
const y = tf.oneHot(table.slice([0, features.length], [-1, 1]).flatten().toInt(), species.length);

const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'relu', inputShape: [features.length] }));
model.add(tf.layers.dense({ units: species.length, activation: 'softmax' }));
model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });

const trainer = fitTrainer(model, x, y, { epochs: 30, validationSplit: 0.2 });
const schedule = warmup(cosineAnnealing({ from: 0.3, over: 260 }), { over: 10 });

const file = join(mkdtempSync(join(tmpdir(), 'penguins-')), 'run.jsonl');
const last = await lastValueFrom(train(trainer, schedule).pipe(log(jsonl(file))));
console.log(`held-out accuracy ${(100 * (last.val_acc ?? 0)).toFixed(0)} % after step ${last.step}`);

const kept = await lastValueFrom(readRun(file).pipe(toArray()));
console.log(`${kept.length} rows in the log`);
