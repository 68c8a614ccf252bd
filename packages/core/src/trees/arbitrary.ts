import * as fc from 'fast-check';
import * as core from '../index.ts';
import { inside } from '../schedule.ts';
import { event, feedbacks, leaves, length, maybe, rate, record, saidSo } from './leaves.ts';

/** A random composition, with what it is made of. */
export interface Tree {
  readonly schedule: core.Part;
  /** The functions that it was made by, each as often as it was called. */
  readonly nodes: readonly string[];
  readonly depth: number;
  /** Whether it can be written as JSON: all but `warp`, a fold of one's own, and an event that is a function. */
  readonly isData: boolean;
}

/** Compositions, by the function that makes them; what is drawn for their parts is given. */
const compositions: Readonly<Record<string, (part: fc.Arbitrary<Tree>) => fc.Arbitrary<Tree>>> = {
  lasting: (part) => around('lasting', part, length, core.lasting as never),
  scale: (part) => around('scale', part, fc.constantFrom(0.1, 0.5, 1, 2), core.scale as never),
  clamp: (part) =>
    around(
      'clamp',
      part,
      fc.constantFrom({ min: 0.05 }, { max: 0.7 }, { min: 0.01, max: 1 }),
      core.clamp as never,
    ),
  staircase: (part) => around('staircase', part, record({ every: length }), core.staircase as never),
  perEpoch: (part) => around('perEpoch', part, record({ steps: length }), core.perEpoch as never),
  warmup: (part) => around('warmup', part, record({ over: length, from: maybe(rate) }), core.warmup as never),
  restarts: (part) =>
    around(
      'restarts',
      part.map(ending),
      record({
        stretch: maybe(fc.constantFrom(1, 1.5, 2, 3)),
        shrink: maybe(fc.constantFrom(0.5, 1)),
        times: maybe(fc.integer({ min: 1, max: 3 })),
      }),
      core.restarts as never,
    ),
  jitter: (part) =>
    ofCurve(
      'jitter',
      part,
      record({ amount: fc.constantFrom(0, 0.1, 1), seed: fc.integer() }),
      core.jitter as never,
    ),
  warp: (part) =>
    ofCurve('warp', part, fc.constantFrom(0.5, 2), (curve: core.Curve, speed: number) =>
      core.warp(curve, (step) => step * speed, Number.isFinite(curve.span) ? curve.span / speed : Infinity),
    ).map((tree) => ({ ...tree, isData: tree.isData && !tree.nodes.includes('warp') })),
  until: (part) =>
    fc.oneof(
      around('until', part, event, core.until as never),
      around('until', part, saidSo, core.until as never).map((tree) => ({ ...tree, isData: false })),
    ),
  sequence: (part) =>
    fc
      .tuple(fc.array(phaseOf(part), { maxLength: 2 }), part)
      .map(([phases, last]) => listed('sequence', [...phases, last], (parts) => core.sequence(...parts))),
  multiply: (part) => many('multiply', part, (parts) => core.multiply(...parts)),
  combine: (part) =>
    fc.oneof(
      fc
        .constantFrom(Math.max, Math.min)
        .chain((fold) => many('combine', part, (parts) => core.combine(parts, fold))),
      many('combine', part, (parts) =>
        core.combine(parts, (...rates) => rates.reduce((a, b) => a + b, 0) / rates.length),
      ).map((tree) => ({ ...tree, isData: false })),
    ),
};

/** All that is drawn, beside `groups`, which stands outermost. */
export const drawn: readonly string[] = [...Object.keys(leaves), ...Object.keys(compositions), 'groups'];

function around<Options>(
  name: string,
  part: fc.Arbitrary<Tree>,
  options: fc.Arbitrary<Options>,
  make: (part: core.Part, options: Options) => core.Part,
): fc.Arbitrary<Tree> {
  return fc.tuple(part, options).map(([tree, given]) => ({
    schedule: make(tree.schedule, given),
    nodes: [name, ...tree.nodes],
    depth: tree.depth + 1,
    isData: tree.isData,
  }));
}

/** A composition that takes curves alone: feedback passes through as it is. */
function ofCurve<Options>(
  name: string,
  part: fc.Arbitrary<Tree>,
  options: fc.Arbitrary<Options>,
  make: (part: core.Curve, options: Options) => core.Curve,
): fc.Arbitrary<Tree> {
  return fc.tuple(part, options).map(([tree, given]) =>
    core.isCurve(tree.schedule)
      ? {
          ...tree,
          schedule: make(tree.schedule, given),
          nodes: [name, ...tree.nodes],
          depth: tree.depth + 1,
        }
      : tree,
  );
}

function many(
  name: string,
  part: fc.Arbitrary<Tree>,
  make: (parts: readonly core.Part[]) => core.Part,
): fc.Arbitrary<Tree> {
  return fc.array(part, { minLength: 1, maxLength: 3 }).map((trees) => listed(name, trees, make));
}

function listed(
  name: string,
  trees: readonly Tree[],
  make: (parts: readonly core.Part[]) => core.Part,
): Tree {
  return {
    schedule: make(trees.map(({ schedule }) => schedule)),
    nodes: [name, ...trees.flatMap(({ nodes }) => nodes)],
    depth: 1 + Math.max(...trees.map(({ depth }) => depth)),
    isData: trees.every(({ isData }) => isData),
  };
}

/** What another may follow in a sequence: it has an end, or an event ends it. */
function phaseOf(part: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> {
  return fc.oneof(
    part.map((tree) => (inside(tree.schedule).ends ? tree : ending(tree))),
    // Whichever comes first.
    (compositions.until as (part: fc.Arbitrary<Tree>) => fc.Arbitrary<Tree>)(part),
    (compositions.until as (part: fc.Arbitrary<Tree>) => fc.Arbitrary<Tree>)(part).map(ending),
  );
}

/** A schedule with an end, given one where it has none. */
export function finite(schedule: core.Part): core.Part {
  return schedule.span < Infinity ? schedule : core.lasting(schedule, 3);
}

export function ending(tree: Tree): Tree {
  return tree.schedule.span < Infinity
    ? tree
    : { ...tree, schedule: finite(tree.schedule), nodes: ['lasting', ...tree.nodes], depth: tree.depth + 1 };
}

const leaf: fc.Arbitrary<Tree> = fc
  .oneof(
    // Feedback is four leaves of twenty-odd; it is drawn more often, so that a third of the trees have some.
    { weight: 5, arbitrary: named(Object.keys(leaves).filter((name) => !feedbacks.includes(name))) },
    { weight: 2, arbitrary: named(feedbacks) },
  )
  .map(({ name, schedule }) => ({ schedule, nodes: [name], depth: 1, isData: true }));

function named(names: readonly string[]): fc.Arbitrary<{ name: string; schedule: core.Part }> {
  return fc.oneof(
    ...names.map((name) => (leaves[name] as fc.Arbitrary<core.Part>).map((schedule) => ({ name, schedule }))),
  );
}

const ofDepth: (depth: number) => fc.Arbitrary<Tree> = fc.memo((depth) =>
  depth <= 1
    ? leaf
    : fc.oneof(leaf, ...Object.values(compositions).map((composition) => composition(ofDepth(depth - 1)))),
);

/** Random compositions, up to five levels deep. */
export const tree: fc.Arbitrary<Tree> = ofDepth(5);

/** Random compositions that another may follow in a sequence. */
export const phase: fc.Arbitrary<Tree> = phaseOf(ofDepth(4));
