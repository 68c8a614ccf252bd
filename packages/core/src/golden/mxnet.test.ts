import mxnet from '../../golden/mxnet.json' with { type: 'json' };
import {
  type Curve,
  clamp,
  constant,
  cosineAnnealing,
  linear,
  multiStepDecay,
  polynomialDecay,
  stepDecay,
  warp,
} from '../index.ts';
import { casesOf } from './cases.ts';
import { prove } from './prove.ts';
import { switching } from './switching.ts';
import type { Table } from './table.ts';

interface Warmup {
  readonly base_lr?: number;
  readonly warmup_steps?: number;
  readonly warmup_begin_lr?: number;
  readonly warmup_mode?: string;
}

interface Params extends Warmup {
  readonly factor?: number;
  readonly stop_factor_lr?: number;
  readonly max_update: number;
  readonly pwr?: number;
  readonly final_lr?: number;
}

/** The steps of a decay: one length, or milestones. */
interface Stepped {
  readonly step: number & readonly number[];
}

function warmedUp(schedule: Curve, { base_lr = 0.01, warmup_steps: over = 0, ...rest }: Warmup): Curve {
  const { warmup_begin_lr: from = 0, warmup_mode = 'linear' } = rest;
  if (over === 0) return schedule;
  const climb = warmup_mode === 'linear' ? linear({ from, to: base_lr, over }) : constant(from);
  return switching([climb, schedule], [over]);
}

/** Updates are counted from 1 there, and the clock of a decay by steps runs on in the warm-up. */
const counted = (schedule: Curve, { warmup_steps = 0 }: Warmup): Curve =>
  warp(schedule, (t) => t + warmup_steps - 1);

const table: Table<Params & Stepped> = {
  FactorScheduler: (params) => {
    const { base_lr = 0.01, step, factor = 1, stop_factor_lr = 1e-8 } = params;
    const decay = clamp(stepDecay({ initial: base_lr, factor, every: step }), { min: stop_factor_lr });
    return warmedUp(counted(decay, params), params);
  },
  MultiFactorScheduler: (params) => {
    const { base_lr = 0.01, step, factor = 1 } = params;
    return warmedUp(counted(multiStepDecay({ initial: base_lr, factor, milestones: step }), params), params);
  },
  PolyScheduler: (params) => {
    const { base_lr = 0.01, max_update, warmup_steps = 0, pwr = 2, final_lr: to = 0 } = params;
    return warmedUp(
      polynomialDecay({ from: base_lr, to, over: max_update - warmup_steps, power: pwr }),
      params,
    );
  },
  CosineScheduler: (params) => {
    const { base_lr = 0.01, max_update, warmup_steps = 0, final_lr: to = 0 } = params;
    return warmedUp(cosineAnnealing({ from: base_lr, to, over: max_update - warmup_steps }), params);
  },
};

prove({
  name: 'mxnet',
  cases: casesOf<Params & Stepped>(mxnet),
  table,
  differ: {
    'mxnet/FactorScheduler/pub6': 'asked for an earlier update it does not go back',
    'mxnet/PolyScheduler/pub5': 'asked for an update past its end it says what it was asked for last',
    'mxnet/CosineScheduler/pub5': 'asked for an update past its end it says what it was asked for last',
  },
  count: { said: 17, saidUpTo: 0, explained: 3, rates: 1134 },
  refused: {
    both: {
      145: 'stepDecay: every',
      146: 'stepDecay: factor',
      147: 'linear: over',
      151: 'multiStepDecay: milestones',
      152: 'multiStepDecay: milestones',
      153: 'multiStepDecay: milestones',
      154: 'multiStepDecay: milestones',
      155: 'multiStepDecay: factor',
      156: 'polynomialDecay: over',
      158: 'cosineAnnealing: over',
      159: 'cosineAnnealing: over',
      160: 'polynomialDecay: over',
    },
    oursAlone: {
      161: 'cosineAnnealing: over',
    },
  },
});
