// What a schedule is, and how to make one.

// The algebra: schedules made of schedules.
export { type ClampOptions, clamp } from './algebra/clamp.ts';
export { combine, type Fold } from './algebra/combine.ts';
export { groups, type RatesOf } from './algebra/groups.ts';
export { lasting } from './algebra/lasting.ts';
export { multiply } from './algebra/multiply.ts';
export { type PerEpochOptions, perEpoch } from './algebra/per-epoch.ts';
export { type RestartsOptions, restarts } from './algebra/restarts.ts';
export { scale } from './algebra/scale.ts';
export { sequence } from './algebra/sequence.ts';
export { type StaircaseOptions, staircase } from './algebra/staircase.ts';
export { type Crossing, type Plateau, type PlateauOptions, until } from './algebra/until.ts';
export { type WarmupOptions, warmup } from './algebra/warmup.ts';
export { warp } from './algebra/warp.ts';
// What every schedule offers beside its operator.
export type {
  BackOffCause,
  Cause,
  GreedyCause,
  LiveCause,
  ReduceOnPlateauCause,
  RestartsCause,
  SequenceCause,
  UntilCause,
} from './cause.ts';
export type { Checked } from './checked.ts';
// Curves: the rate follows from the step.
export { constant } from './curves/constant.ts';
export { type CosineAnnealingOptions, cosineAnnealing } from './curves/cosine-annealing.ts';
export { type CosineWarmRestartsOptions, cosineWarmRestarts } from './curves/cosine-warm-restarts.ts';
export { type CyclicOptions, cyclic } from './curves/cyclic.ts';
export { type ExponentialDecayOptions, exponentialDecay } from './curves/exponential-decay.ts';
export { type InverseSqrtDecayOptions, inverseSqrtDecay } from './curves/inverse-sqrt-decay.ts';
export { type InverseTimeDecayOptions, inverseTimeDecay } from './curves/inverse-time-decay.ts';
export { type JitterOptions, jitter } from './curves/jitter.ts';
export { type LinearOptions, linear } from './curves/linear.ts';
export { type LogAnnealingOptions, logAnnealing } from './curves/log-annealing.ts';
export { type MultiStepDecayOptions, multiStepDecay } from './curves/multi-step-decay.ts';
export { type OneCycleOptions, oneCycle } from './curves/one-cycle.ts';
export { type OneCycleMomentumOptions, oneCycleMomentum } from './curves/one-cycle-momentum.ts';
export { type PiecewiseConstantOptions, piecewiseConstant } from './curves/piecewise-constant.ts';
export { type PiecewiseLinearOptions, piecewiseLinear } from './curves/piecewise-linear.ts';
export { type PolynomialDecayOptions, polynomialDecay } from './curves/polynomial-decay.ts';
export { type RexDecayOptions, rexDecay } from './curves/rex-decay.ts';
export { type StepDecayOptions, stepDecay } from './curves/step-decay.ts';
export { type TanhDecayOptions, tanhDecay } from './curves/tanh-decay.ts';
export { type WarmupStableDecayOptions, warmupStableDecay } from './curves/warmup-stable-decay.ts';
export { describe } from './describe.ts';
export { type Difference, type DiffOptions, diff } from './diff.ts';
// Feedback: the rate follows from what training reports.
export { type BackOffOptions, backOff } from './feedback/back-off.ts';
export { type FeedbackOptions, feedback, type Heard } from './feedback/feedback.ts';
export { type GreedyOptions, greedy } from './feedback/greedy.ts';
export { type ReduceOnPlateauOptions, reduceOnPlateau } from './feedback/reduce-on-plateau.ts';
export type { Splice } from './live-run.ts';
export { type Decision, decisions } from './operators/decisions.ts';
export { type Improvement, type ImprovementOptions, improvement } from './operators/improvement.ts';
export { type Live, type LiveOptions, live } from './operators/live.ts';
export { type SmoothOptions, smooth } from './operators/smooth.ts';
export { resume } from './resume.ts';
export {
  type Curve,
  type CurveOptions,
  curve,
  isCurve,
  isSchedule,
  type MonitorsOf,
  type Part,
  type Schedule,
  type ScheduleData,
} from './schedule.ts';
export { simulate } from './simulate.ts';
export type { State } from './state.ts';
