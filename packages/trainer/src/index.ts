export type { Row } from './row.ts';
export { type StepReport, type StepResult, type StepTrainerOptions, stepTrainer } from './step-trainer.ts';
export { type TrainOptions, train } from './train.ts';
export type { Trainer } from './trainer.ts';
