import {
  constant,
  cosineAnnealing,
  exponentialDecay,
  lasting,
  linear,
  logAnnealing,
  type Part,
  polynomialDecay,
  reduceOnPlateau,
  sequence,
  simulate,
  stepDecay,
  warmup,
} from '@anneal/core';

const over = 240;

/** A loss that falls, stalls, falls again when the rate is cut, and stalls again; with the same noise each time. */
const losses = Array.from({ length: over }, (_, step) => {
  const floor = step < 110 ? 0.6 : step < 180 ? 0.3 : 0.2;
  return floor + Math.exp(-step / 18) + 0.004 * Math.sin(step * 12.9898);
});

const drawn: Record<string, readonly [title: string, schedule: Part, reports?: readonly unknown[]]> = {
  constant: ['constant', constant(1)],
  linear: ['linear', linear({ from: 1, to: 0, over })],
  'step-decay': ['stepDecay', stepDecay({ initial: 1, factor: 0.5, every: 60 })],
  'polynomial-decay': ['polynomialDecay, power 2', polynomialDecay({ from: 1, over, power: 2 })],
  'exponential-decay': ['exponentialDecay', exponentialDecay({ initial: 1, factor: 0.5, every: 60 })],
  'cosine-annealing': ['cosineAnnealing', cosineAnnealing({ from: 1, over })],
  'log-annealing': ['logAnnealing', logAnnealing({ from: 1, over })],
  'reduce-on-plateau': [
    'reduceOnPlateau on a loss that stalls',
    reduceOnPlateau({ initial: 1, factor: 0.5, patience: 12 }),
    losses,
  ],
  warmup: ['warmup of cosineAnnealing', warmup(cosineAnnealing({ from: 1, over: 200 }), { over: 40 })],
  sequence: [
    'a sequence: up, level, down',
    sequence(
      linear({ from: 0, to: 1, over: 40 }),
      lasting(constant(1), 120),
      linear({ from: 1, to: 0, over: 80 }),
    ),
  ],
};

/** The pictures of the documentation, file by file: what the code itself says, at each of 241 steps. */
export const pictures: readonly {
  readonly file: string;
  readonly title: string;
  readonly rates: readonly number[];
}[] = Object.entries(drawn).map(([file, [title, schedule, reports = losses]]) => ({
  file: `docs/img/schedules/${file}.svg`,
  title,
  rates: simulate(schedule, reports),
}));
