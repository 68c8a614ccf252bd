import { type Batches, batches } from '../data/batches.ts';
import { examplesOf } from '../data/examples.ts';
import { type Plane, planeOf } from '../data/plane.ts';
import { type Split, split } from '../data/split.ts';
import { Engine } from '../engine/engine.ts';
import type { News, Table } from './messages.ts';
import type { Setup } from './setup.ts';

/** What a race is run on: the examples and their order, and the networks. */
export interface Ground {
  readonly split: Split;
  readonly batches: Batches;
  readonly plane: Plane;
  readonly engine: Engine;
}

export function groundOf(setup: Setup, table?: Table): Ground {
  const parts = split(examplesOf(setup, table), setup.seed);
  return {
    split: parts,
    batches: batches(parts.training, setup.model.batch, setup.seed),
    plane: planeOf(parts),
    engine: new Engine(setup, parts),
  };
}

/** What is to be seen before the first step. */
export function setNews(run: number, { split, batches, plane, engine }: Ground): News {
  return {
    type: 'set',
    run,
    stepsPerEpoch: batches.stepsPerEpoch,
    weights: engine.weights,
    training: split.training.labels.length,
    heldOut: split.heldOut.labels.length,
    classes: split.classes,
    examples: plane.examples.slice(),
    axes: plane.axes,
  };
}
