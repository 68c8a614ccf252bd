import {
  backOff,
  clamp,
  combine,
  constant,
  cosineAnnealing,
  cosineWarmRestarts,
  curve,
  cyclic,
  exponentialDecay,
  feedback,
  greedy,
  groups,
  inverseSqrtDecay,
  inverseTimeDecay,
  jitter,
  lasting,
  linear,
  logAnnealing,
  multiply,
  multiStepDecay,
  oneCycle,
  oneCycleMomentum,
  type Part,
  perEpoch,
  piecewiseConstant,
  piecewiseLinear,
  polynomialDecay,
  reduceOnPlateau,
  restarts,
  rexDecay,
  scale,
  sequence,
  staircase,
  stepDecay,
  tanhDecay,
  until,
  warmup,
  warmupStableDecay,
  warp,
} from '@anneal/core';
import { Subject } from 'rxjs';
import type { Picture } from './picture.ts';

const over = 240;

/** Where the norm of the gradient spikes. */
const spikes = [40, 150, 160];

/** What a schedule says while training goes on: the loss falls towards a floor, which lies the higher the rate is. */
function ratesOf(schedule: Part): number[] {
  const rates: number[] = [];
  const reports = new Subject<{ step: number; loss: number; gradNorm: number }>();
  reports.pipe(schedule).subscribe((rate) => rates.push(rate));
  let loss = 3;
  for (let step = 0; step < over; step++) {
    const rate = rates[step] ?? 0;
    loss += 0.3 * rate * (0.1 + rate + 0.02 * rate * Math.sin(step * 12.9898) - loss);
    reports.next({ step, loss, gradNorm: spikes.includes(step) ? 9 : 1 });
  }
  return rates;
}

/** Up by a little while the loss falls, and down by half when it has risen. */
const boldDriver = (gain: number) =>
  feedback({
    monitor: 'loss',
    init: { rate: 0.2, last: null as number | null },
    next: ({ rate, last }, { loss = null }) => ({
      rate: loss !== null && last !== null && loss > last ? rate / 2 : rate * gain,
      last: loss,
    }),
    rate: ({ rate }) => rate,
  });

/** Level for as long as the loss gets better, and then down. */
const stableUntil = (patience: number) =>
  sequence(until(constant(1), { plateau: { patience } }), linear({ from: 1, to: 0, over: 80 }));

const cosine = cosineAnnealing({ from: 1, over });
const exponential = exponentialDecay({ initial: 1, factor: 0.5, every: 60 });
const inverseSqrt = inverseSqrtDecay({ peak: 1, warmup: 30 });
const superConvergence = groups({
  rate: oneCycle({ peak: 1, over }),
  momentum: oneCycleMomentum({ over }),
});

interface Drawn extends Pick<Picture, 'base' | 'apart'> {
  readonly title: string;
  /** By their labels. */
  readonly settings: Readonly<Record<string, Part>>;
}

const drawn: Readonly<Record<string, Drawn>> = {
  // Quantity.
  constant: {
    title: 'constant',
    settings: { 'rate 1': constant(1), 'rate 0.5': constant(0.5) },
  },
  linear: {
    title: 'linear',
    settings: {
      'from 1 to 0': linear({ from: 1, to: 0, over }),
      'from 0 to 0.5': linear({ from: 0, to: 0.5, over: 120 }),
    },
  },
  'polynomial-decay': {
    title: 'polynomialDecay',
    settings: {
      'power 1': polynomialDecay({ from: 1, over, power: 1 }),
      'power 3': polynomialDecay({ from: 1, over, power: 3 }),
    },
  },
  'cosine-annealing': {
    title: 'cosineAnnealing',
    settings: { 'to 0': cosine, 'to 0.25': cosineAnnealing({ from: 1, to: 0.25, over }) },
  },
  'rex-decay': {
    title: 'rexDecay, beside a straight line',
    settings: { rexDecay: rexDecay({ from: 1, over }), linear: linear({ from: 1, to: 0, over }) },
  },
  'tanh-decay': {
    title: 'tanhDecay',
    settings: {
      'lower −7': tanhDecay({ from: 1, over }),
      'lower −3': tanhDecay({ from: 1, over, lower: -3 }),
    },
  },
  'log-annealing': {
    title: 'logAnnealing',
    settings: { 'over 240': logAnnealing({ from: 1, over }), 'over 60': logAnnealing({ from: 1, over: 60 }) },
  },
  'warmup-stable-decay': {
    title: 'warmupStableDecay',
    settings: {
      "shape 'linear'": warmupStableDecay({ peak: 1, warmup: 20, stable: 140, decay: 80 }),
      "shape 'sqrt'": warmupStableDecay({ peak: 1, warmup: 20, stable: 140, decay: 80, shape: 'sqrt' }),
    },
  },
  'one-cycle': {
    title: 'oneCycle',
    settings: {
      cosine: oneCycle({ peak: 1, over }),
      'linear, 3 phases': oneCycle({ peak: 1, over, ease: 'linear', phases: 3, rise: 0.4 }),
    },
  },
  'one-cycle-momentum': {
    title: 'oneCycleMomentum, from 0.85 to 0.95',
    base: 0.83,
    settings: {
      cosine: oneCycleMomentum({ over }),
      'linear, 3 phases': oneCycleMomentum({ over, ease: 'linear', phases: 3, rise: 0.4 }),
    },
  },
  'exponential-decay': {
    title: 'exponentialDecay, factor 0.5',
    settings: {
      'every 60': exponential,
      'every 30': exponentialDecay({ initial: 1, factor: 0.5, every: 30 }),
    },
  },
  'step-decay': {
    title: 'stepDecay',
    settings: {
      '0.5 every 50': stepDecay({ initial: 1, factor: 0.5, every: 50 }),
      '0.1 every 100': stepDecay({ initial: 1, factor: 0.1, every: 100 }),
    },
  },
  'multi-step-decay': {
    title: 'multiStepDecay, factor 0.3',
    settings: {
      'at ½ and ¾': multiStepDecay({ initial: 1, factor: 0.3, milestones: [120, 180] }),
      'at ¼, ½ and ¾': multiStepDecay({ initial: 1, factor: 0.3, milestones: [60, 120, 180] }),
    },
  },
  'inverse-time-decay': {
    title: 'inverseTimeDecay, decayRate 1',
    settings: {
      'every 60': inverseTimeDecay({ initial: 1, decayRate: 1, every: 60 }),
      'every 15': inverseTimeDecay({ initial: 1, decayRate: 1, every: 15 }),
    },
  },
  'inverse-sqrt-decay': {
    title: 'inverseSqrtDecay',
    settings: { 'warmup 30': inverseSqrt, 'warmup 80': inverseSqrtDecay({ peak: 1, warmup: 80 }) },
  },
  'piecewise-constant': {
    title: 'piecewiseConstant',
    settings: {
      'three drops': piecewiseConstant({
        points: [
          [0, 1],
          [60, 0.6],
          [150, 0.2],
          [210, 0.05],
        ],
      }),
      'up, then down': piecewiseConstant({
        points: [
          [0, 0.2],
          [30, 0.8],
          [180, 0.1],
        ],
      }),
    },
  },
  'piecewise-linear': {
    title: 'piecewiseLinear',
    settings: {
      'up, then down': piecewiseLinear({
        points: [
          [0, 0],
          [40, 1],
          [140, 0.3],
          [240, 0],
        ],
      }),
      'level, then down': piecewiseLinear({
        points: [
          [0, 0.8],
          [160, 0.8],
          [240, 0],
        ],
      }),
    },
  },
  cyclic: {
    title: 'cyclic',
    settings: {
      "'triangular'": cyclic({ low: 0.1, high: 1, up: 40 }),
      "'triangular2'": cyclic({ low: 0.1, high: 1, up: 40, mode: 'triangular2' }),
    },
  },
  'cosine-warm-restarts': {
    title: 'cosineWarmRestarts',
    settings: {
      'stretch 1': cosineWarmRestarts({ from: 1, over: 81 }),
      'stretch 2, shrink ½': cosineWarmRestarts({ from: 1, over: 35, stretch: 2, shrink: 0.5 }),
    },
  },
  curve: {
    title: 'curve: any function of the step',
    settings: {
      '0.99 ** t': curve((t) => 0.99 ** t),
      'a sawtooth': curve((t) => 1 / (1 + (t % 70) / 20)),
    },
  },

  // Frequency.
  staircase: {
    title: 'staircase of cosineAnnealing',
    settings: { 'every 25': staircase(cosine, { every: 25 }), 'every 70': staircase(cosine, { every: 70 }) },
  },
  'per-epoch': {
    title: 'perEpoch of cosineAnnealing',
    settings: {
      'steps 20': perEpoch(cosineAnnealing({ from: 1, over: 12 }), { steps: 20 }),
      'steps 15': perEpoch(cosineAnnealing({ from: 1, over: 12 }), { steps: 15 }),
    },
  },
  restarts: {
    title: 'restarts of linear',
    settings: {
      'stretch 1': restarts(linear({ from: 1, to: 0, over: 61 })),
      'stretch 2, shrink ½': restarts(linear({ from: 1, to: 0, over: 35 }), { stretch: 2, shrink: 0.5 }),
    },
  },
  warp: {
    title: 'warp of cosineAnnealing',
    settings: {
      't ** 2 / 240': warp(cosine, (t) => t ** 2 / over, over),
      '√(240 · t)': warp(cosine, (t) => Math.sqrt(t * over), over),
    },
  },

  // Composition.
  warmup: {
    title: 'warmup of cosineAnnealing',
    settings: {
      'over 30': warmup(cosineAnnealing({ from: 1, over: 210 }), { over: 30 }),
      'over 80': warmup(cosineAnnealing({ from: 1, over: 160 }), { over: 80 }),
    },
  },
  sequence: {
    title: 'sequence',
    settings: {
      'up, level, down': sequence(
        linear({ from: 0, to: 1, over: 40 }),
        lasting(constant(1), 120),
        linear({ from: 1, to: 0, over: 80 }),
      ),
      'level, cosine': sequence(lasting(constant(0.6), 100), cosineAnnealing({ from: 0.6, over: 140 })),
    },
  },
  until: {
    title: 'until: level until a loss stalls, then down',
    settings: {
      'patience 5': stableUntil(5),
      'patience 40': stableUntil(40),
    },
  },
  lasting: {
    title: 'lasting of cosineAnnealing',
    settings: { '180 steps': lasting(cosine, 180), '100 steps': lasting(cosine, 100) },
  },
  multiply: {
    title: 'multiply: cosineAnnealing times another',
    settings: {
      '× stepDecay': multiply(cosine, stepDecay({ initial: 1, factor: 0.5, every: 50 })),
      '× cyclic': multiply(cosine, cyclic({ low: 0.5, high: 1, up: 20 })),
    },
  },
  scale: {
    title: 'scale of cosineAnnealing',
    settings: { 'k = 1': scale(cosine, 1), 'k = 0.5': scale(cosine, 0.5) },
  },
  clamp: {
    title: 'clamp of exponentialDecay',
    settings: {
      'min 0.3': clamp(exponential, { min: 0.3 }),
      'max 0.7': clamp(exponential, { max: 0.7 }),
    },
  },
  combine: {
    title: 'combine: cosineAnnealing and inverseSqrtDecay',
    settings: {
      'Math.min': combine([cosine, inverseSqrt], Math.min),
      'Math.max': combine([cosine, inverseSqrt], Math.max),
    },
  },
  jitter: {
    title: 'jitter of cosineAnnealing',
    settings: {
      'amount 0.1': jitter(cosine, { amount: 0.1, seed: 1 }),
      'amount 0.3': jitter(scale(cosine, 0.4), { amount: 0.3, seed: 2 }),
    },
  },
  groups: {
    title: 'groups: the rate and the momentum of one cycle, each to its own height',
    apart: true,
    settings: {
      rate: curve((t) => superConvergence.at(t).rate),
      momentum: curve((t) => superConvergence.at(t).momentum),
    },
  },

  // Feedback.
  'reduce-on-plateau': {
    title: 'reduceOnPlateau on a loss that stalls until the rate falls',
    settings: {
      'patience 12': reduceOnPlateau({ initial: 1, factor: 0.5, patience: 12 }),
      'patience 25': reduceOnPlateau({ initial: 1, factor: 0.5, patience: 25 }),
    },
  },
  greedy: {
    title: 'greedy: up while the loss falls, down when it stalls',
    settings: {
      'patience 8': greedy({ initial: 0.1, factor: 0.8, patience: 8, maxRate: 1 }),
      'patience 16': greedy({ initial: 0.1, factor: 0.8, patience: 16, maxRate: 1 }),
    },
  },
  'back-off': {
    title: 'backOff after three spikes',
    settings: {
      'recover 80': backOff({ monitor: 'gradNorm', recover: 80 }),
      'recover 40, budget 2': backOff({ monitor: 'gradNorm', recover: 40, budget: 2 }),
    },
  },
  feedback: {
    title: 'feedback: up while the loss falls, down by half when it has risen',
    settings: { '+1 % a step': boldDriver(1.01), '+2 % a step': boldDriver(1.02) },
  },
};

/** The pictures of the documentation, file by file: what the code itself says, at each of 241 steps. */
export const pictures: readonly (Picture & { readonly file: string })[] = Object.entries(drawn).map(
  ([file, { settings, ...rest }]) => ({
    file: `docs/img/schedules/${file}.svg`,
    ...rest,
    lines: Object.entries(settings).map(([label, schedule]) => ({
      label,
      rates: ratesOf(schedule),
    })),
  }),
);
