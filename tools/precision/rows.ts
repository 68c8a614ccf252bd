import { cosineAnnealing } from './cases/cosine-annealing.ts';
import { cosineWarmRestarts } from './cases/cosine-warm-restarts.ts';
import { cyclic } from './cases/cyclic.ts';
import { exponentialDecay } from './cases/exponential-decay.ts';
import { inverseSqrtDecay } from './cases/inverse-sqrt-decay.ts';
import { inverseTimeDecay } from './cases/inverse-time-decay.ts';
import { linear } from './cases/linear.ts';
import { logAnnealing } from './cases/log-annealing.ts';
import { multiStepDecay } from './cases/multi-step-decay.ts';
import { oneCycle } from './cases/one-cycle.ts';
import { oneCycleMomentum } from './cases/one-cycle-momentum.ts';
import { piecewiseLinear } from './cases/piecewise-linear.ts';
import { polynomialDecay } from './cases/polynomial-decay.ts';
import { rexDecay } from './cases/rex-decay.ts';
import { stepDecay } from './cases/step-decay.ts';
import { tanhDecay } from './cases/tanh-decay.ts';
import { warmupStableDecay } from './cases/warmup-stable-decay.ts';
import type { Row } from './row.ts';

/** The rows of the table, in the order of the catalogue. */
export const rows: readonly Row[] = [
  linear,
  stepDecay,
  multiStepDecay,
  piecewiseLinear,
  ...polynomialDecay,
  ...exponentialDecay,
  inverseTimeDecay,
  inverseSqrtDecay,
  cosineAnnealing,
  ...cosineWarmRestarts,
  logAnnealing,
  tanhDecay,
  rexDecay,
  ...cyclic,
  ...oneCycle,
  ...oneCycleMomentum,
  ...warmupStableDecay,
];
