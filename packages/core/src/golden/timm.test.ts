import timm from '../../golden/timm.json' with { type: 'json' };
import {
  type Curve,
  combine,
  constant,
  cosineAnnealing,
  linear,
  multiStepDecay,
  polynomialDecay,
  reduceOnPlateau,
  restarts,
  scale,
  sequence,
  stepDecay,
  tanhDecay,
  warp,
} from '../index.ts';
import { casesOf } from './cases.ts';
import { prove } from './prove.ts';
import type { Table } from './table.ts';

interface Params {
  readonly lr: number;
  readonly t_initial: number;
  readonly lr_min?: number;
  readonly warmup_t?: number;
  readonly warmup_lr_init?: number;
  readonly warmup_prefix?: boolean;
  readonly cycle_mul?: number;
  readonly cycle_decay?: number;
  readonly cycle_limit?: number;
  readonly k_decay?: number;
  readonly lb?: number;
  readonly ub?: number;
  readonly decay_rate?: number;
  readonly power?: number;
  readonly patience_t?: number;
  readonly cooldown_t?: number;
  readonly mode?: string;
}

/** Steps of a decay: one length, or milestones. */
interface Stepped extends Omit<Params, 'decay_rate'> {
  readonly decay_rate: number;
  readonly decay_t: number;
}

interface Milestones extends Omit<Stepped, 'decay_t'> {
  readonly decay_t: readonly number[];
}

/**
 * A warm-up before a schedule, or, without a prefix, over its first steps, of which nothing is seen then.
 *
 * @param peak where it is heading; not always what comes next.
 */
function warmedUp(schedule: Curve, params: Params, prefix: boolean, peak: number = params.lr): Curve {
  const { warmup_t: over = 0, warmup_lr_init: from = 0 } = params;
  if (over === 0) return schedule;
  const late = prefix ? schedule : warp(schedule, (t) => t + over);
  return sequence(linear({ from, to: peak, over }), late);
}

/**
 * Cycles of a curve that falls from 1 to 0, or nearly so.
 *
 * From cycle to cycle the highest rate falls and the lowest stays: a share of each, and only the one shrinks.
 */
function cycled(fall: Curve, params: Params): Curve {
  const { lr, lr_min = 0, cycle_mul: stretch = 1, cycle_decay: shrink = 1, cycle_limit: times = 1 } = params;
  if (times === 0) return constant(lr_min);
  const high = restarts(scale(fall, lr), { stretch, shrink, times });
  const rest = combine([fall], (share) => lr_min * (1 - share));
  const low = restarts(rest, { stretch, times });
  return sequence(
    combine([high, low], (a, b) => a + b),
    constant(lr_min),
  );
}

/** The fall of a cycle on a clock that starts slowly. */
const slowed = (fall: Curve, { t_initial, k_decay = 1 }: Params): Curve =>
  k_decay === 1 ? fall : warp(fall, (t) => t ** k_decay / t_initial ** (k_decay - 1), t_initial);

const table: Table<Params & Stepped & Milestones> = {
  CosineLRScheduler: (params) => {
    const fall = slowed(cosineAnnealing({ from: 1, over: params.t_initial }), params);
    return warmedUp(cycled(fall, params), params, params.warmup_prefix ?? false);
  },
  // Ours is stretched so that its ends are exact; stretched back to the ends it has there it is the same.
  TanhLRScheduler: (params) => {
    const { t_initial: over, lb: lower = -7, ub: upper = 3, warmup_prefix = false, warmup_t = 0 } = params;
    const [from, to] = [(1 - Math.tanh(lower)) / 2, (1 - Math.tanh(upper)) / 2];
    const whole = cycled(tanhDecay({ from, to, over, lower, upper }), params);
    return warmedUp(whole, params, warmup_prefix, warmup_prefix ? params.lr : whole.at(warmup_t));
  },
  StepLRScheduler: (params) =>
    warmedUp(
      stepDecay({ initial: params.lr, factor: params.decay_rate, every: params.decay_t }),
      params,
      params.warmup_prefix ?? true,
    ),
  // One step early.
  MultiStepLRScheduler: (params) => {
    const steps = multiStepDecay({
      initial: params.lr,
      factor: params.decay_rate,
      milestones: params.decay_t,
    });
    return warmedUp(
      warp(steps, (t) => t + 1),
      params,
      params.warmup_prefix ?? true,
    );
  },
  PolyLRScheduler: (params) => {
    const fall = polynomialDecay({ from: 1, over: params.t_initial, power: params.power ?? 0.5 });
    return warmedUp(cycled(slowed(fall, params), params), params, params.warmup_prefix ?? false);
  },
  PlateauLRScheduler: (params) => {
    const { lr, decay_rate = 0.1, patience_t = 10, mode = 'max', cooldown_t = 0, lr_min = 0 } = params;
    const plateau = reduceOnPlateau({
      initial: lr,
      factor: decay_rate,
      patience: patience_t,
      mode: mode as 'max',
      cooldown: cooldown_t,
      minRate: lr_min,
    });
    const { warmup_t = 0, warmup_lr_init: from = 0 } = params;
    return warmup_t === 0 ? plateau : sequence(linear({ from, to: lr, over: warmup_t }), plateau);
  },
};

// What an optimizer has right after construction is not compared: it is not what the formula says of step 0.
prove({
  name: 'timm',
  cases: casesOf<Params & Stepped & Milestones>(timm),
  table,
  differ: {},
  count: { said: 32, saidUpTo: 0, explained: 0, rates: 2898 },
  refused: {
    both: {
      105: 'cosineAnnealing: over',
      106: 'polynomialDecay: over',
      107: 'tanhDecay: over',
      108: 'cosineAnnealing: over',
      109: 'polynomialDecay: over',
      110: 'tanhDecay: over',
      114: 'tanhDecay: upper',
      115: 'restarts: times',
      116: 'linear: over',
      120: 'stepDecay: every',
      121: 'reduceOnPlateau: factor',
      122: 'reduceOnPlateau: mode',
      123: 'restarts: stretch',
    },
    oursAlone: {
      117: 'linear: over',
    },
  },
});
