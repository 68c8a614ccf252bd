import { describe, expect, it } from 'vitest';
import pytorch from '../../golden/pytorch.json' with { type: 'json' };
import {
  combine,
  constant,
  cosineAnnealing,
  cosineWarmRestarts,
  curve,
  cyclic,
  feedback,
  groups,
  isCurve,
  linear,
  multiply,
  multiStepDecay,
  oneCycle,
  oneCycleMomentum,
  type Part,
  perEpoch,
  polynomialDecay,
  reduceOnPlateau,
  sequence,
  simulate,
  stepDecay,
} from '../index.ts';
import { type Case, casesOf, reportsOf } from './cases.ts';
import { cosineWave } from './cosine-wave.ts';
import { exponential } from './exponential.ts';
import { prove } from './prove.ts';
import { switching } from './switching.ts';
import type { Saying, Table } from './table.ts';

interface Child {
  readonly schedule: string;
  readonly params: Params;
}

interface Params {
  readonly lr: number;
  readonly lrs?: readonly number[];
  readonly momentum: number;
  readonly lr_lambda: string;
  readonly step_size: number;
  readonly gamma: number;
  readonly milestones: readonly number[];
  readonly factor: number;
  readonly total_iters: number;
  readonly start_factor: number;
  readonly end_factor: number;
  readonly power: number;
  readonly T_max: number;
  readonly eta_min: number;
  readonly T_0: number;
  readonly T_mult: number;
  readonly base_lr: number;
  readonly max_lr: number;
  readonly step_size_up: number;
  readonly step_size_down: number;
  readonly mode: string;
  readonly base_momentum: number;
  readonly max_momentum: number;
  readonly cycle_momentum: boolean;
  readonly scale_fn?: string;
  readonly total_steps: number;
  readonly epochs: number;
  readonly steps_per_epoch: number;
  readonly pct_start: number;
  readonly anneal_strategy: string;
  readonly three_phase: boolean;
  readonly div_factor: number;
  readonly final_div_factor: number;
  readonly swa_lr: number;
  readonly anneal_epochs: number;
  readonly patience: number;
  readonly threshold: number;
  readonly threshold_mode: string;
  readonly cooldown: number;
  readonly min_lr: number;
  readonly schedulers: readonly Child[];
  readonly warmup_steps: number;
  readonly linear: Params;
  readonly plateau: Params;
}

/** A lambda in Python's words: arithmetic is the same in both languages, a conditional and `math` are not. */
function lambda(python: string): (t: number) => number {
  const conditional = python.replace(/^(.+) if (.+) else (.+)$/, '($2) ? ($1) : ($3)');
  const body = conditional.replaceAll('math.pi', 'Math.PI').replaceAll('math.', 'Math.');
  return new Function('t', `return ${body}`) as (t: number) => number;
}

/** What is a list is one for each parameter group, and so is our schedule. */
function inGroups(say: (params: Params) => Saying): (params: Params) => Saying {
  return (params) => {
    if (params.lrs === undefined) return say(params);
    const parts = params.lrs.map((lr, group) => {
      const own = Object.entries(params).map(([key, value]) => [
        key,
        Array.isArray(value) ? value[group] : value,
      ]);
      const saying = say({ ...Object.fromEntries(own), lr, lrs: undefined });
      return [`group ${group}`, 'schedule' in saying ? saying.schedule : saying] as [string, Part];
    });
    return groups(Object.fromEntries(parts));
  };
}

const plateau = ({
  lr,
  mode = 'min',
  factor = 0.1,
  patience = 10,
  threshold = 1e-4,
  threshold_mode = 'rel',
  cooldown = 0,
  min_lr = 0,
}: Params) =>
  reduceOnPlateau({
    initial: lr,
    mode: mode as 'min',
    factor,
    patience,
    threshold,
    thresholdMode: { rel: 'relative', abs: 'absolute' }[threshold_mode] as 'relative',
    cooldown,
    minRate: min_lr,
  });

/** Both ends of a phase are one step early there, so that the last rate is that of the last step. */
function phasesOf(params: Params) {
  const { epochs, steps_per_epoch, total_steps = epochs * steps_per_epoch, pct_start = 0.3 } = params;
  const { anneal_strategy = 'cos', three_phase = false } = params;
  const over = total_steps - 1;
  const rise = (pct_start * total_steps - 1) / over;
  const ease = anneal_strategy === 'linear' ? 'linear' : 'cosine';
  return { over, rise, ease, phases: three_phase ? 3 : 2 } as const;
}

const oneStepMore = 'there one step more is let pass, and extrapolated; ours holds';

const child = ({ schedule, params }: Child, lr: number): Part => {
  const say = table[schedule];
  if (typeof say !== 'function') throw new Error(`${schedule} is no child`);
  return say({ ...params, lr }, undefined as never) as Part;
};

/** A product is over with the longest of its parts that has an end; for all to go on, none may have one. */
const endless = (part: Part): Part =>
  isCurve(part) && part.span < Infinity ? sequence(part, constant(part.at(part.span))) : part;

const table: Table<Params> = {
  LambdaLR: ({ lr, lr_lambda }) => {
    const factor = lambda(lr_lambda);
    return curve((t) => lr * factor(t));
  },
  MultiplicativeLR: ({ lr, lr_lambda }) => {
    const factor = lambda(lr_lambda);
    return feedback({
      init: lr,
      next: (rate: number, _, step) => rate * factor(step + 1),
      rate: (rate) => rate,
    });
  },
  StepLR: ({ lr, step_size, gamma = 0.1 }) => stepDecay({ initial: lr, factor: gamma, every: step_size }),
  // A milestone that comes twice counts twice: a factor for each. One at 0 is past from the beginning.
  MultiStepLR: ({ lr, milestones, gamma = 0.1 }) =>
    milestones.every((step, i) => step > (milestones[i - 1] ?? 0)) && milestones.length > 0
      ? multiStepDecay({ initial: lr, factor: gamma, milestones })
      : multiply(
          constant(lr),
          ...milestones.map((step) =>
            step === 0 ? constant(gamma) : multiStepDecay({ initial: 1, factor: gamma, milestones: [step] }),
          ),
        ),
  ConstantLR: ({ lr, factor = 1 / 3, total_iters = 5 }) =>
    switching([constant(lr * factor), constant(lr)], [total_iters]),
  LinearLR: ({ lr, start_factor = 1 / 3, end_factor = 1, total_iters = 5 }) =>
    linear({ from: lr * start_factor, to: lr * end_factor, over: total_iters }),
  ExponentialLR: ({ lr, gamma }) => exponential(lr, gamma),
  PolynomialLR: ({ lr, total_iters = 5, power = 1 }) =>
    power === 0 ? constant(lr) : polynomialDecay({ from: lr, over: total_iters, power }),
  CosineAnnealingLR: inGroups(({ lr, T_max, eta_min = 0 }) =>
    cosineWave({ from: lr, to: eta_min, over: T_max }),
  ),
  CosineAnnealingWarmRestarts: ({ lr, T_0, T_mult = 1, eta_min = 0 }) =>
    cosineWarmRestarts({ from: lr, to: eta_min, over: T_0, stretch: T_mult }),
  CyclicLR: (params) => cycle(params.base_lr, params.max_lr, params),
  'CyclicLR momentum': (params) => {
    const { momentum, cycle_momentum = true, base_momentum = 0.8, max_momentum = 0.9 } = params;
    return cycle_momentum ? cycle(max_momentum, base_momentum, params) : constant(momentum);
  },
  OneCycleLR: inGroups((params) => {
    const { max_lr: peak, div_factor = 25, final_div_factor = 1e4 } = params;
    const start = peak / div_factor;
    const { over, rise, ease, phases } = phasesOf(params);
    const schedule =
      params.pct_start === 1
        ? cosineAnnealing({ from: start, to: peak, over })
        : oneCycle({ peak, start, end: start / final_div_factor, over, rise, ease, phases });
    return { schedule, until: over, why: oneStepMore };
  }),
  'OneCycleLR momentum': (params) => {
    const { base_momentum: low = 0.85, max_momentum: high = 0.95, cycle_momentum = true } = params;
    const { over, rise, ease, phases } = phasesOf(params);
    if (!cycle_momentum) return constant(params.momentum);
    if (params.pct_start === 1) return cosineAnnealing({ from: high, to: low, over });
    const schedule = oneCycleMomentum({ high, low, over, rise, ease, phases });
    // In the third phase it holds there, too.
    return phases === 3 ? schedule : { schedule, until: over, why: oneStepMore };
  },
  SWALR: ({ lr, swa_lr, anneal_epochs = 10, anneal_strategy = 'cos' }) =>
    anneal_epochs === 0
      ? constant(swa_lr)
      : (anneal_strategy === 'cos' ? cosineAnnealing : linear)({ from: lr, to: swa_lr, over: anneal_epochs }),
  ReduceLROnPlateau: inGroups(plateau),
  SequentialLR: ({ lr, schedulers, milestones }) =>
    switching(
      schedulers.map((one) => child(one, lr)),
      milestones,
    ),
  ChainedScheduler: ({ lr, schedulers }) =>
    multiply(constant(lr), ...schedulers.map((one) => endless(child(one, 1)))),
  // There it takes a loop of one's own, which steps the one and then the other.
  'LinearLR+ReduceLROnPlateau': ({ lr, warmup_steps, linear: climb, plateau: rest }, one) => {
    const schedule = sequence(
      linear({ from: lr * climb.start_factor, to: lr, over: warmup_steps }),
      plateau({ ...rest, lr }),
    );
    const rates = simulate(schedule, reportsOf(one));
    const small = rates.findIndex((rate, i) => i > warmup_steps && tooSmall(rates[i - 1] ?? rate, rate));
    const until = small === -1 ? Infinity : small - 1;
    return { schedule, until, why: 'there no cut is made that is smaller than a hidden eps of 1e-8' };
  },
};

const tooSmall = (before: number, after: number) => before > after && before - after <= 1e-8;

/** A cycle of the rate, or, upside down, of the momentum. */
function cycle(low: number, high: number, params: Params) {
  const { step_size_up: up = 2000, step_size_down: down = up, mode = 'triangular', gamma = 1 } = params;
  if (params.scale_fn === undefined) {
    const ours = mode === 'exp_range' ? 'exponential' : (mode as 'triangular');
    return cyclic({ low, high, up, down, mode: ours, factor: gamma });
  }
  // A scale of one's own for each cycle, counted from 1.
  const scaleOf = lambda(params.scale_fn);
  const scale = perEpoch(
    curve((i) => scaleOf(i + 1)),
    { steps: up + down },
  );
  return combine([cyclic({ low: 0, high: high - low, up, down }), scale], (height, by) => low + height * by);
}

const cases: readonly Case<Params>[] = casesOf(pytorch);

const differ: Readonly<Record<string, string>> = {
  'pytorch/ConstantLR/pub6': 'of no steps it keeps its factor for ever there, which its closed form does not',
  'pytorch/LinearLR/pub7': 'of no steps it stays at its start for ever there; ours refuses it',
  'pytorch/ReduceLROnPlateau/pub9': 'small cuts are made: no hidden eps of 1e-8',
  'pytorch/ReduceLROnPlateau/pub10': 'there is no eps',
  'pytorch/ReduceLROnPlateau/pub13': '-Infinity is never the best',
  'pytorch/ReduceLROnPlateau/pub14': 'a worse negative loss is no gain',
  'pytorch/ReduceLROnPlateau/pub15': 'a worse negative score is no gain',
  'pytorch/ReduceLROnPlateau/pub16': 'an equal negative loss is no gain',
  'pytorch/ReduceLROnPlateau/pub18': 'minRate above initial is refused',
  'pytorch/SequentialLR/pub7':
    'a milestone of 0 is never met there, and the second starts where the first was',
  'pytorch/SequentialLR/pub9': 'there the second goes on from the rate in force; ours starts from its own',
  'pytorch/SequentialLR/pub10': 'the milestone of a sequence in a sequence comes one step early there',
  'pytorch/ChainedScheduler/pub5':
    'a lambda in a chain writes over what came before it there; ours multiplies',
};

prove({
  name: 'pytorch',
  cases,
  table,
  differ,
  count: { said: 168, saidUpTo: 10, explained: 13, rates: 8551 },
  refused: {
    both: {
      9: 'stepDecay: every',
      12: 'cosineAnnealing: over',
      15: 'cosineWarmRestarts: over',
      16: 'cosineWarmRestarts: over',
      18: 'cosineWarmRestarts: stretch',
      20: 'cosineWarmRestarts: to',
      21: 'cyclic: mode',
      22: 'cyclic: up',
      23: 'cyclic: up',
      25: 'cyclic: low',
      26: 'oneCycle: over',
      27: 'oneCycle: over',
      28: 'oneCycle: over',
      30: 'oneCycle: over',
      31: 'oneCycle: over',
      32: 'oneCycle: rise',
      33: 'oneCycle: rise',
      37: 'oneCycle: start',
      39: 'oneCycle: rise',
      42: 'cosineAnnealing: over',
      44: 'reduceOnPlateau: factor',
      45: 'reduceOnPlateau: factor',
      46: 'reduceOnPlateau: mode',
      48: 'reduceOnPlateau: minRate',
      62: 'linear: over',
    },
    oursAlone: {
      8: 'linear: over',
      10: 'stepDecay: every',
      13: 'cosineAnnealing: over',
      14: 'polynomialDecay: over',
      24: 'cyclic: down',
      38: 'oneCycle: rise',
      40: 'oneCycle: over',
      49: 'reduceOnPlateau: patience',
      50: 'reduceOnPlateau: cooldown',
      51: 'exponentialDecay: factor',
    },
  },
});

describe('ReduceLROnPlateau', () => {
  const all = cases.filter(({ schedule, id }) => schedule === 'ReduceLROnPlateau' && !differ[id]);
  const alone = all.filter(({ params }) => params.lrs === undefined);

  it.each(alone)('$id, bit for bit', (one) => {
    expect(simulate(plateau(one.params), reportsOf(one))).toEqual(one.expected);
  });

  it('is 11 cases', () => {
    expect(alone.length).toBe(11);
  });
});
