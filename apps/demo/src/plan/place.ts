import type { Plan } from './plan.ts';

/** Where in a plan, as the causes of `@anneal/core` say it: `$` is the whole, `$.parts[1].part` the part of its second part. */
export type Place = string;

/** A block of a plan with its place. */
export interface Placed {
  readonly place: Place;
  readonly plan: Plan;
}

type Turn = 'part' | number;

/** The turns to take from the top. */
function turnsOf(place: Place): Turn[] {
  if (!/^\$(\.part|\.parts\[\d+\])*$/.test(place))
    throw new RangeError(`there is no place '${place}' in a plan`);
  return [...place.matchAll(/\.parts\[(\d+)\]|\.part/g)].map(([, index]) =>
    index === undefined ? 'part' : Number(index),
  );
}

function inside(plan: Plan, turn: Turn): Plan | undefined {
  return turn === 'part' ? plan.part : plan.parts?.[turn];
}

/** The block at a place, if there is one. */
export function find(plan: Plan, place: Place): Plan | undefined {
  return turnsOf(place).reduce<Plan | undefined>((here, turn) => here && inside(here, turn), plan);
}

/** The block at a place. */
export function at(plan: Plan, place: Place): Plan {
  const found = find(plan, place);
  if (found === undefined) throw new RangeError(`there is no block at ${place}`);
  return found;
}

/** The plan with another block at a place; what stays is the same object as before. */
export function put(plan: Plan, place: Place, block: Plan): Plan {
  const within = (here: Plan, [turn, ...rest]: readonly Turn[]): Plan => {
    if (turn === undefined) return block;
    const next = inside(here, turn);
    if (next === undefined) throw new RangeError(`there is no block at ${place}`);
    const changed = within(next, rest);
    if (turn === 'part') return { ...here, part: changed };
    return {
      ...here,
      parts: (here.parts as readonly Plan[]).map((part, i) => (i === turn ? changed : part)),
    };
  };
  return within(plan, turnsOf(place));
}

/** What is directly in a block. */
export function partsOf(plan: Plan, place: Place = '$'): Placed[] {
  if (plan.part !== undefined) return [{ place: `${place}.part`, plan: plan.part }];
  return (plan.parts ?? []).map((part, i) => ({ place: `${place}.parts[${i}]`, plan: part }));
}

/** All blocks of a plan: each before what is in it. */
export function blocksOf(plan: Plan, place: Place = '$'): Placed[] {
  return [{ place, plan }, ...partsOf(plan, place).flatMap((part) => blocksOf(part.plan, part.place))];
}

/** The place of what a block is in; nothing for the whole. */
export function parentOf(place: Place): Place | undefined {
  return place === '$' ? undefined : place.replace(/\.(part|parts\[\d+\])$/, '');
}

/** Which part of its parent a block is, if that has a list of them. */
export function indexOf(place: Place): number | undefined {
  const index = /\[(\d+)\]$/.exec(place)?.[1];
  return index === undefined ? undefined : Number(index);
}
