import type { Block, Leaf, List, Wrapper } from './block.ts';
import { around } from './blocks/around.ts';
import { endless } from './blocks/endless.ts';
import { cycles, finite } from './blocks/finite.ts';
import { listening } from './blocks/listening.ts';
import { lists } from './blocks/lists.ts';

/** What a plan begins with, in the groups in which it is offered. */
export const leaves: readonly { readonly label: string; readonly blocks: readonly Leaf[] }[] = [
  { label: 'To a known end', blocks: finite },
  { label: 'Without an end', blocks: endless },
  { label: 'Up and down again', blocks: cycles },
  { label: 'Listening to the run', blocks: listening },
];

export const wrappers: readonly Wrapper[] = around;
export { lists };

/** Every block that the page knows. */
export const catalogue: readonly Block[] = [...leaves.flatMap(({ blocks }) => blocks), ...around, ...lists];

/** The schedules of `@anneal/core` that the page does without, and why. */
export const leftOut: Readonly<Record<string, string>> = {
  oneCycleMomentum: 'It is a momentum, not a rate, and the race sets one rate.',
  groups: 'It gives one rate for each group of weights, and the race sets one rate.',
};

const byType: ReadonlyMap<string, Block> = new Map(catalogue.map((block) => [block.type, block]));

/** The block of that type. */
export function blockOf(type: string): Block {
  const block = byType.get(type);
  if (block === undefined) throw new RangeError(`the page has no block called '${type}'`);
  return block;
}

/** A leaf of that type. */
export function leafOf(type: string): Leaf {
  const block = blockOf(type);
  if (block.role === 'around' || block.role === 'list') throw new RangeError(`'${type}' needs parts`);
  return block;
}

export function wrapperOf(type: string): Wrapper {
  const block = blockOf(type);
  if (block.role !== 'around') throw new RangeError(`'${type}' does not stand around one block`);
  return block;
}

export function listOf(type: string): List {
  const block = blockOf(type);
  if (block.role !== 'list') throw new RangeError(`'${type}' holds no list of blocks`);
  return block;
}
