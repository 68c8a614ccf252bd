export type { FitReport } from './fit.ts';
export { fitTrainer } from './fit-trainer.ts';
export { setLearningRate } from './set-learning-rate.ts';
