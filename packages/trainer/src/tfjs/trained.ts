import type { LayersModel, Optimizer, Tensor, Variable } from '@tensorflow/tfjs';
import { shown } from '../check.ts';
import type { NamedTensor } from './saved-tensor.ts';

/** A weight: a `tf.Variable`, or what `layer.trainableWeights` lists. */
export type Weight = Variable | { read(): Tensor };

/** Weights, and the optimizer that trains them. */
export interface TrainedGroup {
  readonly optimizer: Optimizer;
  /** Always the same ones in the same order: optimizers of TensorFlow.js know their weights by their place. */
  readonly variables: readonly Weight[];
}

/** What can be saved: a model, or the weights and optimizers of a loop of your own. */
export type Trained = LayersModel | TrainedGroup | { readonly [group: string]: TrainedGroup };

/** One of its parts. */
export interface TrainedPart {
  readonly weights: readonly NamedTensor[];
  /** Those of the weights that the optimizer trains, in its order. */
  readonly updated: readonly NamedTensor[];
  readonly optimizer: Optimizer | undefined;
}

/** What has a name: a variable, or a layer's weight, whose own name carries a number that another model's does not. */
interface Named {
  readonly name: string;
  readonly originalName?: string;
}

/** The variable of a weight, with its name. */
export function variableOf(weight: Weight): NamedTensor {
  const { name, originalName = name } = weight as Named;
  return { name: originalName, tensor: 'read' in weight ? weight.read() : weight };
}

/** The parts of a model, of one group, or of several. */
export function partsOf(by: string, trained: Trained): Map<string, TrainedPart> {
  if (isModel(trained)) return new Map([['model', partOf(trained)]]);
  const groups = isGroup(trained) ? { model: trained } : trained;
  const entries = Object.entries(Object(groups) as Record<string, TrainedGroup>);
  if (entries.length === 0 || !entries.every(([, group]) => isGroup(group))) {
    throw new TypeError(
      `${by}: what is trained must be a tf.LayersModel, { optimizer, variables }, or a record of such groups, got ${shown(trained)}`,
    );
  }
  return new Map(
    entries.map(([name, { optimizer, variables }]) => {
      const weights = variables.map(variableOf);
      return [name, { weights, updated: weights, optimizer }];
    }),
  );
}

const isModel = (trained: unknown): trained is LayersModel =>
  typeof (trained as Partial<LayersModel> | null | undefined)?.fit === 'function';

/** Whether it has what a group has. */
export const isGroup = (group: unknown): group is TrainedGroup => {
  const { optimizer, variables } = Object(group) as Partial<TrainedGroup>;
  const isWeight = (weight: unknown) => {
    const { assign, read } = Object(weight) as { assign?: unknown; read?: unknown };
    return typeof assign === 'function' || typeof read === 'function';
  };
  return (
    typeof optimizer?.applyGradients === 'function' && Array.isArray(variables) && variables.every(isWeight)
  );
};

function partOf(model: LayersModel): TrainedPart {
  // What it was compiled to train: a layer that is frozen later is trained on until the model is compiled again.
  const { collectedTrainableWeights } = model as unknown as { collectedTrainableWeights?: Weight[] };
  return {
    weights: weightsOf(model).map(variableOf),
    updated: (collectedTrainableWeights ?? model.trainableWeights).map(variableOf),
    optimizer: model.optimizer,
  };
}

/** A layer, or a model among the layers of another. */
interface Layer {
  readonly layers?: readonly Layer[];
  readonly weights: readonly Weight[];
}

/** Layer by layer: the model's own list puts what is frozen last, so that freezing a layer would move weights. */
function weightsOf(layer: Layer): readonly Weight[] {
  return layer.layers?.flatMap(weightsOf) ?? layer.weights;
}
