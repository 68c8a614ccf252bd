import * as fc from 'fast-check';
import * as core from '../index.ts';
import type { OwnSchedules } from '../json/index.ts';

/** A random composition, with what it is made of. */
export interface Tree {
  readonly schedule: core.Part;
  /** The functions that it was made by, each as often as it was called. */
  readonly nodes: readonly string[];
  readonly depth: number;
  /** Whether it can be written as JSON: all but `warp` and a fold of one's own. */
  readonly isData: boolean;
}

/** Lengths in steps: whole ones, and fractions. */
const length = fc.oneof(
  fc.integer({ min: 1, max: 6 }),
  fc.double({ min: 0.3, max: 6, noNaN: true }),
  fc.constantFrom(0.5, 1.5, 2.5),
);
const rate = fc.oneof(fc.constantFrom(0, 0.1, 1), fc.double({ min: 1e-3, max: 2, noNaN: true }));
const above = fc.double({ min: 1e-3, max: 2, noNaN: true });
const factor = fc.constantFrom(0.1, 0.5, 0.9, 1);
const monitor = fc.constantFrom('loss', 'valLoss');
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const steps = (min: number) =>
  fc
    .uniqueArray(fc.oneof(fc.integer({ min: 1, max: 12 }), fc.double({ min: 0.2, max: 12, noNaN: true })), {
      minLength: min,
      maxLength: 4,
    })
    .map((list) => list.sort((a, b) => a - b));
const points = fc
  .tuple(rate, steps(0), fc.array(rate, { minLength: 4, maxLength: 4 }))
  .map(([first, at, rates]) => ({
    points: [[0, first], ...at.map((step, i) => [step, rates[i] as number])] as [number, number][],
  }));
const descent = { from: rate, to: maybe(rate), over: length };

/** Random options without those that are left out, as a caller would write them. */
const record = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc
    .record(fields)
    .map((options) =>
      Object.fromEntries(Object.entries(options as object).filter(([, value]) => value !== undefined)),
    ) as unknown as fc.Arbitrary<T>;

/** Schedules that are no compositions, by the function that makes them. */
export const leaves: Readonly<Record<string, fc.Arbitrary<core.Part>>> = {
  constant: rate.map(core.constant),
  cosineAnnealing: record(descent).map(core.cosineAnnealing as never),
  cosineWarmRestarts: record({
    ...descent,
    stretch: maybe(fc.constantFrom(1, 1.5, 2, 3)),
    shrink: maybe(fc.constantFrom(0.5, 1)),
  }).map(core.cosineWarmRestarts as never),
  cyclic: record({
    low: rate,
    high: rate,
    up: length,
    down: maybe(length),
    mode: maybe(fc.constantFrom('triangular', 'triangular2', 'exponential')),
    factor: maybe(factor),
  }).map(core.cyclic as never),
  exponentialDecay: record({ initial: rate, factor, every: maybe(length) }).map(
    core.exponentialDecay as never,
  ),
  inverseSqrtDecay: record({ peak: rate, warmup: length }).map(core.inverseSqrtDecay),
  inverseTimeDecay: record({ initial: rate, decayRate: above, every: maybe(length) }).map(
    core.inverseTimeDecay as never,
  ),
  linear: record({ from: rate, to: rate, over: length }).map(core.linear),
  logAnnealing: record(descent).map(core.logAnnealing as never),
  multiStepDecay: record({ initial: rate, factor, milestones: steps(1) }).map(core.multiStepDecay),
  oneCycle: record({
    peak: above,
    over: length,
    rise: maybe(fc.constantFrom(0.1, 0.3, 0.45)),
    ease: maybe(fc.constantFrom('cosine', 'linear')),
    phases: maybe(fc.constantFrom(2, 3)),
  }).map(core.oneCycle as never),
  oneCycleMomentum: record({ over: length, phases: maybe(fc.constantFrom(2, 3)) }).map(
    core.oneCycleMomentum as never,
  ),
  piecewiseConstant: points.map(core.piecewiseConstant),
  piecewiseLinear: points.map(core.piecewiseLinear),
  polynomialDecay: record({ ...descent, power: fc.constantFrom(0.5, 1, 2, 3.7) }).map(
    core.polynomialDecay as never,
  ),
  rexDecay: record(descent).map(core.rexDecay as never),
  stepDecay: record({ initial: rate, factor, every: length }).map(core.stepDecay),
  tanhDecay: record({ ...descent, lower: maybe(fc.constantFrom(-7, -2)), upper: maybe(fc.constant(2)) }).map(
    core.tanhDecay as never,
  ),
  warmupStableDecay: record({
    peak: above,
    from: maybe(rate),
    to: maybe(rate),
    warmup: length,
    stable: length,
    decay: length,
    shape: maybe(fc.constantFrom('linear', 'cosine', 'sqrt')),
  }).map(core.warmupStableDecay as never),
  /** A curve of one's own. */
  curve: fc.record({ period: fc.integer({ min: 1, max: 4 }), span: maybe(length) }).map(sawtooth),
  /** Feedback of one's own: with a monitor, and one that hears whole reports and counts them. */
  feedback: fc.oneof(
    monitor.map((name) => following({ monitor: name })),
    fc.constant(counting({})),
  ),
  reduceOnPlateau: record({
    initial: above,
    factor: maybe(fc.constantFrom(0.1, 0.5)),
    patience: fc.integer({ min: 0, max: 2 }),
    monitor: maybe(monitor),
    mode: maybe(fc.constantFrom('min', 'max')),
    cooldown: maybe(fc.integer({ min: 0, max: 2 })),
    smoothing: maybe(fc.constantFrom(0, 0.5)),
    nonFinite: maybe(fc.constantFrom('bad', 'ignore')),
  }).map(core.reduceOnPlateau as never),
};

function sawtooth(options: { readonly period: number; readonly span?: number | undefined }): core.Curve {
  const { period, span = Infinity } = options;
  const written = { period, ...(span < Infinity && { span }) };
  return core.curve((step) => 0.1 / (1 + (step % period)), { name: 'sawtooth', options: written, span });
}

function following(options: { readonly monitor: string }): core.Part {
  return core.feedback({
    name: 'following',
    options,
    monitor: options.monitor,
    init: { rate: 1, last: null as number | null },
    next: ({ rate, last }, heard, step) => {
      const reading = heard[options.monitor];
      if (reading === undefined || !Number.isFinite(reading)) return { rate, last };
      return { rate: last !== null && reading > last ? rate / 2 : rate + step / 1024, last: reading };
    },
    rate: ({ rate }) => rate,
  }) as unknown as core.Part;
}

function counting(options: object): core.Part {
  return core.feedback({
    name: 'counting',
    options,
    init: 1,
    next: (state: number, report: { readonly loss?: unknown } | number, step) => {
      const loss = typeof report === 'number' ? report : report.loss;
      return (state + step / 64 + (typeof loss === 'number' && Number.isFinite(loss) ? loss / 128 : 0)) % 4;
    },
    rate: (state) => state,
  });
}

/** What `fromJSON` needs to read them again. */
export const own: OwnSchedules = { sawtooth, following, counting };

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
  sequence: (part) =>
    many('sequence', part, (parts) =>
      core.sequence(...parts.slice(0, -1).map(finite), parts.at(-1) as core.Part),
    ),
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
  return fc.array(part, { minLength: 1, maxLength: 3 }).map((trees) => ({
    schedule: make(trees.map(({ schedule }) => schedule)),
    nodes: [name, ...trees.flatMap(({ nodes }) => nodes)],
    depth: 1 + Math.max(...trees.map(({ depth }) => depth)),
    isData: trees.every(({ isData }) => isData),
  }));
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
    // Feedback is three leaves of twenty-odd; it is drawn more often, so that a third of the trees have some.
    { weight: 5, arbitrary: named(Object.keys(leaves).filter((name) => !isFeedback(name))) },
    { weight: 2, arbitrary: named(Object.keys(leaves).filter(isFeedback)) },
  )
  .map(({ name, schedule }) => ({ schedule, nodes: [name], depth: 1, isData: true }));

function isFeedback(name: string): boolean {
  return name === 'feedback' || name === 'reduceOnPlateau';
}

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

/** A history of reports: all bare numbers, all without an index, or all with one, some steps left out. */
export const history: fc.Arbitrary<readonly unknown[]> = fc.oneof(
  fc.array(fc.double({ min: -2, max: 5 }), { maxLength: 12 }),
  fc.array(metrics(), { maxLength: 12 }),
  fc
    .tuple(
      fc.constantFrom('step', 'epoch'),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), metrics()), { maxLength: 12 }),
    )
    .map(([unit, gaps]) => {
      let index = -1;
      return gaps.map(([gap, report]) => {
        index += gap;
        return { [unit]: index, ...report };
      });
    }),
);

function metrics(): fc.Arbitrary<{ readonly loss?: number | null; readonly valLoss?: number | null }> {
  const reading = fc.oneof(
    { weight: 6, arbitrary: fc.double({ min: -2, max: 5, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, null) },
  );
  return fc.record({ loss: reading, valLoss: reading }, { requiredKeys: [] });
}
