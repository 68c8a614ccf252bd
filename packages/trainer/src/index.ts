export type { ToTrainer } from './channel/messages.ts';
export {
  type ChannelReport,
  type ChannelTrainer,
  type ChannelTrainerOptions,
  channelTrainer,
} from './channel-trainer.ts';
export {
  type Checkpoint,
  type CheckpointingOptions,
  type CheckpointStore,
  checkpointing,
} from './checkpointing.ts';
export { type EarlyStoppingOptions, earlyStopping } from './early-stopping.ts';
export { type EmitterTrainerOptions, emitterTrainer } from './emitter-trainer.ts';
export { findRate } from './find-rate/find-rate.ts';
export type { FindRateGroups, FindRateOptions } from './find-rate/options.ts';
export { restored } from './find-rate/restoring.ts';
export type { Suggestions } from './find-rate/suggest.ts';
export type { RateReading, RatesFound } from './find-rate/sweep.ts';
export { type IterableTrainerOptions, iterableTrainer } from './iterable-trainer.ts';
export type { Row } from './row.ts';
export {
  type SavingTrainer,
  type StepModel,
  type StepReport,
  type StepResult,
  type StepTrainerOptions,
  stepTrainer,
} from './step-trainer.ts';
export { type TrainOptions, train } from './train.ts';
export type { Trainer } from './trainer.ts';
