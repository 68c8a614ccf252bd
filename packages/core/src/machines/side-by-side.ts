import * as check from '../check.ts';
import { keyOf } from '../path.ts';
import { held, type Machine } from './machine.ts';
import { shapesOf, together } from './together.ts';

type Memories = readonly unknown[];

/**
 * Parts that run side by side, all of them active, for `span` steps.
 *
 * @param labels the names of the parts, if they have any; else they go by their places.
 */
export function sideBySide<Rate>(
  name: string,
  parts: readonly Machine<number>[],
  span: number,
  fold: (rates: number[]) => Rate,
  labels?: readonly string[],
): Machine<Rate> {
  const shape =
    labels?.map((label, i) => `${keyOf(label).replace(/^\./, '')}:${parts[i]?.shape}`).join(',') ??
    shapesOf(parts);
  /** Where a part stands in JSON. */
  const pathOf = (path: string, i: number) => `${path}.parts${keyOf(labels?.[i] ?? i)}`;
  /** The memories after each part has moved; the same list, if none of them changed. */
  const moved = (memories: Memories, move: (part: Machine<number>, memory: unknown) => unknown): Memories => {
    const next = parts.map((part, i) => move(part, memories[i]));
    return next.every((memory, i) => memory === memories[i]) ? memories : next;
  };

  const machine: Machine<Rate, Memories> = {
    name,
    span,
    shape: `${name}(${shape})`,
    ...together(parts),
    begin: (clock) => parts.map((part) => part.begin(clock)),
    next: (memories, readings, step, clock) =>
      moved(memories, (part, memory) => part.next(memory, readings, step, clock)),
    settle: (memories, clock) => moved(memories, (part, memory) => part.settle(memory, clock)),
    late: (memories, readings, step, clock) =>
      moved(memories, (part, memory) => part.late(memory, readings, step, clock)),
    asks: (memories) => parts.flatMap((part, i) => part.asks(memories[i])),
    rate: (memories, step) => fold(parts.map((part, i) => part.rate(memories[i], step))),
    causes: (before, after, path, step) =>
      parts.flatMap((part, i) => part.causes(before[i], after[i], pathOf(path, i), step)),
    restore(memories, path, clock) {
      if (!Array.isArray(memories) || memories.length !== parts.length)
        return check.refuse('resume', path, `a list of ${parts.length}`, memories);
      return parts.map((part, i) => part.restore(memories[i], `${path}[${i}]`, clock));
    },
  };
  return held(machine, span);
}
