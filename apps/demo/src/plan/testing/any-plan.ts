import * as fc from 'fast-check';
import type { Run } from '../block.ts';
import { catalogue, leafOf, leaves, wrappers } from '../catalogue.ts';
import { after, beside, change, type Edited, move, remove, replace, wrap } from '../edit.ts';
import { type Field, parameterOf, withOption } from '../field.ts';
import { at, blocksOf } from '../place.ts';
import { tidy } from '../plan.ts';
import { localRun } from '../run.ts';

/** What somebody may do in the composer. `pick` chooses among the blocks that are there. */
export interface Doing {
  readonly what: 'after' | 'beside' | 'bound' | 'wrap' | 'replace' | 'remove' | 'move' | 'turn';
  readonly pick: number;
  readonly type: number;
  readonly value: number;
}

const leafTypes = leaves.flatMap(({ blocks }) => blocks.map(({ type }) => type));
const wrapperTypes = wrappers.map(({ type }) => type);

const one = <T>(list: readonly T[], pick: number): T => list[pick % list.length] as T;

/** Does one thing to a plan; it may be refused, by an error in words. */
export function done({ plan, place: _ }: Edited, doing: Doing, run: Run): Edited {
  const { place } = one(blocksOf(plan), doing.pick);
  switch (doing.what) {
    case 'after':
      return after(plan, place, one(leafTypes, doing.type), run);
    case 'beside':
      return beside(plan, place, one(leafTypes, doing.type), run);
    case 'bound':
      return beside(plan, place, one(leafTypes, doing.type), run, 'combine');
    case 'wrap':
      return wrap(plan, place, one(wrapperTypes, doing.type), run);
    case 'replace':
      return replace(plan, place, one(catalogue, doing.type).type, run);
    case 'remove':
      return remove(plan, place, run);
    case 'move':
      return move(plan, place, doing.value < 0.5 ? -1 : 1, run);
    case 'turn': {
      const block = at(plan, place);
      const { fields } = one(
        catalogue.filter(({ type }) => type === block.type),
        0,
      );
      const field = fields[doing.type % Math.max(1, fields.length)];
      if (field === undefined) return { plan, place };
      const { steps } = localRun(plan, place, run);
      return change(plan, place, turned(block, field, doing.value, steps), run);
    }
  }
}

function turned(block: Edited['plan'], field: Field, value: number, steps: number): Edited['plan'] {
  if (field.kind === 'number') {
    const { stops } = parameterOf(block, field, steps);
    const stop = stops[Math.floor(value * stops.length)] as number;
    // Half of the numbers are typed, and as odd as may be.
    return withOption(
      block,
      field.key,
      value * 1000 - Math.floor(value * 1000) < 0.5 ? stop : stop * (0.5 + value / 2),
    );
  }
  if (field.kind === 'choice') return field.set(block, one(field.options, Math.floor(value * 10)).value);
  return block;
}

export const doing: fc.Arbitrary<Doing> = fc.record({
  what: fc.constantFrom(
    'after',
    'beside',
    'bound',
    'wrap',
    'wrap',
    'replace',
    'remove',
    'move',
    'turn',
    'turn',
  ),
  pick: fc.nat(1000),
  type: fc.nat(1000),
  value: fc.double({ min: 0, max: 0.999999, noNaN: true }),
});

/** Random plans that can be trained by: what comes of composing them at random. */
export const anyPlan = (run: Run, most = 8): fc.Arbitrary<Edited['plan']> =>
  fc.tuple(fc.nat(1000), fc.array(doing, { maxLength: most })).map(([first, doings]) => {
    let edited: Edited = { plan: tidy(leafOf(one(leafTypes, first)).make(run)), place: '$' };
    for (const each of doings) {
      try {
        edited = done(edited, each, run);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
    }
    return edited.plan;
  });
