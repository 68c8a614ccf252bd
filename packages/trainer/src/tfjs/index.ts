export type { FitReport } from './fit.ts';
export { type FitTrainer, fitTrainer } from './fit-trainer.ts';
export { type GroupsMinimizer, minimizeGroups } from './minimize-groups.ts';
export type { FitDataset } from './paced-dataset.ts';
export type { SavedOptimizer } from './saved-optimizer.ts';
export type { SavedTensor } from './saved-tensor.ts';
export {
  type ScheduleCallback,
  type ScheduleCallbackOptions,
  scheduleCallback,
} from './schedule-callback.ts';
export { setLearningRate } from './set-learning-rate.ts';
export { restoreSnapshot, type SavedPart, type Snapshot, takeSnapshot } from './snapshot.ts';
export type { Trained, TrainedGroup, Weight } from './trained.ts';
