import * as check from '../check.ts';
import * as core from '../index.ts';
import { keyOf } from '../path.ts';
import type { Part } from '../schedule.ts';

type Options = Readonly<Record<string, unknown>>;

/** Reads the part that a key of the schedule holds. */
type ReadPart = (value: unknown, key: string) => Part;

/** Reads what a schedule holds, its parts first, and gives what makes it. */
type Reader = (options: Options, part: ReadPart, path: string) => () => Part;

// biome-ignore lint/suspicious/noExplicitAny: the functions check what they are given themselves.
type Make = (...args: any[]) => unknown;

/** A function of its options alone. */
const alone =
  (make: Make): Reader =>
  (options) =>
  () =>
    make(options) as Part;

/** A function of a number. */
const ofNumber =
  (by: string, make: Make, name: string): Reader =>
  (options) => {
    return () => {
      only(by, options, [name]);
      return make(options[name]) as Part;
    };
  };

/** A function of a part and of its options. */
const around =
  (make: Make): Reader =>
  ({ part, ...options }, read) => {
    const inner = read(part, '.part');
    return () => make(inner, options) as Part;
  };

/** A function of a part and of a number. */
const aroundNumber =
  (by: string, make: Make, name: string): Reader =>
  ({ part, ...options }, read) => {
    const inner = read(part, '.part');
    return () => {
      only(by, options, [name]);
      return make(inner, options[name]) as Part;
    };
  };

/** A function of a list of parts. */
const many =
  (make: (parts: readonly Part[], options: Options) => unknown): Reader =>
  ({ parts, ...options }, read, path) => {
    if (!Array.isArray(parts)) check.refuse('fromJSON', `${path}.parts`, 'a list of schedules', parts);
    const { length } = parts as unknown[];
    if (length > MOST)
      check.refuse('fromJSON', `${path}.parts`, `a list of at most ${MOST} schedules`, parts);
    const inner = (parts as unknown[]).map((part, i) => read(part, `.parts[${i}]`));
    return () => make(inner, options) as Part;
  };

/** More than anybody plans, and few enough to be handed on as arguments. */
const MOST = 50_000;

const folds: Readonly<Record<string, core.Fold>> = { max: Math.max, min: Math.min };

/** How each schedule is read, by its name. A map, since a name from outside is looked up in it. */
export const readers: ReadonlyMap<string, Reader> = /* @__PURE__ */ new Map(
  Object.entries<Reader>({
    constant: ofNumber('constant', core.constant, 'rate'),
    cosineAnnealing: alone(core.cosineAnnealing),
    cosineWarmRestarts: alone(core.cosineWarmRestarts),
    cyclic: alone(core.cyclic),
    exponentialDecay: alone(core.exponentialDecay),
    inverseSqrtDecay: alone(core.inverseSqrtDecay),
    inverseTimeDecay: alone(core.inverseTimeDecay),
    linear: alone(core.linear),
    logAnnealing: alone(core.logAnnealing),
    multiStepDecay: alone(core.multiStepDecay),
    oneCycle: alone(core.oneCycle),
    oneCycleMomentum: alone(core.oneCycleMomentum),
    piecewiseConstant: alone(core.piecewiseConstant),
    piecewiseLinear: alone(core.piecewiseLinear),
    polynomialDecay: alone(core.polynomialDecay),
    reduceOnPlateau: alone(core.reduceOnPlateau),
    greedy: alone(core.greedy),
    backOff: alone(core.backOff),
    rexDecay: alone(core.rexDecay),
    stepDecay: alone(core.stepDecay),
    tanhDecay: alone(core.tanhDecay),
    warmupStableDecay: alone(core.warmupStableDecay),

    clamp: around(core.clamp),
    jitter: around(core.jitter),
    lasting: aroundNumber('lasting', core.lasting, 'steps'),
    perEpoch: around(core.perEpoch),
    restarts: around(core.restarts),
    scale: aroundNumber('scale', core.scale, 'k'),
    staircase: around(core.staircase),
    until: around(core.until),
    warmup: around(core.warmup),

    combine: many((parts, { fold, ...rest }) => {
      only('combine', rest, ['fold', 'parts']);
      check.oneOf('max', 'min')('combine', 'fold', fold);
      return core.combine(parts, folds[fold as string] as core.Fold);
    }),
    multiply: many((parts, options) => {
      only('multiply', options, ['parts']);
      return core.multiply(...parts);
    }),
    sequence: many((parts, options) => {
      only('sequence', options, ['parts']);
      return core.sequence(...parts);
    }),

    groups: ({ parts, ...options }, read, path) => {
      if (typeof parts !== 'object' || parts === null || Array.isArray(parts))
        check.refuse('fromJSON', `${path}.parts`, 'an object of schedules by group', parts);
      const inner = Object.entries(parts as object).map(([name, part]) => [
        name,
        read(part, `.parts${keyOf(name)}`),
      ]);
      return () => {
        only('groups', options, ['parts']);
        return core.groups(Object.fromEntries(inner)) as unknown as Part;
      };
    },
  }),
);

/** Refuses options that a function has no place for. */
function only(by: string, options: Options, known: readonly string[]): void {
  check.options<Options>(by, options, Object.fromEntries(known.map((name) => [name, check.anything])));
}
