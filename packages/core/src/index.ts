// The floor: what a schedule is, and how to make one.

// The algebra: schedules made of schedules.
export { lasting } from './algebra/lasting.ts';
export { sequence } from './algebra/sequence.ts';
export { type WarmupOptions, warmup } from './algebra/warmup.ts';
// What every schedule offers beside its operator.
export { type Cause, describe, type ReduceOnPlateauCause, type SequenceCause } from './cause.ts';
export type { Checked } from './checked.ts';
// Curves: the rate follows from the step.
export { constant } from './curves/constant.ts';
export { type CosineAnnealingOptions, cosineAnnealing } from './curves/cosine-annealing.ts';
export { type ExponentialDecayOptions, exponentialDecay } from './curves/exponential-decay.ts';
export { type LinearOptions, linear } from './curves/linear.ts';
export { type LogAnnealingOptions, logAnnealing } from './curves/log-annealing.ts';
export { type PolynomialDecayOptions, polynomialDecay } from './curves/polynomial-decay.ts';
export { type StepDecayOptions, stepDecay } from './curves/step-decay.ts';
// Feedback: the rate follows from what training reports.
export { type ReduceOnPlateauOptions, reduceOnPlateau } from './feedback/reduce-on-plateau.ts';
export { type Decision, decisions } from './operators/decisions.ts';
export { resume } from './resume.ts';
export type { Curve, FeedbackOptions, Heard, MonitorsOf, Part, Schedule } from './schedule.ts';
export { curve, feedback, isCurve, isSchedule } from './schedule.ts';
export { simulate } from './simulate.ts';
export type { State } from './state.ts';
