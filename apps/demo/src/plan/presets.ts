import type { Setup } from '../race/setup.ts';
import type { Plan } from './plan.ts';

/** One lesson: a race to be looked at, and what there is to be seen in it. */
export interface Preset {
  readonly id: string;
  readonly title: string;
  /** Two sentences. */
  readonly lesson: string;
  readonly setup: Setup;
}

const racers = (all: Readonly<Record<string, Plan>>): Setup['racers'] =>
  Object.entries(all).map(([name, plan], lane) => ({ lane, name, schedule: { anneal: 1, ...plan } }));

const constant = (rate: number): Plan => ({ type: 'constant', rate });
const cosine = (from: number, over: number): Plan => ({ type: 'cosineAnnealing', from, to: 0, over });
const warm = (part: Plan, over: number, from: number): Plan => ({ type: 'warmup', part, over, from });
const plateau = (options: object): Plan => ({
  type: 'reduceOnPlateau',
  initial: 0.3,
  factor: 0.5,
  ...options,
});

const moons = { kind: 'moons', points: 300, noise: 0.1 } as const;
const spirals = { kind: 'spirals', points: 400, noise: 0.02 } as const;
const deep = { hidden: [32, 32, 32], activation: 'relu', batch: 16, optimizer: 'sgd' } as const;

/** Six lessons. What each says of its race is checked by running it. */
export const presets: readonly Preset[] = [
  {
    id: 'too-hot',
    title: 'Too hot, too cold',
    lesson:
      'With too low a rate the loss hardly moves, with too high a one it jumps about or is no number any more. In between lies a wide range that learns, and its upper end is the best place to begin.',
    setup: {
      v: 1,
      data: moons,
      model: { hidden: [16, 16], activation: 'relu', batch: 16, optimizer: 'sgd' },
      seed: 1,
      steps: 600,
      racers: racers({
        'too cold': constant(0.003),
        lukewarm: constant(0.03),
        'just right': constant(0.3),
        hot: constant(3),
        'too hot': constant(10),
      }),
    },
  },
  {
    id: 'warm-up',
    title: 'Warm-up saves it',
    lesson:
      'A rate of 2 at once throws the first weights out of all bounds within some steps. Climbed to over 150 steps it is the same rate, and it learns.',
    setup: {
      v: 1,
      data: { ...moons, kind: 'penguins' },
      model: { ...deep, batch: 32 },
      seed: 7,
      steps: 400,
      racers: racers({
        'at once': constant(2),
        'warmed up': warm(constant(2), 150, 0.02),
        'cosine at once': cosine(2, 400),
        'cosine warmed up': warm(cosine(2, 250), 150, 0.02),
      }),
    },
  },
  {
    id: 'cosine-or-steps',
    title: 'Cosine or steps',
    lesson:
      'A rate that is too high to end with is a good one to begin with: the constant one keeps jumping, all those that fall from it settle far lower. Which way they fall matters much less than that they do.',
    setup: {
      v: 1,
      data: spirals,
      model: deep,
      seed: 4,
      steps: 800,
      racers: racers({
        constant: constant(0.7),
        cosine: cosine(0.7, 800),
        steps: { type: 'stepDecay', initial: 0.7, factor: 0.5, every: 160 },
        line: { type: 'linear', from: 0.7, to: 0, over: 800 },
      }),
    },
  },
  {
    id: 'noisy-plateau',
    title: 'A plateau on a noisy loss',
    lesson:
      'The loss of a batch of four jumps so much that a plateau on it takes noise for a standstill, and cuts the rate to nothing. The same rule on the held-out loss of each epoch, or on a smoothed one with more patience, cuts a few times, and goes on learning.',
    setup: {
      v: 1,
      data: { ...moons, noise: 0.12 },
      model: { hidden: [16, 16], activation: 'tanh', batch: 4, optimizer: 'sgd' },
      seed: 4,
      steps: 900,
      racers: racers({
        'each batch': plateau({ patience: 5 }),
        'smoothed, patient': plateau({ patience: 60, smoothing: 0.98 }),
        'held out': plateau({ monitor: 'val_loss', patience: 2, threshold: 0.01 }),
      }),
    },
  },
  {
    id: 'one-cycle',
    title: 'One cycle',
    lesson:
      'In a run of 300 steps no constant rate is right: low ones come too late, high ones never settle. One cycle goes up to a high rate and down to almost none, and ends below them all.',
    setup: {
      v: 1,
      data: spirals,
      model: deep,
      seed: 3,
      steps: 300,
      racers: racers({
        low: constant(0.1),
        middle: constant(0.3),
        high: constant(1),
        'one cycle': { type: 'oneCycle', peak: 0.6, over: 300 },
      }),
    },
  },
  {
    id: 'restart',
    title: 'Restart',
    lesson:
      'Each restart throws the loss up, and the end of each cycle is better than that of the one before. So there is a model worth keeping at three moments of one run, where a single cosine has one.',
    setup: {
      v: 1,
      data: spirals,
      model: deep,
      seed: 3,
      steps: 1050,
      racers: racers({
        restarts: { type: 'cosineWarmRestarts', from: 0.5, to: 0, over: 150, stretch: 2 },
        'one cosine': cosine(0.5, 1050),
      }),
    },
  },
];
