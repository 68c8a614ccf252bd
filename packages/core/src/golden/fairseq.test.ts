import fairseq from '../../golden/fairseq.json' with { type: 'json' };
import {
  type Curve,
  clamp,
  combine,
  constant,
  cosineAnnealing,
  exponentialDecay,
  inverseSqrtDecay,
  lasting,
  linear,
  piecewiseConstant,
  polynomialDecay,
  reduceOnPlateau,
  restarts,
  sequence,
  stepDecay,
  warp,
} from '../index.ts';
import { type Case, casesOf } from './cases.ts';
import { prove } from './prove.ts';
import { switching } from './switching.ts';
import type { Table } from './table.ts';

interface Params {
  readonly lr: readonly [number, ...number[]];
  readonly warmup_updates?: number;
  readonly warmup_init_lr?: number;
  readonly total_num_update: number;
  readonly end_learning_rate?: number;
  readonly power?: number;
  readonly warmup_steps?: number;
  readonly hold_steps?: number;
  readonly decay_steps?: number;
  readonly phase_ratio?: readonly [number, number, number];
  readonly init_lr_scale?: number;
  readonly final_lr_scale?: number;
  readonly max_update: number;
  readonly min_lr?: number;
  readonly max_lr: number;
  readonly lr_period_updates?: number;
  readonly t_mult?: number;
  readonly lr_shrink?: number;
  readonly shrink_min?: boolean;
  readonly force_anneal?: number;
  /** Spelt so there. */
  readonly lr_deacy_period?: number;
  readonly lr_decay?: number;
  readonly lr_patience?: number;
  readonly maximize_best_checkpoint_metric?: boolean;
}

/** A climb of so many steps, where it has any, from the rate that is meant where none is given. */
function warmedUp(schedule: Curve, { lr, warmup_updates = 0, warmup_init_lr = -1 }: Params, none = 0): Curve {
  if (warmup_updates === 0) return schedule;
  const from = warmup_init_lr < 0 ? none : warmup_init_lr;
  return sequence(linear({ from, to: lr[0], over: warmup_updates }), schedule);
}

const table: Table<Params> = {
  // Of a list of rates, one an epoch, the first is never used.
  polynomial_decay: ({
    lr,
    warmup_updates = 0,
    total_num_update = 1e6,
    end_learning_rate: to = 0,
    power = 1,
  }) => {
    const from = lr[1] ?? lr[0];
    const over = total_num_update - warmup_updates;
    // The climb has its last step even where nothing is left to fall.
    const fall =
      over > 0 ? polynomialDecay({ from, to, over, power }) : switching([constant(from), constant(to)], [1]);
    return warmup_updates === 0 ? fall : sequence(linear({ from: 0, to: from, over: warmup_updates }), fall);
  },
  inverse_sqrt: (params) => {
    const { lr, warmup_updates: warmup = 4000 } = params;
    const decay = warp(inverseSqrtDecay({ peak: lr[0], warmup }), (t) => t + warmup);
    return warmedUp(decay, { ...params, warmup_updates: warmup });
  },
  tri_stage: ({
    lr: [peak],
    max_update,
    phase_ratio,
    init_lr_scale = 0.01,
    final_lr_scale = 0.01,
    ...rest
  }) => {
    const given = [rest.warmup_steps ?? 0, rest.hold_steps ?? 0, rest.decay_steps ?? 0];
    const [climb = 0, hold = 0, fall = 0] =
      phase_ratio?.map((part) => Math.trunc(part * max_update)) ?? given;
    return switching(
      [
        climb > 0 ? linear({ from: init_lr_scale * peak, to: peak, over: climb }) : constant(peak),
        constant(peak),
        lasting(exponentialDecay({ initial: peak, factor: final_lr_scale, every: fall }), fall),
      ],
      [climb, climb + hold],
    );
  },
  // The lowest rate shrinks with the highest.
  cosine: (params) => {
    const { lr, warmup_updates = 0, max_update, t_mult: stretch = 1, lr_shrink: shrink = 0.1 } = params;
    const over = params.lr_period_updates ?? max_update - warmup_updates;
    const to = Math.min(params.min_lr ?? 0, lr[0]);
    const cycles = restarts(cosineAnnealing({ from: lr[0], to, over }), { stretch, shrink });
    return warmedUp(cycles, params, to);
  },
  // The lowest rate shrinks with the highest, or stays: a share of each.
  triangular: ({
    lr: [low],
    max_lr: high,
    lr_period_updates = 5000,
    lr_shrink: shrink = 0.1,
    shrink_min,
  }) => {
    const over = Math.floor(lr_period_updates / 2);
    const triangle = (from: number, to: number) =>
      sequence(linear({ from, to, over }), linear({ from: to, to: from, over }));
    if (shrink_min) return restarts(triangle(low, high), { shrink });
    return combine(
      [restarts(triangle(0, high), { shrink }), restarts(triangle(low, 0))],
      (above, below) => above + below,
    );
  },
  // One step ahead of the others.
  fixed: ({ lr: [rate], warmup_updates: over = 0 }) => {
    if (over === 0) return constant(rate);
    return sequence(
      lasting(linear({ from: rate / over, to: rate + rate / over, over }), over),
      constant(rate),
    );
  },
  // Epochs are counted from 1; that of `force_anneal` is cut once already.
  fixed_by_epoch: ({ lr, force_anneal, lr_shrink: factor = 0.1 }) => {
    const rates = piecewiseConstant({ points: lr.map((rate, i) => [i === 0 ? 0 : i + 1, rate]) });
    const last = lr.at(-1) as number;
    return force_anneal === undefined
      ? rates
      : sequence(lasting(rates, force_anneal), exponentialDecay({ initial: last * factor, factor }));
  },
  step: (params) => {
    const { lr, lr_deacy_period: every = 25_000, lr_decay: factor = 0.5, min_lr: min = 0 } = params;
    return warmedUp(clamp(stepDecay({ initial: lr[0], factor, every }), { min }), params, min);
  },
  manual:
    'two tables, by update and by epoch, in the text of a Python dictionary; piecewiseConstant says each',
  reduce_lr_on_plateau: ({ lr, lr_shrink = 0.1, lr_patience = 0, maximize_best_checkpoint_metric }) =>
    reduceOnPlateau({
      initial: lr[0],
      factor: lr_shrink,
      patience: lr_patience,
      mode: maximize_best_checkpoint_metric ? 'max' : 'min',
    }),
};

/** What is fed to its plateau are events: the metric of an epoch, or that an update is done. */
const told = (one: Case<Params>): Case<Params> =>
  one.schedule === 'reduce_lr_on_plateau'
    ? {
        ...one,
        feed: (one.feed as [string, number[]][]).map(([event, value]) => (event === 'e' ? value[1] : null)),
      }
    : one;

// What an optimizer has right after construction is not compared: it is not what the formula says of step 0.
prove({
  name: 'fairseq',
  cases: casesOf<Params>(fairseq).map(told),
  table,
  differ: {
    'fairseq/reduce_lr_on_plateau/pub3': 'it warms up by updates and reads by epochs, in one feed of both',
  },
  count: { said: 33, saidUpTo: 0, explained: 3, rates: 2431 },
  refused: {
    both: {
      126: 'inverseSqrtDecay: warmup',
      127: 'exponentialDecay: every',
      128: 'exponentialDecay: every',
      131: 'exponentialDecay: every',
      132: 'exponentialDecay: factor',
      135: 'cosineAnnealing: over',
      139: 'reduceOnPlateau: factor',
      140: 'stepDecay: every',
      141: 'stepDecay: factor',
    },
    oursAlone: {},
  },
});
