import transformers from '../../golden/transformers.json' with { type: 'json' };
import {
  type Curve,
  constant,
  cosineAnnealing,
  greedy,
  inverseSqrtDecay,
  lasting,
  linear,
  polynomialDecay,
  restarts,
  sequence,
  warmup,
  warmupStableDecay,
  warp,
} from '../index.ts';
import { casesOf } from './cases.ts';
import { cosineWave } from './cosine-wave.ts';
import { prove } from './prove.ts';
import { switching } from './switching.ts';
import type { Table } from './table.ts';

interface Params {
  readonly lr: number;
  readonly num_warmup_steps: number;
  readonly num_training_steps: number;
  readonly num_cycles?: number;
  readonly lr_end?: number;
  readonly power?: number;
  readonly timescale?: number;
  readonly min_lr?: number;
  readonly min_lr_rate: number;
  readonly warmup_lr_rate?: number;
  readonly num_stable_steps?: number;
  readonly num_decay_steps: number;
  readonly warmup_type?: string;
  readonly decay_type?: string;
  readonly min_lr_ratio?: number;
  readonly factor?: number;
  readonly patience?: number;
  readonly cooldown?: number;
  readonly warmup?: number;
  readonly max_lr?: number;
}

/** A warm-up from 0, where it has steps. */
const warmedUp = (schedule: Curve, over: number): Curve =>
  over === 0 ? schedule : warmup(schedule, { over, from: 0 });

const restOf = ({ num_training_steps, num_warmup_steps }: Params) => num_training_steps - num_warmup_steps;

const lowOf = ({ lr, min_lr, min_lr_rate }: Params) => min_lr ?? lr * min_lr_rate;

/** Half a turn is one way of a wave; over no steps it is one step long. */
const waveOf = (params: Params, to: number): Curve =>
  cosineWave({ from: params.lr, to, over: Math.max(1, restOf(params)) / (2 * (params.num_cycles ?? 0.5)) });

const descents: Readonly<Record<string, (from: number, to: number, over: number, cycles: number) => Curve>> =
  {
    linear: (from, to, over) => linear({ from, to, over }),
    cosine: (from, to, over, cycles) => lasting(cosineWave({ from, to, over: over / (2 * cycles) }), over),
    // 1 − √x is a root that runs backwards.
    '1-sqrt': (from, to, over) =>
      warp(polynomialDecay({ from: to, to: from, over, power: 0.5 }), (t) => over - t, over),
  };

const climbs: Readonly<Record<string, (from: number, to: number, over: number) => Curve>> = {
  linear: (from, to, over) => linear({ from, to, over }),
  cosine: (from, to, over) => cosineAnnealing({ from, to, over }),
  '1-sqrt': (from, to, over) => polynomialDecay({ from, to, over, power: 0.5 }),
};

const shapes = { linear: 'linear', cosine: 'cosine', '1-sqrt': 'sqrt' } as const;

const table: Table<Params> = {
  constant: ({ lr }) => constant(lr),
  constant_with_warmup: ({ lr, num_warmup_steps }) => warmedUp(constant(lr), num_warmup_steps),
  linear: (params) => {
    const over = restOf(params);
    const { lr, num_warmup_steps } = params;
    // The warm-up takes all the steps there are: the rate falls to 0 as soon as it is up.
    if (over <= 0) return sequence(linear({ from: 0, to: lr, over: num_warmup_steps }), constant(0));
    return warmedUp(linear({ from: lr, to: 0, over }), num_warmup_steps);
  },
  cosine: (params) => warmedUp(waveOf(params, 0), params.num_warmup_steps),
  cosine_with_restarts: (params) => {
    const { lr, num_cycles = 1, num_warmup_steps } = params;
    const over = Math.max(1, restOf(params));
    const cycles = restarts(cosineAnnealing({ from: lr, over: over / num_cycles }));
    return warmedUp(switching([cycles, constant(0)], [over]), num_warmup_steps);
  },
  polynomial: (params) => {
    const { lr, lr_end = 1e-7, power = 1, num_warmup_steps } = params;
    return warmedUp(polynomialDecay({ from: lr, to: lr_end, over: restOf(params), power }), num_warmup_steps);
  },
  // A decay that has been going on for its time scale.
  inverse_sqrt: ({ lr, num_warmup_steps, timescale = num_warmup_steps || 1e4 }) =>
    warmedUp(
      warp(inverseSqrtDecay({ peak: lr, warmup: timescale }), (t) => t + timescale),
      num_warmup_steps,
    ),
  cosine_with_min_lr: (params) => warmedUp(waveOf(params, lowOf(params)), params.num_warmup_steps),
  // One step ahead of all the others.
  cosine_warmup_with_min_lr: (params) => {
    const { lr, num_warmup_steps, warmup_lr_rate = 1 / num_warmup_steps } = params;
    const over = Math.max(1, num_warmup_steps - 1);
    const wave = warp(waveOf(params, lowOf(params)), (t) => t + 1);
    if (num_warmup_steps === 0) return wave;
    return switching([linear({ from: lr * warmup_lr_rate, to: lr, over }), wave], [num_warmup_steps]);
  },
  warmup_stable_decay: (params) => {
    const { lr, num_warmup_steps, num_decay_steps, num_cycles = 0.5, min_lr_ratio = 0 } = params;
    const { warmup_type = 'linear', decay_type = 'cosine', num_training_steps } = params;
    const low = lr * min_lr_ratio;
    const stable = params.num_stable_steps ?? num_training_steps - num_warmup_steps - num_decay_steps;
    const plain = warmup_type === 'linear' && num_cycles === 0.5 && num_warmup_steps > 0;
    if (plain && stable > 0 && num_decay_steps > 0) {
      const shape = shapes[decay_type as 'linear'];
      const lengths = { warmup: num_warmup_steps, stable, decay: num_decay_steps };
      return warmupStableDecay({ peak: lr, from: low, to: low, ...lengths, shape });
    }
    // Else in parts, of which each may have no steps.
    const climb = num_warmup_steps > 0 && climbs[warmup_type]?.(low, lr, num_warmup_steps);
    const descent = num_decay_steps > 0 && descents[decay_type]?.(lr, low, num_decay_steps, num_cycles);
    // With fewer steps than the climb and the descent take, the descent is entered on its way.
    const entered = stable < 0 && descent ? warp(descent, (t) => t - stable) : descent;
    const level = num_warmup_steps + Math.max(stable, 0);
    return switching(
      [climb || constant(lr), constant(lr), entered || constant(low), constant(low)],
      [num_warmup_steps, level, num_warmup_steps + stable + num_decay_steps],
    );
  },
  // It can also be told to begin anew after so many cuts in a row at the least rate, which none of these comes to.
  greedy: ({ lr, factor = 0.95, patience = 10, cooldown = 0, warmup = 0, min_lr = 1e-3, max_lr = 1 }) =>
    greedy({
      initial: lr,
      factor,
      patience,
      cooldown,
      warmup,
      minRate: min_lr,
      maxRate: max_lr,
      threshold: 1e-6,
      thresholdMode: 'absolute',
    }),
};

prove({
  name: 'transformers',
  cases: casesOf<Params>(transformers),
  table,
  differ: {},
  count: { said: 56, saidUpTo: 0, explained: 0, rates: 3524 },
  refused: {
    both: {
      85: 'linear: over',
      86: 'linear: over',
      87: 'cosineAnnealing: over',
      88: 'warmup: over',
      89: 'warmup: over',
      92: 'cosineAnnealing: to',
      94: 'cosineAnnealing: to',
      95: 'lasting: steps',
      98: 'lasting: steps',
      100: 'greedy: factor',
      103: 'polynomialDecay: over',
    },
    oursAlone: {
      104: 'warmup: over',
    },
  },
});
