/**
 * Every curve that core exports, with the other curves whose names its bundle may hold: it is made of them, or one of its
 * options has a value of that name.
 */
export const curves: Readonly<Record<string, readonly string[]>> = {
  curve: [],
  constant: [],
  linear: [],
  stepDecay: ['exponentialDecay'],
  multiStepDecay: [],
  piecewiseConstant: [],
  piecewiseLinear: ['linear'],
  polynomialDecay: [],
  exponentialDecay: [],
  inverseTimeDecay: [],
  inverseSqrtDecay: ['linear'],
  cosineAnnealing: [],
  cosineWarmRestarts: ['cosineAnnealing'],
  logAnnealing: [],
  tanhDecay: [],
  rexDecay: [],
  cyclic: ['linear'],
  oneCycle: ['cosineAnnealing', 'linear'],
  oneCycleMomentum: ['cosineAnnealing', 'linear', 'oneCycle'],
  warmupStableDecay: ['constant', 'cosineAnnealing', 'linear'],
};

/** Curves that are made of others, or check lists. */
export const composed: readonly string[] = [
  'multiStepDecay',
  'piecewiseConstant',
  'piecewiseLinear',
  'cosineWarmRestarts',
  'cyclic',
  'oneCycle',
  'oneCycleMomentum',
  'warmupStableDecay',
];

/** What makes schedules of schedules; over curves, each makes a curve. */
export const combinators: readonly string[] = [
  'sequence',
  'multiply',
  'scale',
  'clamp',
  'combine',
  'warmup',
  'lasting',
  'staircase',
  'perEpoch',
  'restarts',
  'warp',
  'jitter',
  'groups',
];

/** What reads metrics, whatever it is made of. */
export const feedback: readonly string[] = ['feedback', 'reduceOnPlateau', 'greedy', 'backOff', 'until'];

/** What is done with schedules. */
export const others: readonly string[] = [
  'decisions',
  'describe',
  'diff',
  'improvement',
  'isCurve',
  'isSchedule',
  'live',
  'resume',
  'simulate',
  'smooth',
];
