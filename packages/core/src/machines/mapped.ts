import type { Machine } from './machine.ts';

/** A part inside a combinator of one: the same machine, under the combinator's name. */
export function within<Rate>(name: string, part: Machine<Rate>): Machine<Rate> {
  return {
    ...part,
    name,
    shape: `${name}(${part.shape})`,
    causes: (before, after, path, step) => part.causes(before, after, `${path}.part`, step),
  };
}

/** A part whose every rate is passed through a function. */
export function mapped(name: string, part: Machine<number>, to: (rate: number) => number): Machine<number> {
  return { ...within(name, part), rate: (memory, step) => to(part.rate(memory, step)) };
}
