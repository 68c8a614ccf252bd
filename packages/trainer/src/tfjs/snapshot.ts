import { tidy, type Variable } from '@tensorflow/tfjs';
import { shown } from '../check.ts';
import { checkOptimizer, holdOptimizer, restoreOptimizer, type SavedOptimizer } from './saved-optimizer.ts';
import { fits, hold, type NamedTensor, type SavedTensor, tensorOf } from './saved-tensor.ts';
import { learningRateOf } from './set-learning-rate.ts';
import { partsOf, type Trained, type TrainedPart } from './trained.ts';

/** Weights, and what their optimizer remembers. */
export interface SavedPart {
  readonly weights: readonly SavedTensor[];
  /** Missing where the model was not compiled. */
  readonly optimizer?: SavedOptimizer;
}

/** A model at one step, as plain data: typed arrays with names, shapes and types, and no tensor. */
export interface Snapshot {
  readonly format: 'anneal.tfjs.1';
  /** One part named `model`, or one for each group. */
  readonly parts: { readonly [part: string]: SavedPart };
}

/**
 * Saves weights and what their optimizer remembers, all seven of TensorFlow.js: moments, their number of updates, their
 * rate.
 *
 * The snapshot is of the moment of the call; the promise is for reading the values, which takes its time on a GPU. It is
 * plain data: `v8.serialize` writes it, `postMessage` sends it, `structuredClone` copies it. It does not hold the options
 * of the optimizer (momentum, β), the states of stateful recurrent layers, random states, or the place in the data.
 *
 * @param trained a `tf.LayersModel`; or, where the loop is your own, `{ optimizer, variables }`, or a record of such
 * groups, as {@link minimizeGroups} takes it.
 * @throws TypeError when it is none of these, or an optimizer has no learning rate.
 *
 * @example
 * ```ts
 * import { restoreSnapshot, takeSnapshot } from '@anneal/trainer/tfjs';
 * import * as tf from '@tensorflow/tfjs';
 *
 * const w = tf.variable(tf.scalar(1));
 * const trained = { optimizer: tf.train.momentum(0.25, 0.5), variables: [w] };
 * const step = () => {
 *   trained.optimizer.minimize(() => w.asScalar(), false, trained.variables);
 *   return w.dataSync()[0];
 * };
 *
 * step();
 * const saved = await takeSnapshot(trained);
 * step(); // => 0.375
 * restoreSnapshot(trained, saved);
 * step(); // => 0.375
 * ```
 */
export function takeSnapshot(trained: Trained): Promise<Snapshot> {
  return snapshotOf('takeSnapshot', trained);
}

/**
 * Puts back what {@link takeSnapshot} gave, into what it was taken of, or into a new one of the same shape: weights first,
 * then what the optimizer remembers, its rate last. From there it trains on as the other would have, to the bit.
 *
 * It is done when the function returns. Weights belong together by their place, layer by layer, not by their names, which
 * differ from model to model. A model without an optimizer takes the weights alone.
 *
 * @param trained what to put it into.
 * @param snapshot what {@link takeSnapshot} gave, or a copy of it.
 * @throws TypeError or RangeError when it is no snapshot, or not of this shape, these groups, or this kind of optimizer;
 * then nothing was changed.
 *
 * @example
 * ```ts
 * import { restoreSnapshot, takeSnapshot } from '@anneal/trainer/tfjs';
 * import * as tf from '@tensorflow/tfjs';
 *
 * const make = () => tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [3] })] });
 * const [trained, fresh] = [make(), make()];
 * restoreSnapshot(fresh, structuredClone(await takeSnapshot(trained)));
 *
 * const x = tf.ones([1, 3]);
 * const [a, b] = [trained.predict(x) as tf.Tensor, fresh.predict(x) as tf.Tensor];
 * a.dataSync()[0] === b.dataSync()[0]; // => true
 * ```
 */
export function restoreSnapshot(trained: Trained, snapshot: unknown): void {
  putBack('restoreSnapshot', trained, snapshot);
}

/** Takes a snapshot in the name of `by`. All values are held on to before it returns. */
export function snapshotOf(by: string, trained: Trained): Promise<Snapshot> {
  const parts = [...partsOf(by, trained)];
  // What is refused is refused before anything is held that nobody would read.
  for (const [, { optimizer }] of parts) if (optimizer !== undefined) learningRateOf(optimizer, by);
  const reads = parts.map(([name, { weights, optimizer }]) => {
    const readOptimizer = optimizer && holdOptimizer(optimizer);
    const readWeights = hold(weights);
    return async (): Promise<[string, SavedPart]> => {
      const [weights, optimizer] = await Promise.all([readWeights(), readOptimizer?.()]);
      return [name, { weights, ...(optimizer && { optimizer }) }];
    };
  });
  return Promise.all(reads.map((read) => read())).then((saved) => ({
    format: 'anneal.tfjs.1',
    parts: Object.fromEntries(saved),
  }));
}

/** Puts a snapshot back in the name of `by`: all of it, or, if any of it does not fit, nothing. */
export function putBack(by: string, trained: Trained, snapshot: unknown): void {
  const parts = partsOf(by, trained);
  const saved = partsIn(by, snapshot);
  const names = Object.keys(saved);
  if (names.length !== parts.size || !names.every((name) => parts.has(name))) {
    throw new RangeError(
      `${by}: the snapshot holds the parts ${names.join(', ')}, and here are ${[...parts.keys()].join(', ')}; ` +
        'restore into the groups that were saved',
    );
  }
  for (const [name, part] of parts) check(by, part, saved[name] as SavedPart);
  for (const [name, { weights, optimizer }] of parts) {
    const was = saved[name] as SavedPart;
    weights.forEach(({ tensor }, i) => {
      tidy(() => (tensor as Variable).assign(tensorOf(was.weights[i] as SavedTensor)));
    });
    if (optimizer !== undefined) restoreOptimizer(optimizer, was.optimizer as SavedOptimizer);
  }
}

function partsIn(by: string, snapshot: unknown): Snapshot['parts'] {
  const { format, parts } = Object(snapshot) as Partial<Snapshot>;
  if (format === 'anneal.tfjs.1' && typeof parts === 'object' && parts !== null) return parts;
  throw new TypeError(`${by}: the snapshot must be what takeSnapshot or save gave, got ${shown(snapshot)}`);
}

function check(by: string, { weights, updated, optimizer }: TrainedPart, saved: SavedPart): void {
  const were = saved?.weights;
  if (!Array.isArray(were) || were.length !== weights.length) {
    throw new RangeError(
      `${by}: the snapshot holds ${were?.length ?? 'no'} weights, and there are ${weights.length} here; ` +
        'restore into a model of the shape that was saved',
    );
  }
  weights.forEach(({ name, tensor }: NamedTensor, i) => {
    fits(by, were[i], { name, shape: tensor.shape, dtype: tensor.dtype });
  });
  if (optimizer !== undefined) checkOptimizer(by, optimizer, updated, saved.optimizer);
}
