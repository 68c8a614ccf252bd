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
import {
  epochs,
  factor,
  finalRate,
  length,
  type Parameter,
  power,
  rate,
  threshold,
  type Values,
  wholeFactor,
} from './parameter.ts';

/** A schedule that the visitor can pick. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  /** What it does, in one sentence. */
  readonly explanation: string;
  /** What can be turned, by the names that the values have. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** The expression that makes it, in TypeScript, as the page shows it. */
  code(values: Values): string;
  /** The schedule of a run of so many steps. */
  make(values: Values, steps: number): Part;
}

/** Each begins at this rate or climbs to it, as long as nobody turns it, so that the shape alone makes the difference. */
export const peak = 0.5;

/** A choice whose code and schedule are made of the parameters that it names, and of no others. */
function choice<K extends string>(made: {
  readonly id: string;
  readonly label: string;
  readonly explanation: string;
  readonly parameters: Readonly<Record<K, Parameter>>;
  code(values: Readonly<Record<K, number>>): string;
  make(values: Readonly<Record<K, number>>, steps: number): Part;
}): Choice {
  return made;
}

/** A share of the run in code. */
const share = (of: number): string => (of === 1 ? 'steps' : `${of} * steps`);

const warmupCode = (inner: string, over: number): string => `warmup(
${inner.replaceAll(/^/gm, '  ')},
  { over: ${share(over)} },
)`;

const cosineCode = ({ from, to, over }: Record<'from' | 'to' | 'over', number>): string => `cosineAnnealing({
  from: ${from},
  to: ${to},
  over: ${share(over)},
})`;

const plateauParameters = {
  initial: rate('First rate', peak),
  factor: factor('Factor', 0.5, 0.95),
  patience: epochs('Patience', 4),
  threshold: threshold('Threshold', 0.01),
  cooldown: epochs('Cooldown', 4),
};

type PlateauValues = Readonly<Record<keyof typeof plateauParameters, number>>;

const plateauCode = (values: PlateauValues): string => `reduceOnPlateau({
  initial: ${values.initial},
  monitor: 'val_loss',
  factor: ${values.factor},
  patience: ${values.patience},
  threshold: ${values.threshold},
  cooldown: ${values.cooldown},
})`;

const onPlateau = ({ initial, factor, patience, threshold, cooldown }: PlateauValues): Part =>
  reduceOnPlateau({ initial, monitor: 'val_loss', factor, patience, threshold, cooldown });

export const choices: readonly Choice[] = [
  choice({
    id: 'warmup-cosine',
    label: 'Warm-up, then cosine',
    explanation: 'Climbs in a straight line, then falls along half a cosine.',
    parameters: {
      warmup: length('Warm-up', 0.1, 0.5),
      from: rate('Peak rate', peak),
      to: finalRate('Final rate'),
      over: length('Length', 0.9),
    },
    code: (values) => warmupCode(cosineCode(values), values.warmup),
    make: ({ from, to, over, warmup: climb }, steps) =>
      warmup(cosineAnnealing({ from, to, over: over * steps }), { over: climb * steps }),
  }),
  choice({
    id: 'cosine',
    label: 'Cosine annealing',
    explanation: 'Falls along half a cosine: gently at both ends, fastest in the middle.',
    parameters: {
      from: rate('First rate', peak),
      to: finalRate('Final rate'),
      over: length('Length', 1),
    },
    code: cosineCode,
    make: ({ from, to, over }, steps) => cosineAnnealing({ from, to, over: over * steps }),
  }),
  choice({
    id: 'step',
    label: 'Step decay',
    explanation: 'Cuts the rate by the same factor at even distances, and stands still in between.',
    parameters: {
      initial: rate('First rate', peak),
      factor: factor('Factor', 0.5, 1),
      every: length('Every', 0.15),
    },
    code: ({ initial, factor, every }) => `stepDecay({
  initial: ${initial},
  factor: ${factor},
  every: ${share(every)},
})`,
    make: ({ initial, factor, every }, steps) => stepDecay({ initial, factor, every: every * steps }),
  }),
  choice({
    id: 'polynomial',
    label: 'Polynomial decay',
    explanation: 'Falls with a power of the steps that are left: the higher it is, the faster at first.',
    parameters: {
      from: rate('First rate', peak),
      to: finalRate('Final rate'),
      over: length('Length', 1),
      power: power('Power', 2),
    },
    code: ({ from, to, over, power }) => `polynomialDecay({
  from: ${from},
  to: ${to},
  over: ${share(over)},
  power: ${power},
})`,
    make: ({ from, to, over, power }, steps) => polynomialDecay({ from, to, over: over * steps, power }),
  }),
  choice({
    id: 'exponential',
    label: 'Exponential decay',
    explanation: 'Loses the same share of itself at every step; the factor is what a whole run leaves of it.',
    parameters: {
      initial: rate('First rate', peak),
      factor: wholeFactor('Factor', 0.01),
    },
    code: ({ initial, factor }) => `exponentialDecay({
  initial: ${initial},
  factor: ${factor},
  every: steps,
})`,
    make: ({ initial, factor }, steps) => exponentialDecay({ initial, factor, every: steps }),
  }),
  choice({
    id: 'logarithmic',
    label: 'Logarithmic, log(1/x)',
    explanation: 'Falls as log(1/x) does: steeply in the first steps, and then for long hardly at all.',
    parameters: {
      from: rate('First rate', peak),
      to: finalRate('Final rate'),
      over: length('Length', 1),
    },
    code: ({ from, to, over }) => `logAnnealing({
  from: ${from},
  to: ${to},
  over: ${share(over)},
})`,
    make: ({ from, to, over }, steps) => logAnnealing({ from, to, over: over * steps }),
  }),
  choice({
    id: 'plateau',
    label: 'Reduce on plateau',
    explanation:
      'Listens: cuts the rate when the held-out loss stands still for more epochs than its patience.',
    parameters: plateauParameters,
    code: plateauCode,
    make: onPlateau,
  }),
  choice({
    id: 'warmup-plateau',
    label: 'Warm-up, then plateau',
    explanation: 'Climbs in a straight line, and only then begins to listen to the held-out loss.',
    parameters: {
      warmup: length('Warm-up', 0.1, 0.5),
      ...plateauParameters,
      initial: rate('Peak rate', peak),
    },
    code: (values) => warmupCode(plateauCode(values), values.warmup),
    make: (values, steps) => warmup(onPlateau(values), { over: values.warmup * steps }),
  }),
  choice({
    id: 'constant',
    label: 'Constant',
    explanation: 'One rate from the first step to the last: what all the others are measured against.',
    parameters: { rate: rate('Rate', peak) },
    code: ({ rate }) => `constant(${rate})`,
    make: ({ rate }) => constant(rate),
  }),
  choice({
    id: 'zero',
    label: 'Zero: nothing learns',
    explanation: 'A rate of 0 moves no weight, so the held-out loss stands still to the last bit.',
    parameters: {},
    code: () => 'constant(0)',
    make: () => constant(0),
  }),
];

/** The choice of that id. */
export function choiceOf(id: string): Choice {
  const found = choices.find((one) => one.id === id);
  if (found === undefined) throw new RangeError(`there is no schedule called '${id}'`);
  return found;
}

/** The values of a choice that nobody has turned. */
export function presetsOf({ parameters }: Choice): Values {
  return Object.fromEntries(Object.entries(parameters).map(([name, { preset }]) => [name, preset]));
}
