import { jit, nn, numpy as np, tree, valueAndGrad, vmap } from '@jax-js/jax';
import type { Batch } from '../data/batches.ts';
import type { Examples, Split } from '../data/split.ts';
import type { Setup } from '../race/setup.ts';
import { firstWeights, weightsIn } from './first-weights.ts';
import { logits, surprise, type Weights, widthsOf } from './network.ts';
import { type Memory, optimizers } from './optimizer.ts';
import { startUp } from './start-up.ts';

/**
 * How many networks are trained at once, raced or not. A kernel for another number adds in another order, and the last
 * bits of a racer would tell how many run beside it; among six, no lane's numbers depend on the others.
 */
export const lanes = 6;

/** How sure a network is at most: a certainty stays below 1, so that it and the class fit into one number. */
const surest = 0.999;

/** What the held-out examples say, by lane. */
export interface Asked {
  readonly losses: Float32Array;
  readonly accuracies: Float32Array;
}

/** Weights and optimizer of all lanes, as they stand. */
export type Saved = [Weights, Memory];

await startUp();

/** Networks of one kind, one in each lane, all trained by one compiled step that takes their rates as an array. */
export class Engine {
  readonly weights: number;
  readonly #classes: number;
  readonly #features: number;
  #state: Saved;
  readonly #step;
  readonly #ask;
  readonly #answer;
  readonly #heldOut: readonly [np.Array, np.Array];

  constructor({ model, seed }: Pick<Setup, 'model' | 'seed'>, { features, classes, heldOut }: Split) {
    const widths = widthsOf(features.length, model.hidden, classes.length);
    const optimizer = optimizers[model.optimizer];
    this.weights = weightsIn(widths);
    this.#features = features.length;
    this.#classes = classes.length;
    const begun = firstWeights(widths, seed, lanes);
    this.#state = [begun, optimizer.begin(begun, lanes)];
    this.#heldOut = this.#arrays(heldOut);

    const answer = (weights: Weights, inputs: np.Array) => logits(weights, inputs, model.activation);
    const gradient = valueAndGrad((weights: Weights, inputs: np.Array, targets: np.Array) =>
      surprise(answer(weights, inputs), targets),
    );
    const step = ([weights, memory]: Saved, rate: np.Array, inputs: np.Array, targets: np.Array) => {
      const [loss, gradients] = gradient(tree.ref(weights), inputs, targets);
      return { loss, state: optimizer.update(weights, gradients as Weights, memory, rate) };
    };
    const ask = (weights: Weights, inputs: np.Array, targets: np.Array) => {
      const answers = answer(weights, inputs);
      const right = np.equal(np.argmax(answers.ref, -1), np.argmax(targets.ref, -1));
      return { loss: surprise(answers, targets), accuracy: np.mean(right.astype(np.float32)) };
    };
    const certain = (weights: Weights, inputs: np.Array) => {
      const shares = nn.softmax(answer(weights, inputs), -1);
      const least = 1 / classes.length;
      const certainty = np
        .max(shares.ref, -1)
        .sub(least)
        .mul(1 / (1 - least));
      return np
        .argmax(shares, -1)
        .astype(np.float32)
        .add(np.clip(certainty, 0, surest));
    };
    this.#step = jit(vmap(step, [0, 0, null, null]));
    this.#ask = jit(vmap(ask, [0, null, null]));
    this.#answer = jit(vmap(certain, [0, null]));
  }

  /** One step of every lane, at its own rate. Gives the losses of the weights before it. */
  step(rates: Float32Array, batch: Batch): Float32Array {
    const [inputs, targets] = this.#arrays(batch);
    const { loss, state } = this.#step(this.#state as never, np.array(rates), inputs, targets);
    this.#state = state as unknown as Saved;
    return loss.dataSync() as Float32Array;
  }

  /** What the networks make of the examples that they never learn from. */
  askHeldOut(): Asked {
    const [inputs, targets] = this.#heldOut;
    const { loss, accuracy } = this.#ask(tree.ref(this.#state[0]) as never, inputs.ref, targets.ref);
    return { losses: loss.dataSync() as Float32Array, accuracies: accuracy.dataSync() as Float32Array };
  }

  /** What the networks answer to inputs, lane after lane: the class, and how sure they are, in [0, 1). */
  answers(inputs: Float32Array, saved: Saved = this.#state): Float32Array {
    const asked = np.array(inputs).reshape([inputs.length / this.#features, this.#features]);
    return this.#answer(tree.ref(saved[0]) as never, asked).dataSync() as Float32Array;
  }

  /** Weights and optimizer, to be put back, or answered from, later; to be let go of by {@link free}. */
  save(): Saved {
    return tree.ref(this.#state as never) as Saved;
  }

  /** Puts back what `save` gave, as often as is wanted. */
  restore(saved: Saved): void {
    free(this.#state);
    this.#state = tree.ref(saved as never) as Saved;
  }

  /** Gives all memory back. */
  dispose(): void {
    free(this.#state);
    tree.dispose([...this.#heldOut]);
    for (const compiled of [this.#step, this.#ask, this.#answer]) compiled.dispose();
  }

  #arrays({ inputs, labels }: Examples): [np.Array, np.Array] {
    const targets = new Float32Array(labels.length * this.#classes);
    labels.forEach((label, row) => {
      targets[row * this.#classes + label] = 1;
    });
    return [
      np.array(inputs).reshape([labels.length, this.#features]),
      np.array(targets).reshape([labels.length, this.#classes]),
    ];
  }
}

/** Lets go of what was saved. */
export function free(saved: Saved): void {
  tree.dispose(saved as never);
}
