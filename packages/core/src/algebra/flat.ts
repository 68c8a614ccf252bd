import { once } from '../once.ts';
import { inside, type Part } from '../schedule.ts';

/**
 * The parts of a composition and of those of its kind in it, in order. They wait until they are asked for, since
 * compositions grow part by part, to thousands, and are found without recursion, since they may lie deep.
 */
export function flatten(by: string, parts: readonly Part[], span: number = Infinity): () => readonly Part[] {
  return once(() => {
    const flat: Part[] = [];
    const waiting = [...parts].reverse();
    for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
      const inner = innerOf(by, part, span);
      if (inner === undefined) flat.push(part);
      else for (let i = inner.length - 1; i >= 0; i--) waiting.push(inner[i] as Part);
    }
    return flat;
  });
}

/**
 * What a part of this kind is made of, if it may lie flat in a whole of `span`. A product in which an endless part is held
 * by one that ends may not, if the whole lasts longer: there it would go on.
 */
export function innerOf(by: string, part: Part, span: number = Infinity): readonly Part[] | undefined {
  const { flat } = inside(part);
  return flat?.by === by && (flat.until ?? span) === span ? flat.parts : undefined;
}
