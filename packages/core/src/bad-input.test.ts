import { describe, expect, it } from 'vitest';
import * as core from './index.ts';

/** What an option takes: how its rule reads, and what breaks it and what does not. */
interface Kind {
  readonly rule: string | RegExp;
  readonly refused: readonly unknown[];
  readonly allowed: readonly unknown[];
  /** Has a default. */
  readonly optional?: true;
  /** What the message calls it, where that is not the option's name. */
  readonly called?: string;
  /** The option that may only be there where this one is. */
  readonly carries?: string;
}

const optional = (kind: Kind): Kind => ({ ...kind, optional: true });
const called = (name: string, kind: Kind): Kind => ({ ...kind, called: name });
const allowing = (kind: Kind, ...allowed: unknown[]): Kind => ({ ...kind, allowed });

const noNumbers = ['1', '', null, {}, [1], [], true, false, () => 1, 1n, Symbol('one'), new Date(1)];
const notFinite = [Number.NaN, Infinity, -Infinity];
const notWhole = [...notFinite, 0.5, -1.5, 2 ** 53];
const noText = [null, 1, Number.NaN, {}, ['loss'], true, () => 'loss', ''];

const finite: Kind = {
  rule: 'a finite number',
  refused: [...noNumbers, ...notFinite],
  allowed: [0, 0.3, 1, -1, 1e300],
};
const positive: Kind = {
  rule: 'a positive number',
  refused: [...noNumbers, ...notFinite, 0, -0, -1, -1e-9],
  allowed: [1e-3, 0.5, 1, 7, 1e15, 1e300],
};
const multiplier = allowing(positive, 0.5, 1, 2);
const endless: Kind = {
  ...positive,
  refused: positive.refused.filter((value) => value !== Infinity),
  allowed: [...positive.allowed, Infinity],
};
const notNegative: Kind = {
  rule: 'a number from 0 up',
  refused: [...noNumbers, ...notFinite, -1, -1e-9],
  allowed: [0, 0.01, 0.1],
};
const decayFactor: Kind = {
  rule: 'above 0 and at most 1',
  refused: [...noNumbers, ...notFinite, 0, -0.5, 1.0000000000000002, 2, 1e300],
  allowed: [1e-300, 0.5, 1],
};
const between = (low: number, high: number, rule: string, ...allowed: number[]): Kind => ({
  rule,
  refused: [...noNumbers, ...notFinite, low, high, low - 1, high + 1, 1e300, -1e300],
  allowed,
});
const count: Kind = {
  rule: 'a whole number from 0 up',
  refused: [...noNumbers, ...notWhole, -1],
  allowed: [0, 1, Number.MAX_SAFE_INTEGER],
};
const oneOf = (...known: readonly unknown[]): Kind => ({
  rule: known.map((value) => (typeof value === 'string' ? `'${value}'` : String(value))).join(' or '),
  refused: [
    'x',
    '',
    null,
    {},
    [known[0]],
    true,
    () => known[0],
    0,
    7,
    '2',
    String(known[0]).toUpperCase(),
  ].filter((value) => !known.includes(value)),
  allowed: known,
});
const milestones: Kind = {
  rule: 'a list of positive numbers, ascending',
  refused: [
    ...[null, 3, '3', {}, true, () => [3], [], new Set([3])],
    ...[[0], [-1], ['3'], [null], [Number.NaN], [Infinity], [3, 3], [5, 3], [1, 2, 2], [1, '2'], [[1], [2]]],
    // biome-ignore lint/suspicious/noSparseArray: a hole is what is tested.
    [, 3],
  ],
  allowed: [[1], [0.5, 1e300], [1, 2, 3]],
};
/** Points at these steps. */
const at = (...steps: unknown[]) => steps.map((step) => [step, 1]);
const points: Kind = {
  rule: /a list of \[step, rate\], the steps ascending from 0|a pair of numbers \[step, rate\]|step 0/,
  refused: [
    ...[null, 3, '3', {}, true, () => [[0, 1]], [], [0, 1], [null], ['01'], [[]], [[0]], [[0, 1, 2]]],
    ...[[[0, '1']], [[0, Number.NaN]], [[0, Infinity]], [[0, null]]],
    ...[
      at('0'),
      at(1),
      at(-1),
      at(5e-324),
      at(0, 0),
      at(0, 5, 3),
      at(0, 5, 5),
      at(0, Infinity),
      at(0, Number.NaN),
    ],
  ],
  allowed: [at(0), at(0, 0.5), at(0, 1, 1e15), [[0, -1]]],
};
const fn: Kind = {
  rule: 'a function',
  refused: [null, 1, 'x', '', {}, [], true, [() => 1], Symbol('f')],
  allowed: [() => 1],
};
const text = (rule: string, ...allowed: string[]): Kind => ({ rule, refused: noText, allowed });
const scheduleName: Kind = {
  ...optional(text('the name of a schedule, of letters, digits and $ _ . -', 'mine', 'x.y')),
  carries: 'options',
};
const plainJSON: Kind = {
  rule: /plain JSON .*/,
  refused: [
    () => 1,
    { a: undefined },
    { a: Number.NaN },
    { a: [Infinity] },
    { a: new Date(1) },
    { a: () => 1 },
  ],
  allowed: [{}, { a: 1, b: [null, 'x', true, { c: -1 }] }],
};

const curve = core.linear({ from: 1, to: 0.5, over: 4 });
const plateau = core.reduceOnPlateau({ initial: 1 });
const noSchedules = [null, 1, 'linear', {}, [curve], true, () => 1, { at: () => 1, span: 4 }, curve.toJSON()];
const part: Kind = {
  rule: 'a schedule',
  refused: noSchedules,
  allowed: [curve, core.lasting(plateau, 4), core.lasting(core.constant(0), 0.5)],
  called: 'its first argument',
};
const curvePart: Kind = allowing(part, curve, core.constant(0));

/** A schedule of the catalogue: one valid use of it, and what each of its options takes. */
interface Row {
  readonly make: (options: never) => unknown;
  readonly sample: Readonly<Record<string, unknown>>;
  readonly kinds: Readonly<Record<string, Kind>>;
  /** What is not an option by name, but an argument in its place. */
  readonly places?: readonly string[];
  /** All of its options have defaults, and it is made without any, too. */
  readonly mayBeBare?: true;
  /** What one option may be because of another, and what is said of it. */
  readonly together?: readonly (readonly [
    options: Readonly<Record<string, unknown>>,
    message: string | RegExp,
  ])[];
}

const cycleKinds = {
  over: positive,
  rise: optional(between(0, 1, 'above 0 and below 1', 1e-9, 0.3, 0.5, 0.999)),
  ease: optional(oneOf('cosine', 'linear')),
  phases: optional(oneOf(2, 3)),
};
const phased = [{ phases: 3, rise: 0.5 }, 'rise must be below 0.5 with three phases, got 0.5'] as const;
const share: Kind = {
  rule: 'from 0 to below 1',
  refused: [...noNumbers, ...notFinite, -0.1, 1, 2],
  allowed: [0, 0.5, 0.999],
};
const cutFactor = between(0, 1, 'above 0 and below 1', 1e-300, 0.5, 0.999);
const monitor = text('the name of a metric', 'loss', 'val loss');
/** How a metric is watched. */
const watchKinds = {
  monitor: optional(monitor),
  mode: optional(oneOf('min', 'max')),
  threshold: optional(allowing(notNegative, 0, 0.1, 1e300)),
  thresholdMode: optional(oneOf('relative', 'absolute')),
  smoothing: optional(share),
  nonFinite: optional(oneOf('bad', 'ignore', 'error')),
};
const watchSample = {
  monitor: 'loss',
  mode: 'min',
  threshold: 0.1,
  thresholdMode: 'absolute',
  smoothing: 0.5,
  nonFinite: 'ignore',
};
const bound = (...allowed: number[]) =>
  optional({ rule: 'from -150 to 150', refused: [...noNumbers, ...notFinite, 151, -151, 1e300], allowed });

const catalogue: Readonly<Record<string, Row>> = {
  constant: {
    make: ({ rate }: { rate: number }) => core.constant(rate),
    sample: { rate: 0.1 },
    kinds: { rate: finite },
    places: ['rate'],
  },
  linear: {
    make: core.linear,
    sample: { from: 0.1, to: 0.01, over: 10 },
    kinds: { from: finite, to: finite, over: positive },
  },
  stepDecay: {
    make: core.stepDecay,
    sample: { initial: 0.1, factor: 0.5, every: 3 },
    kinds: { initial: finite, factor: decayFactor, every: positive },
  },
  multiStepDecay: {
    make: core.multiStepDecay,
    sample: { initial: 0.1, factor: 0.5, milestones: [3, 6] },
    kinds: { initial: finite, factor: decayFactor, milestones },
  },
  piecewiseConstant: {
    make: core.piecewiseConstant,
    sample: { points: [[0, 1]] },
    kinds: { points },
  },
  piecewiseLinear: {
    make: core.piecewiseLinear,
    sample: { points: [[0, 1]] },
    kinds: { points },
  },
  polynomialDecay: {
    make: core.polynomialDecay,
    sample: { from: 0.1, to: 0.01, over: 10, power: 2 },
    kinds: { from: finite, to: optional(finite), over: positive, power: positive },
  },
  exponentialDecay: {
    make: core.exponentialDecay,
    sample: { initial: 0.1, factor: 0.5, every: 3 },
    kinds: { initial: finite, factor: decayFactor, every: optional(positive) },
  },
  inverseTimeDecay: {
    make: core.inverseTimeDecay,
    sample: { initial: 0.1, decayRate: 0.5, every: 3 },
    kinds: { initial: finite, decayRate: positive, every: optional(positive) },
  },
  inverseSqrtDecay: {
    make: core.inverseSqrtDecay,
    sample: { peak: 0.1, warmup: 10 },
    kinds: { peak: finite, warmup: positive },
  },
  cosineAnnealing: {
    make: core.cosineAnnealing,
    sample: { from: 0.1, to: 0.01, over: 10 },
    kinds: { from: finite, to: optional(finite), over: positive },
  },
  cosineWarmRestarts: {
    make: core.cosineWarmRestarts,
    sample: { from: 0.1, to: 0.01, over: 10, stretch: 2, shrink: 0.5 },
    kinds: {
      from: finite,
      to: optional(finite),
      over: positive,
      stretch: optional({
        rule: 'a number from 1 up',
        refused: [...noNumbers, ...notFinite, 0, -1, 0.5, 0.9999999999999999],
        allowed: [1, 1.0000000000000002, 2, 1e6],
      }),
      shrink: optional(multiplier),
    },
  },
  logAnnealing: {
    make: core.logAnnealing,
    sample: { from: 0.1, to: 0.01, over: 10 },
    kinds: { from: finite, to: optional(finite), over: positive },
  },
  tanhDecay: {
    make: core.tanhDecay,
    sample: { from: 0.1, to: 0.01, over: 10, lower: -3, upper: 2 },
    kinds: {
      from: finite,
      to: optional(finite),
      over: positive,
      lower: bound(-150, -1, 1.9),
      upper: bound(150, 3, -2.9),
    },
    together: [
      [{ lower: 2 }, 'upper must be above lower, 2, got 2'],
      [{ lower: 5, upper: 4 }, 'upper must be above lower, 5, got 4'],
    ],
  },
  rexDecay: {
    make: core.rexDecay,
    sample: { from: 0.1, to: 0.01, over: 10 },
    kinds: { from: finite, to: optional(finite), over: positive },
  },
  cyclic: {
    make: core.cyclic,
    sample: { low: 0.01, high: 0.1, up: 10, down: 5, mode: 'exponential', factor: 0.9 },
    kinds: {
      low: finite,
      high: finite,
      up: positive,
      down: optional(positive),
      mode: optional(oneOf('triangular', 'triangular2', 'exponential')),
      factor: optional(decayFactor),
    },
  },
  oneCycle: {
    make: core.oneCycle,
    sample: { peak: 0.1, over: 10, rise: 0.4, start: 0.01, end: 0.001, ease: 'cosine', phases: 2 },
    kinds: { peak: finite, start: optional(finite), end: optional(finite), ...cycleKinds },
    together: [phased],
  },
  oneCycleMomentum: {
    make: core.oneCycleMomentum,
    sample: { high: 0.9, low: 0.8, over: 10, rise: 0.4, ease: 'cosine', phases: 2 },
    kinds: { high: optional(finite), low: optional(finite), ...cycleKinds },
    together: [phased],
  },
  warmupStableDecay: {
    make: core.warmupStableDecay,
    sample: { peak: 0.1, from: 0.01, to: 0.001, warmup: 3, stable: 4, decay: 5, shape: 'sqrt' },
    kinds: {
      peak: finite,
      from: optional(finite),
      to: optional(finite),
      warmup: positive,
      stable: positive,
      decay: positive,
      shape: optional(oneOf('linear', 'cosine', 'sqrt')),
    },
  },
  jitter: {
    make: ({ a, ...options }: { a: core.Curve }) => core.jitter(a, options as never),
    sample: { a: curve, amount: 0.1, seed: 7 },
    kinds: {
      a: curvePart,
      amount: {
        rule: 'from 0 to 1',
        refused: [...noNumbers, ...notFinite, -0.1, 1.1, 1e300],
        allowed: [0, 0.5, 1],
      },
      seed: {
        rule: 'a whole number',
        refused: [...noNumbers, ...notWhole],
        allowed: [0, -7, Number.MAX_SAFE_INTEGER],
      },
    },
    places: ['a'],
    together: [[{ a: plateau }, /^jitter: its first argument must be a curve, got reduceOnPlateau/]],
  },
  curve: {
    make: ({ at, ...about }: { at: core.Curve['at'] }) => core.curve(at, about),
    sample: { at: (step: number) => 1 / (step + 1), span: 10, name: 'mine', options: { a: 1 } },
    kinds: {
      at: fn,
      span: optional(endless),
      name: scheduleName,
      options: optional(plainJSON),
    },
    places: ['at'],
    together: [
      [{ name: undefined }, 'name must be given where options are, got undefined'],
      [{ options: { type: 'x' } }, /^curve: options\.type must be absent, got /],
      [{ options: { anneal: 1 } }, /^curve: options\.anneal must be absent, got /],
    ],
  },
  feedback: {
    make: core.feedback,
    sample: {
      init: { rate: 1 },
      next: (state: unknown) => state,
      rate: () => 1,
      span: 10,
      monitor: 'loss',
      name: 'mine',
      options: { a: 1 },
    },
    kinds: {
      init: { ...plainJSON, refused: [...plainJSON.refused, Number.NaN, Infinity, Symbol('s'), 1n] },
      next: allowing(fn, (state: unknown) => state),
      rate: fn,
      span: optional(endless),
      monitor: optional({
        ...text('the name of a metric'),
        refused: [null, 1, Number.NaN, {}, [null], ['loss', ''], true, () => 'loss', ''],
        allowed: ['loss', 'val loss', ['loss', 'accuracy'], []],
      }),
      name: scheduleName,
      options: optional(plainJSON),
    },
    together: [
      [{ name: undefined }, 'name must be given where options are, got undefined'],
      [{ options: { type: 'x' } }, /^feedback: options\.type must be absent, got /],
    ],
  },
  reduceOnPlateau: {
    make: core.reduceOnPlateau,
    sample: { initial: 0.1, factor: 0.5, patience: 2, cooldown: 1, minRate: 0.001, ...watchSample },
    kinds: {
      initial: allowing(positive, 0.001, 1, 1e300),
      factor: optional(cutFactor),
      patience: optional(count),
      cooldown: optional(count),
      minRate: optional(notNegative),
      ...watchKinds,
    },
    together: [[{ minRate: 0.2 }, 'minRate must be at most initial, 0.1, got 0.2']],
  },
  greedy: {
    make: core.greedy,
    sample: {
      initial: 0.1,
      factor: 0.5,
      patience: 2,
      warmup: 1,
      cooldown: 1,
      minRate: 0.001,
      maxRate: 1e300,
      ...watchSample,
    },
    kinds: {
      initial: allowing(positive, 0.001, 1, 1e300),
      factor: optional(cutFactor),
      patience: optional(count),
      warmup: optional(count),
      cooldown: optional(count),
      minRate: optional(notNegative),
      maxRate: optional(allowing(positive, 0.1, 1, 1e300)),
      ...watchKinds,
    },
    together: [
      [{ minRate: 0.2 }, 'minRate must be at most initial, 0.1, got 0.2'],
      [{ maxRate: 0.05 }, 'maxRate must be at least initial, 0.1, got 0.05'],
    ],
  },
  backOff: {
    make: core.backOff,
    sample: {
      initial: 0.1,
      factor: 0.5,
      spike: 3,
      recover: 10,
      budget: 2,
      monitor: 'loss',
      smoothing: 0.5,
    },
    kinds: {
      initial: optional(positive),
      factor: optional(cutFactor),
      spike: optional({
        rule: 'a number above 1',
        refused: [...noNumbers, ...notFinite, -2, 0, 0.5, 1],
        allowed: [1.0000000000000002, 4, 1e300],
      }),
      recover: optional(positive),
      budget: optional({
        rule: 'a whole number from 1 up',
        refused: [...noNumbers, ...notWhole, 0, -1],
        allowed: [1, 5, Number.MAX_SAFE_INTEGER],
      }),
      monitor: optional(monitor),
      smoothing: optional(share),
    },
    mayBeBare: true,
  },
  until: {
    // One of its limits must be there.
    make: ({ a, ...event }: { a: core.Part; below: number }) =>
      core.until(a, event.below === undefined ? ({ ...event, above: 1 } as never) : event),
    sample: { a: curve, monitor: 'loss', below: 1 },
    kinds: { a: part, monitor: optional(monitor), below: optional(finite) },
    places: ['a'],
    together: [
      [
        { above: 1 },
        'its event must be one of { below }, { above }, { plateau } or a function, got an object',
      ],
      [{ plateau: {} }, "unknown option 'monitor', the options are plateau"],
    ],
  },
  lasting: {
    make: ({ a, steps }: { a: core.Curve; steps: number }) => core.lasting(a, steps),
    sample: { a: curve, steps: 3 },
    kinds: { a: part, steps: positive },
    places: ['a', 'steps'],
  },
  scale: {
    make: ({ a, k }: { a: core.Curve; k: number }) => core.scale(a, k),
    sample: { a: curve, k: 3 },
    kinds: { a: part, k: finite },
    places: ['a', 'k'],
  },
  clamp: {
    make: ({ a, ...options }: { a: core.Curve }) => core.clamp(a, options),
    sample: { a: curve, min: 0.1, max: 0.6 },
    kinds: {
      a: part,
      min: optional(allowing(finite, 0, -1, 0.6)),
      max: optional(allowing(finite, 0.1, 1e300)),
    },
    places: ['a'],
    together: [
      [{ max: 0.05 }, 'max must be at least min, 0.1, got 0.05'],
      [{ min: undefined, max: undefined }, 'min or max must be given, got undefined'],
    ],
  },
  warmup: {
    make: ({ a, ...options }: { a: core.Curve }) => core.warmup(a, options as never),
    sample: { a: curve, over: 5, from: 0.1 },
    kinds: { a: part, over: positive, from: optional(finite) },
    places: ['a'],
  },
  staircase: {
    make: ({ a, ...options }: { a: core.Curve }) => core.staircase(a, options as never),
    sample: { a: curve, every: 5 },
    kinds: { a: part, every: positive },
    places: ['a'],
  },
  perEpoch: {
    make: ({ a, ...options }: { a: core.Curve }) => core.perEpoch(a, options as never),
    sample: { a: curve, steps: 5 },
    kinds: { a: part, steps: positive },
    places: ['a'],
  },
  restarts: {
    make: ({ a, ...options }: { a: core.Curve }) => core.restarts(a, options),
    sample: { a: curve, stretch: 2, shrink: 0.5, times: 3 },
    kinds: {
      a: part,
      stretch: optional(multiplier),
      shrink: optional(multiplier),
      times: optional({
        rule: 'a whole number from 1 up, or Infinity',
        refused: [...noNumbers, Number.NaN, -Infinity, 0, -1, 1.5, 2 ** 53],
        allowed: [1, 2, 1000, Infinity],
      }),
    },
    places: ['a'],
    together: [
      [{ stretch: 0.5, times: Infinity }, 'stretch must be at least 1 where times is Infinity, got 0.5'],
      [{ stretch: 0.5, times: undefined }, 'stretch must be at least 1 where times is Infinity, got 0.5'],
      [
        { a: core.constant(1) },
        /^restarts: its first argument \(constant\) must have a finite span, got Infinity/,
      ],
      [
        { a: plateau },
        /^restarts: its first argument \(reduceOnPlateau\) must have a finite span, got Infinity/,
      ],
    ],
  },
  warp: {
    make: ({ a, clock, span }: { a: core.Curve; clock: (t: number) => number; span: number }) =>
      core.warp(a, clock, span),
    sample: { a: curve, clock: (t: number) => t, span: 4 },
    kinds: { a: curvePart, clock: fn, span: optional(endless) },
    places: ['a', 'clock', 'span'],
    together: [[{ a: plateau }, /^warp: its first argument must be a curve, got reduceOnPlateau/]],
  },
  combine: {
    make: ({ a, fold }: { a: core.Curve; fold: core.Fold }) => core.combine([curve, a], fold),
    sample: { a: curve, fold: Math.min },
    kinds: { a: called('part 1', part), fold: fn },
    places: ['a', 'fold'],
  },
  multiply: {
    make: ({ a }: { a: core.Curve }) => core.multiply(curve, a),
    sample: { a: curve },
    kinds: { a: called('part 1', part) },
    places: ['a'],
  },
  sequence: {
    make: ({ a }: { a: core.Curve }) => core.sequence(a, curve),
    sample: { a: curve },
    kinds: { a: called('part 0', part) },
    places: ['a'],
    together: [
      [
        { a: core.constant(1) },
        /^sequence: part 0 \(constant\) must have a finite span since another follows it/,
      ],
      [
        { a: plateau },
        /^sequence: part 0 \(reduceOnPlateau\) must have a finite span since another follows it/,
      ],
    ],
  },
  groups: {
    make: ({ a }: { a: core.Curve }) => core.groups({ head: curve, backbone: a }),
    sample: { a: curve },
    kinds: { a: called('the group backbone', part) },
    places: ['a'],
  },
};

const rows = Object.entries(catalogue);

/** A value as a message says it. */
function said(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

function thrown(make: () => unknown): unknown {
  try {
    return `nothing: it made ${String(make())}`;
  } catch (error) {
    return error;
  }
}

/** What is thrown says: function, option, rule, value. */
function expectRefusal(error: unknown, name: string, option: string, { rule }: Kind, value: unknown): void {
  expect(error).toBeInstanceOf(Error);
  expect(error instanceof RangeError || error instanceof TypeError).toBe(true);
  const { message } = error as Error;
  // In a list, or an object, the place and the value may be those of what is wrong in it.
  const inner = typeof value === 'object' && value !== null;
  const opening = `${name}: ${option}`;
  expect(message.slice(0, opening.length)).toBe(opening);
  const [place, ...rest] = message.slice(opening.length).split(' must be ');
  if (inner) expect(place).toMatch(/^([.[]\w+\]?)*$/);
  else expect(place).toBe('');
  const [ruled, got] = rest.join(' must be ').split(', got ');
  if (typeof rule === 'string') expect(ruled).toBe(rule);
  else expect(ruled).toMatch(rule);
  if (inner) expect(got).toBeTruthy();
  else expect(got).toBe(said(value));
}

/** What holds no options. */
const noOptions = [undefined, null, 1, 'x', true, [], [1], () => 1];

function expectNamed(error: unknown, name: string): void {
  expect(error instanceof RangeError || error instanceof TypeError).toBe(true);
  expect((error as Error).message).toMatch(new RegExp(`^${name}: .*(must be|unknown option)`));
}

const steps = [0, 0.5, 1, 7, 99];

/** A curve has finite rates, and anything else has a first one. */
function expectRates(schedule: unknown): void {
  expect(core.isSchedule(schedule)).toBe(true);
  const rates = core.isCurve(schedule)
    ? steps.map((step) => (schedule as core.Curve<unknown>).at(step))
    : core.simulate(schedule as core.Part, []);
  for (const rate of rates.flatMap((rate) =>
    Object.values(Object(rate) === rate ? (rate as object) : { rate }),
  ))
    expect(rate).toSatisfy(Number.isFinite);
}

describe('the table', () => {
  it('has every schedule that there is', () => {
    const others = [
      'decisions',
      'describe',
      'diff',
      'improvement',
      'isCurve',
      'isSchedule',
      'live',
      'resume',
      'simulate',
      'smooth',
    ];
    const schedules = Object.keys(core).filter((name) => !others.includes(name));
    expect(Object.keys(catalogue).sort()).toEqual(schedules.sort());
  });

  it.each(rows)(
    'has a sample of %s that works, with all of its options and without those with a default',
    (_, row) => {
      expect(Object.keys(row.kinds).sort()).toEqual(Object.keys(row.sample).sort());
      expectRates(row.make(row.sample as never));
      const needed = Object.entries(row.sample).filter(([option]) => !row.kinds[option]?.optional);
      // A clamp needs one of its two.
      if (row !== catalogue.clamp) expectRates(row.make(Object.fromEntries(needed) as never));
    },
  );
});

describe.each(rows)('%s', (name, { make, sample, kinds, places = [], together = [], mayBeBare }) => {
  const makeWith = (changes: Readonly<Record<string, unknown>>) => make({ ...sample, ...changes } as never);
  const options = Object.entries(kinds).map(
    ([option, kind]) => [option, kind, kind.called ?? option] as const,
  );

  it.each(options)('refuses what %s must not be', (option, kind, label) => {
    for (const value of kind.refused) {
      const error = thrown(() => makeWith({ [option]: value }));
      expectRefusal(error, name, label, kind, value);
    }
  });

  it.each(options)('takes what %s may be', (option, kind) => {
    for (const value of kind.allowed) expectRates(makeWith({ [option]: value }));
  });

  it.each(options)('takes %s for absent where it is undefined', (option, kind, label) => {
    const gone = [option, kind.carries];
    const rest = Object.fromEntries(Object.entries(sample).filter(([other]) => !gone.includes(other)));
    for (const given of [rest, { ...rest, [option]: undefined }]) {
      if (kind.optional) expectRates(make(given as never));
      else
        expectRefusal(
          thrown(() => make(given as never)),
          name,
          label,
          kind,
          undefined,
        );
    }
  });

  for (const [changes, message] of together) {
    it(`refuses together what goes against ${message}`, () => {
      const error = thrown(() => makeWith(changes));
      expect(error instanceof RangeError || error instanceof TypeError).toBe(true);
      const { message: got } = error as Error;
      if (typeof message === 'string') expect(got).toBe(`${name}: ${message}`);
      else expect(got).toMatch(message);
    });
  }

  const named = Object.keys(kinds).filter((option) => !places.includes(option));
  it.each(named)('takes no misspelt %s, and names it', (option) => {
    const { [option]: value, ...rest } = sample;
    const middle = Math.ceil(option.length / 2);
    // A key that bounces, and one that was missed.
    const misspelt = [
      option.slice(0, middle) + option[middle - 1] + option.slice(middle),
      ...(option.length > 2 ? [option.slice(0, -1)] : []),
    ].filter((typo) => !(typo in kinds));
    for (const typo of misspelt) {
      const error = thrown(() => make({ ...rest, [typo]: value } as never));
      expect(error).toEqual(new TypeError(`${name}: unknown option '${typo}', did you mean '${option}'?`));
    }
  });

  if (places.length === 0) {
    it.each(noOptions.filter((given) => given !== undefined || !mayBeBare))(
      'takes nothing but an object for its options: not %o',
      (given) => {
        expectNamed(
          thrown(() => make(given as never)),
          name,
        );
      },
    );
  }
});

describe('options behind a part', () => {
  const { warmup, staircase, perEpoch, jitter } = core;
  const makers: Record<string, (a: core.Curve, options: never) => unknown> = {
    warmup,
    staircase,
    perEpoch,
    jitter,
  };

  it.each(Object.entries(makers))('of %s are an object, and are there', (name, make) => {
    for (const given of noOptions)
      expectNamed(
        thrown(() => make(curve, given as never)),
        name,
      );
  });
});

describe('what ends a phase', () => {
  const plateaus = { patience: optional(count), ...watchKinds };
  const made = (event: unknown) => core.until(curve, event as never);

  it.each(Object.entries(plateaus))('refuses what %s of its plateau must not be', (option, kind) => {
    for (const value of kind.refused) {
      const error = thrown(() => made({ plateau: { [option]: value } }));
      expectRefusal(error, 'until', `plateau.${option}`, kind, value);
    }
    for (const value of [undefined, ...kind.allowed]) expectRates(made({ plateau: { [option]: value } }));
  });

  it('refuses what above must not be, and what neither limit nor plateau nor function is', () => {
    for (const above of finite.refused)
      expectRefusal(
        thrown(() => made({ above })),
        'until',
        'above',
        finite,
        above,
      );
    for (const above of finite.allowed) expectRates(made({ above }));
    for (const event of [...noOptions.filter((given) => typeof given !== 'function'), {}, { monitor: 'x' }])
      expectNamed(
        thrown(() => made(event)),
        'until',
      );
    for (const plateau of noOptions)
      expectNamed(
        thrown(() => made({ plateau })),
        'until',
      );
  });
});

describe('what is no part of anything', () => {
  const resumed = core.resume(curve, 2);
  const record = core.groups({ head: curve });
  const of = rows.filter(([, { sample }]) => 'a' in sample);

  it.each(of)('%s takes no resumed schedule, and no groups', (name, { make, sample, kinds }) => {
    const label = kinds.a?.called;
    expect(thrown(() => make({ ...sample, a: resumed } as never))).toEqual(
      new TypeError(
        `${name}: ${label} is a resumed schedule, and resume stands outermost; resume the whole composition`,
      ),
    );
    expect(thrown(() => make({ ...sample, a: record } as never))).toEqual(
      new TypeError(
        `${name}: ${label} is a record of rates, and groups stands outermost; compose the schedules in it`,
      ),
    );
  });
});

describe('lists of parts', () => {
  it.each([
    ['multiply', () => core.multiply()],
    ['sequence', () => core.sequence()],
    ['combine', () => core.combine([], Math.min)],
    ['groups', () => core.groups({})],
  ])('of %s are not empty', (name, make) => {
    const error = thrown(make);
    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).toMatch(
      new RegExp(`^${name}: it must have at least one (part|group), got none$`),
    );
  });

  it.each([undefined, null, 1, 'x', {}, curve, new Set([curve])])(
    'of combine is an array: not %o',
    (parts) => {
      expect(thrown(() => core.combine(parts as never, Math.min))).toEqual(
        new TypeError(`combine: parts must be an array of schedules, got ${said(parts)}`),
      );
    },
  );

  it.each([undefined, null, 1, 'x', [curve], curve])('of groups is an object: not %o', (parts) => {
    expect(thrown(() => core.groups(parts as never))).toEqual(
      new TypeError(`groups: its argument must be an object of schedules by group, got ${said(parts)}`),
    );
  });
});
