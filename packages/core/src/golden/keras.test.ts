import keras from '../../golden/keras.json' with { type: 'json' };
import {
  constant,
  cosineAnnealing,
  cosineWarmRestarts,
  inverseTimeDecay,
  piecewiseConstant,
  polynomialDecay,
  reduceOnPlateau,
  staircase,
  stepDecay,
  warmup,
  warp,
} from '../index.ts';
import { casesOf } from './cases.ts';
import { exponential } from './exponential.ts';
import { prove } from './prove.ts';
import type { Table } from './table.ts';

interface Params {
  readonly initial_learning_rate: number;
  readonly decay_steps: number;
  readonly decay_rate: number;
  readonly staircase?: boolean;
  readonly end_learning_rate?: number;
  readonly power?: number;
  readonly cycle?: boolean;
  readonly boundaries: readonly number[];
  readonly values: readonly number[];
  readonly alpha?: number;
  readonly warmup_target?: number;
  readonly warmup_steps?: number;
  readonly first_decay_steps: number;
  readonly t_mul?: number;
  readonly m_mul?: number;
  readonly lr: number;
  readonly factor?: number;
  readonly patience?: number;
  readonly mode?: string;
  readonly min_delta?: number;
  readonly cooldown?: number;
  readonly min_lr?: number;
}

const table: Table<Params> = {
  ExponentialDecay: ({ initial_learning_rate: initial, decay_rate: factor, decay_steps: every, ...rest }) =>
    rest.staircase ? stepDecay({ initial, factor, every }) : exponential(initial, factor, every),
  InverseTimeDecay: ({
    initial_learning_rate: initial,
    decay_rate: decayRate,
    decay_steps: every,
    ...rest
  }) => {
    if (decayRate === 0) return constant(initial);
    const smooth = inverseTimeDecay({ initial, decayRate, every });
    return rest.staircase ? staircase(smooth, { every }) : smooth;
  },
  // With a cycle the whole decay is stretched to the next multiple of its length: its clock slows down.
  PolynomialDecay: ({ initial_learning_rate: from, decay_steps: over, ...rest }) => {
    const { end_learning_rate: to = 1e-4, power = 1, cycle = false } = rest;
    const decay = polynomialDecay({ from, to, over, power });
    return cycle ? warp(decay, (t) => t / Math.max(1, Math.ceil(t / over))) : decay;
  },
  // The boundary itself is the last step before the drop, and cut to a whole one.
  PiecewiseConstantDecay: ({ boundaries, values }) => {
    const points = values.map((rate, i) => [i === 0 ? 0 : Math.trunc(boundaries[i - 1] as number) + 1, rate]);
    // Of two boundaries that are the same the later one counts.
    return piecewiseConstant({ points: [...new Map(points as [number, number][])] });
  },
  CosineDecay: ({ initial_learning_rate, decay_steps: over, alpha = 0, warmup_target, warmup_steps = 0 }) => {
    const from = warmup_target ?? initial_learning_rate;
    const decay = cosineAnnealing({ from, to: from * alpha, over });
    return warmup_target === undefined || warmup_steps === 0
      ? decay
      : warmup(decay, { over: warmup_steps, from: initial_learning_rate });
  },
  CosineDecayRestarts: ({ initial_learning_rate: from, first_decay_steps: over, ...rest }) => {
    const { t_mul: stretch = 2, m_mul: shrink = 1, alpha = 0 } = rest;
    return cosineWarmRestarts({ from, to: from * alpha, over, stretch, shrink });
  },
  // Its patience is the number of bad readings that cut, ours of those that are let pass; and the last reading
  // of its cooldown may be bad.
  ReduceLROnPlateau: ({ lr, factor = 0.1, patience = 10, mode = 'min', min_delta = 1e-4, ...rest }) =>
    reduceOnPlateau({
      initial: lr,
      factor,
      patience: Math.max(patience, 1) - 1,
      mode: mode as 'min',
      threshold: min_delta,
      thresholdMode: 'absolute',
      cooldown: Math.max((rest.cooldown ?? 0) - 1, 0),
      minRate: rest.min_lr ?? 0,
    }),
};

prove({
  name: 'keras',
  cases: casesOf<Params>(keras),
  table,
  differ: {
    'keras/PiecewiseConstantDecay/pub4': 'boundaries out of order: there the values of both sides add up',
    'keras/ReduceLROnPlateau/pub8': 'a first reading that is NaN stays the best for ever there',
  },
  count: { said: 40, saidUpTo: 0, explained: 2, rates: 2405 },
  refused: {
    both: {
      162: 'exponentialDecay: every',
      163: 'exponentialDecay: every',
      164: 'inverseTimeDecay: every',
      165: 'polynomialDecay: over',
      166: 'cosineAnnealing: over',
      167: 'cosineAnnealing: over',
      168: 'cosineWarmRestarts: over',
      170: 'piecewiseConstant: points[1]',
      172: 'reduceOnPlateau: factor',
      173: 'reduceOnPlateau: factor',
      175: 'reduceOnPlateau: mode',
    },
    oursAlone: {
      174: 'reduceOnPlateau: mode',
    },
  },
});
