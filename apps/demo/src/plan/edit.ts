import type { Leaf, Run, Wrapper } from './block.ts';
import { blockOf, leafOf, listOf, wrapperOf } from './catalogue.ts';
import { at, blocksOf, find, indexOf, type Place, parentOf, put } from './place.ts';
import { type Plan, refusal, scheduleOf, tidy } from './plan.ts';
import { localRun, topRate } from './run.ts';
import { stretched } from './stretched.ts';

/** A plan after an operation, and the block that it was about. */
export interface Edited {
  readonly plan: Plan;
  readonly place: Place;
}

const isSolid = ({ plan }: { readonly plan: Plan }): boolean => plan.parts === undefined;

/** The plan as the library writes it, and where the block that stood at `mark` is now: lists in lists become one. */
function settled(plan: Plan, mark: Place): Edited {
  const index = blocksOf(plan)
    .filter(isSolid)
    .findIndex(({ place }) => place.startsWith(mark));
  const tidied = tidy(plan);
  let place = blocksOf(tidied).filter(isSolid)[index]?.place ?? '$';
  const { type, parts } = at(plan, mark);
  if (parts === undefined) return { plan: tidied, place };
  for (let up = parentOf(place); up !== undefined; up = parentOf(up)) {
    place = up;
    if (at(tidied, up).type === type) break;
  }
  return { plan: tidied, place };
}

type Candidate = readonly [plan: Plan, mark: Place];

/** The first of several plans that can be trained by. */
function firstThatRuns(candidates: readonly Candidate[], { steps }: Run): Edited {
  let reason = '';
  for (const [plan, mark] of candidates) {
    const refused = refusal(plan, steps);
    if (refused === undefined) return settled(plan, mark);
    reason ||= refused;
  }
  throw new RangeError(reason);
}

const lasting = (part: Plan, steps: number): Plan => ({
  type: 'lasting',
  part,
  steps: Math.max(1, Math.round(steps)),
});

/** Puts a block after the one at `place`, in the same run: what filled it is made shorter. */
export function after(plan: Plan, place: Place, type: string, run: Run): Edited {
  const leaf = leafOf(type);
  const parent = parentOf(place);
  const inList = parent !== undefined && at(plan, parent).type === 'sequence';
  const whole = inList ? parent : place;
  const list = at(plan, whole);
  const parts = list.type === 'sequence' ? (list.parts as readonly Plan[]) : [list];
  const index = inList ? (indexOf(place) as number) : parts.length - 1;

  const local = localRun(plan, whole, run);
  const room = local.steps / (parts.length + 1);
  const { span } = scheduleOf(list);
  const isFull = span < Number.POSITIVE_INFINITY && span > 0.95 * local.steps;
  const shorter = isFull ? parts.map((part) => stretched(part, parts.length / (parts.length + 1))) : parts;
  const fresh = leaf.make({
    ...local,
    steps: Math.max(1, Math.round(room)),
    peak: topRate(parts[index] as Plan, local),
  });

  const candidate = (end: (part: Plan) => Plan, endFresh: (part: Plan) => Plan): Candidate => {
    const before = shorter.slice(0, index + 1);
    before[index] = end(before[index] as Plan);
    const next = listOf('sequence').make([...before, endFresh(fresh), ...shorter.slice(index + 1)]);
    const mark = `${whole}.parts[${index + 1}]${endFresh === ended ? '.part' : ''}`;
    return [put(plan, whole, next), mark];
  };
  const same = (part: Plan) => part;
  const ended = (part: Plan) => lasting(part, room);
  return firstThatRuns(
    [candidate(same, same), candidate(ended, same), candidate(same, ended), candidate(ended, ended)],
    run,
  );
}

/** Puts a block beside the one at `place`: a factor of it, or, with `combine`, a bound. */
export function beside(
  plan: Plan,
  place: Place,
  type: string,
  run: Run,
  list: 'multiply' | 'combine' = 'multiply',
): Edited {
  const parent = parentOf(place);
  const inList = parent !== undefined && at(plan, parent).type === list;
  const whole = inList ? parent : place;
  const here = at(plan, whole);
  const isList = here.type === list;
  const parts = isList ? (here.parts as readonly Plan[]) : [here];
  const index = inList ? (indexOf(place) as number) : parts.length - 1;
  const local = localRun(plan, whole, run);
  const fresh = leafOf(type).make({
    ...local,
    peak: list === 'multiply' ? 1 : topRate(at(plan, place), local),
  });
  const all = [...parts.slice(0, index + 1), fresh, ...parts.slice(index + 1)];
  const next = isList ? { ...here, parts: all } : listOf(list).make(all);
  return firstThatRuns([[put(plan, whole, next), `${whole}.parts[${index + 1}]`]], run);
}

/** Puts a block around the one at `place`, which is made to fit. */
export function wrap(plan: Plan, place: Place, type: string, run: Run): Edited {
  const wrapper = wrapperOf(type);
  const local = localRun(plan, place, run);
  const here = at(plan, place);
  const fitted = fittedInto(wrapper, here, local);
  const whole = { ...local, peak: topRate(here, local) || run.peak };
  const candidates = [fitted, lasting(fitted, local.steps / 3), here].map(
    (part): Candidate => [put(plan, place, wrapper.make(part, whole)), place],
  );
  return firstThatRuns(candidates, run);
}

/** What a block is before another is put around it: shorter, where it filled the run alone. */
function fittedInto({ type }: Wrapper, here: Plan, { steps, epoch }: Run): Plan {
  const { span } = scheduleOf(here);
  if (type === 'perEpoch') return stretched(here, 1 / epoch, false);
  if (span === Number.POSITIVE_INFINITY) return here;
  if (type === 'warmup' && span > 0.95 * steps) return stretched(here, 0.9);
  if (type === 'restarts' && span > 0.5 * steps) return stretched(here, 1 / 3);
  return here;
}

/** Puts another block in the place of one: what was in it stays, if it has room for it. */
export function replace(plan: Plan, place: Place, type: string, run: Run): Edited {
  const block = blockOf(type);
  const here = at(plan, place);
  if (block.role === 'list') {
    const parts = here.parts ?? [here];
    return firstThatRuns([[put(plan, place, block.make(parts)), place]], run);
  }
  const local = localRun(plan, place, run);
  if (block.role === 'around') {
    const fresh = block.make(here.part ?? here, local);
    return firstThatRuns([[put(plan, place, fresh), place]], run);
  }
  return firstThatRuns(replacements(block, plan, place, run, local), run);
}

function replacements(leaf: Leaf, plan: Plan, place: Place, run: Run, local: Run): Candidate[] {
  const here = at(plan, place);
  const { span } = scheduleOf(here);
  const steps = span < Number.POSITIVE_INFINITY ? Math.max(1, Math.round(span)) : local.steps;
  const fresh = leaf.make({ ...local, steps, peak: topRate(here, local) || run.peak });
  return [
    [put(plan, place, fresh), place],
    [put(plan, place, lasting(fresh, steps)), `${place}.part`],
  ];
}

/** Takes a block away: from around its part, or out of its list. */
export function remove(plan: Plan, place: Place, run: Run): Edited {
  const here = at(plan, place);
  if (here.part !== undefined) return firstThatRuns([[put(plan, place, here.part), place]], run);
  // What stands around nothing goes with it.
  let gone = place;
  for (let up = parentOf(gone); up !== undefined && at(plan, up).part !== undefined; up = parentOf(gone))
    gone = up;
  const list = parentOf(gone);
  if (list === undefined) throw new RangeError('A plan has at least one block: replace it by another one.');
  const holder = at(plan, list);
  const index = indexOf(gone) as number;
  const parts = (holder.parts as readonly Plan[]).filter((_, i) => i !== index);
  const next = parts.length === 1 ? (parts[0] as Plan) : { ...holder, parts };
  const edited = put(plan, list, next);
  const beside = `${list}.parts[${Math.min(index, parts.length - 1)}]`;
  return firstThatRuns([[edited, find(edited, beside) && parts.length > 1 ? beside : list]], run);
}

/** Moves a block earlier (−1) or later (1) in its list. */
export function move(plan: Plan, place: Place, by: -1 | 1, run: Run): Edited {
  const list = parentOf(place);
  const index = indexOf(place);
  if (list === undefined || index === undefined) throw new RangeError('It stands in no list.');
  const holder = at(plan, list);
  const parts = [...(holder.parts as readonly Plan[])];
  const [moved, other] = [parts[index], parts[index + by]];
  if (moved === undefined || other === undefined)
    throw new RangeError('There is nothing on that side of it.');
  [parts[index], parts[index + by]] = [other, moved];
  return firstThatRuns([[put(plan, list, { ...holder, parts }), `${list}.parts[${index + by}]`]], run);
}

/** Puts a changed block back, if the plan can still be trained by. */
export function change(plan: Plan, place: Place, block: Plan, run: Run): Edited {
  return firstThatRuns([[put(plan, place, block), place]], run);
}
