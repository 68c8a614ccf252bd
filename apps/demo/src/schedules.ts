import {
  constant,
  cosineAnnealing,
  exponentialDecay,
  logAnnealing,
  type Part,
  polynomialDecay,
  reduceOnPlateau,
  stepDecay,
  warmup,
} from '@anneal/core';

/** A schedule that the visitor can pick. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  /** What it does, in one sentence. */
  readonly explanation: string;
  /** The expression that makes it, in TypeScript, as the page shows it. */
  readonly code: string;
  /** The schedule of a run of so many steps. */
  make(steps: number): Part;
}

/** Each begins at this rate or climbs to it, so that the shape alone makes the difference. */
export const peak = 0.5;

export const choices: readonly Choice[] = [
  {
    id: 'warmup-cosine',
    label: 'Warm-up, then cosine',
    explanation: 'Climbs in a straight line for a tenth of the run, then falls along half a cosine.',
    code: `warmup(
  cosineAnnealing({
    from: 0.5,
    over: 0.9 * steps,
  }),
  { over: 0.1 * steps },
)`,
    make: (steps) => warmup(cosineAnnealing({ from: peak, over: 0.9 * steps }), { over: 0.1 * steps }),
  },
  {
    id: 'cosine',
    label: 'Cosine annealing',
    explanation: 'Falls along half a cosine: gently at both ends, fastest in the middle.',
    code: `cosineAnnealing({
  from: 0.5,
  over: steps,
})`,
    make: (steps) => cosineAnnealing({ from: peak, over: steps }),
  },
  {
    id: 'step',
    label: 'Step decay',
    explanation: 'Halves the rate after every sixth of the run, and stands still in between.',
    code: `stepDecay({
  initial: 0.5,
  factor: 0.5,
  every: steps / 6,
})`,
    make: (steps) => stepDecay({ initial: peak, factor: 0.5, every: steps / 6 }),
  },
  {
    id: 'polynomial',
    label: 'Polynomial decay',
    explanation:
      'Falls with the square of the steps that are left: fast at first, and then ever more gently.',
    code: `polynomialDecay({
  from: 0.5,
  over: steps,
  power: 2,
})`,
    make: (steps) => polynomialDecay({ from: peak, over: steps, power: 2 }),
  },
  {
    id: 'exponential',
    label: 'Exponential decay',
    explanation: 'Loses the same share of itself at every step; at the end of the run a hundredth is left.',
    code: `exponentialDecay({
  initial: 0.5,
  factor: 0.01,
  every: steps,
})`,
    make: (steps) => exponentialDecay({ initial: peak, factor: 0.01, every: steps }),
  },
  {
    id: 'logarithmic',
    label: 'Logarithmic, log(1/x)',
    explanation: 'Falls as log(1/x) does: steeply in the first steps, and then for long hardly at all.',
    code: `logAnnealing({
  from: 0.5,
  over: steps,
})`,
    make: (steps) => logAnnealing({ from: peak, over: steps }),
  },
  {
    id: 'plateau',
    label: 'Reduce on plateau',
    explanation:
      'Listens: halves the rate when the held-out loss has not improved by 1 % for five epochs in a row.',
    code: `reduceOnPlateau({
  initial: 0.5,
  monitor: 'val_loss',
  factor: 0.5,
  patience: 4,
  threshold: 0.01,
  cooldown: 4,
  minRate: 0.01,
})`,
    make: () => onPlateau(),
  },
  {
    id: 'warmup-plateau',
    label: 'Warm-up, then plateau',
    explanation: 'Climbs for a tenth of the run and only then begins to listen to the held-out loss.',
    code: `warmup(
  reduceOnPlateau({
    initial: 0.5,
    monitor: 'val_loss',
    factor: 0.5,
    patience: 4,
    threshold: 0.01,
    cooldown: 4,
    minRate: 0.01,
  }),
  { over: 0.1 * steps },
)`,
    make: (steps) => warmup(onPlateau(), { over: 0.1 * steps }),
  },
  {
    id: 'constant',
    label: 'Constant',
    explanation: 'One rate from the first step to the last: what all the others are measured against.',
    code: 'constant(0.5)',
    make: () => constant(peak),
  },
  {
    id: 'zero',
    label: 'Zero: nothing learns',
    explanation: 'A rate of 0 moves no weight, so the held-out loss stands still to the last bit.',
    code: 'constant(0)',
    make: () => constant(0),
  },
];

function onPlateau(): Part {
  return reduceOnPlateau({
    initial: peak,
    monitor: 'val_loss',
    factor: 0.5,
    patience: 4,
    threshold: 0.01,
    cooldown: 4,
    minRate: 0.01,
  });
}

/** The choice of that id. */
export function choiceOf(id: string): Choice {
  const choice = choices.find((one) => one.id === id);
  if (choice === undefined) throw new RangeError(`there is no schedule called '${id}'`);
  return choice;
}
