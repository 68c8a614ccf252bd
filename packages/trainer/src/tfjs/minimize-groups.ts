import { dispose, type Scalar, type Variable, variableGrads } from '@tensorflow/tfjs';
import { shown, soundRate } from '../check.ts';
import { fitting } from '../groups.ts';
import { learningRateOf, setLearningRate } from './set-learning-rate.ts';
import { isGroup, type TrainedGroup, variableOf } from './trained.ts';

/** One update of all groups: takes the loss and a rate for each group, gives the loss before the update. */
export interface GroupsMinimizer<Group extends string = string> {
  (loss: () => Scalar, rates: { readonly [name in Group]: number }): number;
  /** The names of the groups, for `stepTrainer`'s option of that name. */
  readonly groups: readonly Group[];
}

/**
 * Parameter groups for TensorFlow.js: one optimizer for each group of weights, and a rate for each.
 *
 * TensorFlow.js has no groups, and its optimizers know their weights by their place in a list: an optimizer that is given
 * other weights from one update to the next mixes up their moments. So each group has its own. The gradients of all groups
 * are computed in one pass; then each optimizer gets its rate and updates its own weights. Reading the loss back waits for
 * a GPU. No tensor is left over.
 *
 * @param groups `{ optimizer, variables }` for each name; `variables` are `tf.Variable`s, or what
 * `layer.trainableWeights` lists.
 * @throws TypeError when a group is none, is without weights, or shares a weight or an optimizer with another; later, when
 * a rate is missing, or is of a group that there is not, and RangeError when it is negative or not finite. In these cases
 * no rate was set and no weight moved.
 *
 * @example
 * ```ts
 * import { constant, groups } from '@anneal/core';
 * import { stepTrainer, train } from '@anneal/trainer';
 * import { minimizeGroups } from '@anneal/trainer/tfjs';
 * import * as tf from '@tensorflow/tfjs';
 * import { lastValueFrom } from 'rxjs';
 *
 * const [body, head] = [tf.variable(tf.scalar(1)), tf.variable(tf.scalar(1))];
 * const minimize = minimizeGroups({
 *   body: { optimizer: tf.train.sgd(1), variables: [body] },
 *   head: { optimizer: tf.train.sgd(1), variables: [head] },
 * });
 * const trainer = stepTrainer(
 *   (rates: { body: number; head: number }) => minimize(() => body.add(head).asScalar(), rates),
 *   { steps: 2, groups: minimize.groups },
 * );
 * await lastValueFrom(train(trainer, groups({ body: constant(0.125), head: constant(0.25) })));
 * [body.dataSync()[0], head.dataSync()[0]]; // => [0.75, 0.5]
 * ```
 */
export function minimizeGroups<Group extends string>(
  groups: {
    readonly [name in Group]: TrainedGroup;
  },
): GroupsMinimizer<Group> {
  const list = listOf(groups);
  const names = list.map(({ name }) => name as Group);
  const all = list.flatMap(({ variables }) => variables);

  const minimize = (loss: () => Scalar, rates: { readonly [name in Group]: number }): number => {
    fitting('minimizeGroups', names, rates);
    soundRate('minimizeGroups', rates);
    for (const { name, optimizer } of list) setLearningRate(optimizer, rates[name as Group]);
    const { value, grads } = variableGrads(loss, all);
    try {
      for (const { optimizer, variables } of list) {
        const gradients = variables.map(({ name }) => ({ name, tensor: grads[name] as Scalar }));
        optimizer.applyGradients(gradients);
      }
      return value.dataSync()[0] as number;
    } finally {
      dispose(grads);
      value.dispose();
    }
  };
  return Object.assign(minimize, { groups: names });
}

/** A group whose weights are known by their names, as gradients are. */
interface Listed extends Pick<TrainedGroup, 'optimizer'> {
  readonly name: string;
  readonly variables: Variable[];
}

function listOf(groups: { readonly [name: string]: TrainedGroup }): Listed[] {
  const entries = Object.entries(Object(groups) as typeof groups);
  if (entries.length === 0) {
    throw new TypeError(
      `minimizeGroups: the groups must be a record of { optimizer, variables }, got ${shown(groups)}`,
    );
  }
  const owners = new Map<unknown, string>();
  const own = (what: string, thing: unknown, name: string) => {
    const owner = owners.get(thing);
    if (owner !== undefined)
      throw new TypeError(
        `minimizeGroups: the groups '${owner}' and '${name}' share ${what}; each needs its own`,
      );
    owners.set(thing, name);
  };
  return entries.map(([name, group]) => {
    if (!isGroup(group) || group.variables.length === 0) {
      throw new TypeError(
        `minimizeGroups: the group '${name}' must be { optimizer, variables } with at least one variable, got ${shown(group)}`,
      );
    }
    const { optimizer } = group;
    learningRateOf(optimizer, 'minimizeGroups');
    own('an optimizer', optimizer, name);
    const variables = group.variables.map((weight) => variableOf(weight).tensor as Variable);
    for (const variable of variables) own(`the weight '${variable.name}'`, variable, name);
    return { name, optimizer, variables };
  });
}
