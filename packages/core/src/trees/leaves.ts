import * as fc from 'fast-check';
import * as core from '../index.ts';
import type { OwnSchedules } from '../json/index.ts';

/** Lengths in steps: whole ones, and fractions. */
export const length: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: 1, max: 6 }),
  fc.double({ min: 0.3, max: 6, noNaN: true }),
  fc.constantFrom(0.5, 1.5, 2.5),
);
export const rate: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, 0.1, 1),
  fc.double({ min: 1e-3, max: 2, noNaN: true }),
);
const above = fc.double({ min: 1e-3, max: 2, noNaN: true });
const factor = fc.constantFrom(0.1, 0.5, 0.9, 1);
const monitor = fc.constantFrom('loss', 'valLoss');
export const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });
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
export const record = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
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
  greedy: record({
    initial: above,
    factor: maybe(fc.constantFrom(0.1, 0.5)),
    patience: fc.integer({ min: 0, max: 2 }),
    monitor: maybe(monitor),
    mode: maybe(fc.constantFrom('min', 'max')),
    threshold: maybe(fc.constantFrom(0, 0.1)),
    thresholdMode: maybe(fc.constantFrom('relative', 'absolute')),
    warmup: maybe(fc.integer({ min: 0, max: 2 })),
    cooldown: maybe(fc.integer({ min: 0, max: 2 })),
    minRate: maybe(fc.constantFrom(0, 1e-3)),
    // Products of those that rise without end would not be finite.
    maxRate: fc.constantFrom(2, 4),
    smoothing: maybe(fc.constantFrom(0, 0.5)),
    nonFinite: maybe(fc.constantFrom('bad', 'ignore')),
  }).map(core.greedy as never),
  backOff: record({
    initial: maybe(above),
    factor: maybe(fc.constantFrom(0.1, 0.5)),
    spike: maybe(fc.constantFrom(1.01, 1.5, 3)),
    recover: maybe(length),
    budget: maybe(fc.integer({ min: 1, max: 4 })),
    monitor: maybe(monitor),
    smoothing: maybe(fc.constantFrom(0, 0.5)),
  }).map(core.backOff as never),
};

/** The leaves that read metrics. */
export const feedbacks: readonly string[] = ['feedback', 'reduceOnPlateau', 'greedy', 'backOff'];

/** What ends a phase. */
// biome-ignore lint/suspicious/noExplicitAny: its author says what the reports are.
export type Ending = core.Crossing<string> | core.Plateau<string> | ((report: any) => boolean);

/** Events that can be written as JSON. */
export const event: fc.Arbitrary<Ending> = fc.oneof(
  record({ monitor: maybe(monitor), below: limit() }),
  record({ monitor: maybe(monitor), above: limit() }),
  record({
    monitor: maybe(monitor),
    patience: maybe(fc.integer({ min: 0, max: 2 })),
    mode: maybe(fc.constantFrom('min', 'max')),
    threshold: maybe(fc.constantFrom(0, 0.1)),
    thresholdMode: maybe(fc.constantFrom('relative', 'absolute')),
    smoothing: maybe(fc.constantFrom(0, 0.5)),
    nonFinite: maybe(fc.constantFrom('bad', 'ignore')),
  }).map((plateau) => ({ plateau })),
) as fc.Arbitrary<unknown> as fc.Arbitrary<Ending>;

/** Functions of a report, of which none takes a silent step for the event. */
export const saidSo: fc.Arbitrary<Ending> = limit().map(
  (most) => (report: { readonly loss?: unknown } | number) => {
    const loss = typeof report === 'number' ? report : report.loss;
    return typeof loss === 'number' && loss > most;
  },
);

function limit(): fc.Arbitrary<number> {
  return fc.constantFrom(-1, 0, 1, 2, 4);
}

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
