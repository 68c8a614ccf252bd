export type { FitReport } from './fit.ts';
export { fitTrainer } from './fit-trainer.ts';
export {
  type ScheduleCallback,
  type ScheduleCallbackOptions,
  scheduleCallback,
} from './schedule-callback.ts';
export { setLearningRate } from './set-learning-rate.ts';
